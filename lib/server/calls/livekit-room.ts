import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import { liveKitName, liveKitRoomOf, type LiveKit } from '@/lib/server/media/livekit/livekit';
import { closeAllLegs } from './leg-store';
import { guestOf } from './livekit-guest';
import { mediaOf } from './results';
import { nextArrival, type LoadedRoom } from './room-store';
import { tellParticipant, type Step } from './step';

type Person = Row<'participant'>;

/**
 * Media of a room goes to LiveKit: whoever is in is told where, and keeps its legs until media flows there
 * (direct-media.md, `media_change`). The one who comes is told by the answer to its `new_session`.
 */
export async function goToLiveKit(step: Step, room: LoadedRoom, because: string): Promise<void> {
  const others = room.people.filter(({ uuid }) => uuid !== because);
  const change = {
    engine: 'changing',
    engine_changed_at: nextArrival(step, others),
    livekit_name: liveKitName(room.row.id, 1),
  } as const;
  await step.tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
  Object.assign(room.row, change);
  afterwards(step, (livekit) => livekit.open(change.livekit_name));
  await tellMedia(step, room, others);
}

/**
 * The room goes on under another name of LiveKit's, which nobody has a token for but who is in now; the one before
 * ends. Legs that are still there stay, as before.
 */
export async function renewOnLiveKit(step: Step, room: LoadedRoom): Promise<void> {
  const before = room.row.livekit_name;
  if (before === null) return;
  const generation = (liveKitRoomOf(before)?.generation ?? 0) + 1;
  const change = { livekit_name: liveKitName(room.row.id, generation) };
  await step.tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
  Object.assign(room.row, change);
  afterwards(step, async (livekit) => {
    await livekit.open(change.livekit_name);
    await livekit.end(before);
  });
  await tellMedia(step, room, room.people);
}

/** Tells whoever is in where its media goes from now on. */
async function tellMedia(step: Step, room: LoadedRoom, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    if (person.state !== 'in') continue;
    const media = await mediaOf(step.context, room.row, person);
    const keep_until_flowing = room.row.engine === 'changing';
    tellParticipant(step, person, { name: 'media_change', data: { media, keep_until_flowing } });
  }
}

/** Everybody's media flows through LiveKit: the legs end without a word to each other. */
export async function settleOnLiveKit(step: Step, room: LoadedRoom): Promise<void> {
  const change = { engine: 'livekit' } as const;
  await step.tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
  Object.assign(room.row, change);
  await closeAllLegs(step, room, undefined);
  for (const person of room.people) {
    if (person.state === 'in') tellParticipant(step, person, { name: 'media_changed', data: null });
  }
}

/** Somebody's time in the room is over: an open connection to LiveKit would outlast every token. */
export function removeFromLiveKit(step: Step, { row }: LoadedRoom, uuid: string): void {
  const name = row.livekit_name;
  if (name !== null) afterwards(step, (livekit) => livekit.remove(name, uuid));
}

/** The room is over, and so is LiveKit's. */
export function endOnLiveKit(step: Step, { row }: LoadedRoom): void {
  const name = row.livekit_name;
  if (name !== null) afterwards(step, (livekit) => livekit.end(name));
}

/** A host muted somebody, or let it speak again: LiveKit enforces that. */
export function permitOnLiveKit(step: Step, { row }: LoadedRoom, person: Person): void {
  const name = row.livekit_name;
  const guest = guestOf(person);
  if (name !== null) afterwards(step, (livekit) => livekit.permit(name, guest));
}

/** Asks LiveKit for something once the step is done. What fails is done when the rooms are looked over. */
function afterwards(step: Step, ask: (livekit: LiveKit) => Promise<void>): void {
  const { livekit, log }: Context = step.context;
  if (livekit === null) return;
  step.after.run(() => {
    ask(livekit).catch((error: unknown) => {
      log.warn({ err: error }, 'LiveKit did not do what it was asked; it is asked again soon');
    });
  });
}
