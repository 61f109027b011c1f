import { decideCall, decideLeg, type Leg, type LegCommand } from '@/lib/call/leg';
import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { entryFor } from './entries';
import { insertLeg, ruleLeg, tellLeg, updateLeg } from './leg-store';
import { asParticipant } from './participant';
import { ruleRoom, type LoadedRoom } from './room-store';
import type { Step } from './step';

/** What the sender of an offer gets: its own `call_uuid`; the answer comes as an event. */
export interface OpenedLeg {
  readonly call_uuid: string;
  readonly sdp: '';
  readonly peer: string;
}

/**
 * `participants/<me>/calls`: opens a leg with an offer; `peer` may be left out where there is only
 * one other (direct-media.md).
 */
export function openLeg(
  context: Context,
  me: ParticipantAuthority,
  body: { readonly sdp: string; readonly peer?: string | undefined },
): Promise<Outcome<OpenedLeg>> {
  return asParticipant(context, me, async ({ step, room, person: sender }) => {
    const peer = peerOf(room, sender, body.peer);
    if (peer === undefined) {
      return refused('forbidden', 'Nobody in this call is meant: name the other side in "peer".');
    }
    const existing = await openLegBetween(step, room.row.id, sender.uuid, peer.uuid);
    const { random } = step.context;
    const decision = decideCall(ruleRoom(room), {
      from: sender.uuid,
      peer: peer.uuid,
      sdp: body.sdp,
      offer: entryFor(sender, peer, room.row).offer ?? 'peer',
      existing,
      callUuids: { mine: random.uuid(), peers: random.uuid() },
    });
    if (decision.outcome === 'refused') return refused(decision.reason, decision.text);
    if (decision.outcome === 'open') {
      if (decision.replaced !== null) await updateLeg(step, decision.replaced);
      await insertLeg(step, room.row.id, decision.leg);
      tellLeg(step, room, decision.events);
    }
    return done({ call_uuid: decision.leg.offerer.call, sdp: '', peer: peer.uuid });
  });
}

/** `…/ack`, `…/update`, `…/new_candidate` and `…/disconnect`: what one end of a leg sends. */
export function sendOnLeg(
  context: Context,
  me: ParticipantAuthority,
  call: string,
  command: LegCommand,
): Promise<Outcome<OpenedLeg>> {
  return asParticipant(context, me, async ({ step, room, person: sender }) => {
    const leg = await legNamed(step, room.row.id, sender.uuid, call);
    if (leg === undefined) return refused('not_found', 'There is no such leg in this call.');
    const decision = decideLeg(leg, ruleRoom(room), sender.uuid, command);
    if (decision.outcome === 'refused') return refused(decision.reason, decision.text);
    if (decision.outcome === 'forward') {
      if (decision.leg !== leg) await updateLeg(step, decision.leg);
      tellLeg(step, room, decision.events);
    }
    const peer = leg.offerer.participant === sender.uuid ? leg.answerer : leg.offerer;
    return done({ call_uuid: call, sdp: '', peer: peer.participant });
  });
}

function peerOf(
  room: LoadedRoom,
  sender: Row<'participant'>,
  named: string | undefined,
): Row<'participant'> | undefined {
  const others = room.people.filter(({ uuid, state }) => uuid !== sender.uuid && state === 'in');
  if (named !== undefined) return others.find(({ uuid }) => uuid === named);
  return others.length === 1 ? others[0] : undefined;
}

async function openLegBetween(
  step: Step,
  room: string,
  one: string,
  other: string,
): Promise<Leg | null> {
  const row = await step.tx
    .selectFrom('leg')
    .selectAll()
    .where('room_id', '=', room)
    .where('open', '=', 1)
    .where('offerer', 'in', [one, other])
    .where('answerer', 'in', [one, other])
    .executeTakeFirst();
  return row === undefined ? null : ruleLeg(row);
}

/** The leg whose end of this participant has this `call_uuid`; ended ones too, for a clear answer. */
async function legNamed(
  step: Step,
  room: string,
  participant: string,
  call: string,
): Promise<Leg | undefined> {
  const row = await step.tx
    .selectFrom('leg')
    .selectAll()
    .where('room_id', '=', room)
    .where((is) =>
      is.or([
        is.and([is('offerer', '=', participant), is('offerer_call', '=', call)]),
        is.and([is('answerer', '=', participant), is('answerer_call', '=', call)]),
      ]),
    )
    .executeTakeFirst();
  return row && ruleLeg(row);
}
