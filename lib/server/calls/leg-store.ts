import * as z from 'zod/mini';
import { endLegsOf, type Leg, type LegEvent } from '@/lib/call/leg';
import { newCandidateBodySchema } from '@/lib/platform/direct-media';
import type { EventName } from '@/lib/platform/events';
import type { Row } from '@/lib/server/store/schema';
import type { LoadedRoom } from './room-store';
import { tellParticipant, type Step } from './step';

const endSchema = z.object({
  participant: z.string(),
  call: z.string(),
  offer: z.nullable(z.string()),
  answer: z.nullable(z.string()),
  takenBack: z.int(),
});

const legSchema = z.object({
  state: z.enum(['open', 'ended']),
  offerer: endSchema,
  answerer: endSchema,
  opening: z.string(),
  answered: z.boolean(),
  kept: z.array(newCandidateBodySchema),
});

/** What the ends of a leg exchange. */
export const legEventNames = [
  'new_offer',
  'new_answer',
  'update_sdp',
  'offer_ignored',
  'new_candidate',
  'peer_disconnect',
] as const satisfies readonly EventName[];

/** A leg as its rules see it. */
export function ruleLeg(row: Row<'leg'>): Leg {
  return legSchema.parse(JSON.parse(row.state));
}

/** Writes a new leg. */
export async function insertLeg(step: Step, room: string, leg: Leg): Promise<void> {
  await step.tx
    .insertInto('leg')
    .values({
      id: step.context.random.id(),
      room_id: room,
      offerer: leg.offerer.participant,
      offerer_call: leg.offerer.call,
      answerer: leg.answerer.participant,
      answerer_call: leg.answerer.call,
      state: JSON.stringify(leg),
      open: 1,
    })
    .execute();
}

/** Writes what a leg is now; its ends' `call_uuid`s name it. */
export async function updateLeg(step: Step, leg: Leg): Promise<void> {
  await step.tx
    .updateTable('leg')
    .set({ state: JSON.stringify(leg), open: leg.state === 'open' ? 1 : 0 })
    .where('offerer_call', '=', leg.offerer.call)
    .execute();
}

/** Tells the participants of a leg what the other end sent. */
export function tellLeg(step: Step, room: LoadedRoom, events: readonly LegEvent[]): void {
  for (const { to, ...event } of events) {
    const receiver = room.people.find(({ uuid }) => uuid === to);
    if (receiver !== undefined) tellParticipant(step, receiver, event);
  }
}

/** Ends every leg of a participant; the other ends get `peer_disconnect` (direct-media.md). */
export async function closeLegsOf(
  step: Step,
  room: LoadedRoom,
  participant: string,
): Promise<void> {
  const rows = await step.tx
    .selectFrom('leg')
    .selectAll()
    .where('room_id', '=', room.row.id)
    .where('open', '=', 1)
    .execute();
  const { ended, events } = endLegsOf(participant, rows.map(ruleLeg));
  for (const leg of ended) await updateLeg(step, leg);
  tellLeg(step, room, events);
}

/**
 * Ends every leg of a room that is over. If that is because somebody left, whoever had a leg with it
 * gets `peer_disconnect`.
 */
export async function closeAllLegs(
  step: Step,
  room: LoadedRoom,
  leaver: string | undefined,
): Promise<void> {
  const rows = await step.tx
    .updateTable('leg')
    .set({ open: 0 })
    .where('room_id', '=', room.row.id)
    .where('open', '=', 1)
    .returningAll()
    .execute();
  if (leaver !== undefined) tellLeg(step, room, endLegsOf(leaver, rows.map(ruleLeg)).events);
}
