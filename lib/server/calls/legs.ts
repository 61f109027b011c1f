import type * as z from 'zod/mini';
import {
  decideCall,
  decideLeg,
  whoOffers,
  type CandidateMessage,
  type Leg,
  type LegCommand,
} from '@/lib/call/leg';
import type { callsBodySchema, callsResultSchema } from '@/lib/platform/direct-media';
import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { insertLeg, ruleLeg, tellLeg, updateLeg as writeLeg } from './leg-store';
import { asParticipant, type Inside } from './participant';
import { refusedFor } from './replies';
import { mayHaveLegs, ruleRoom } from './room-store';

type OpenedLeg = z.infer<typeof callsResultSchema>;

/** `calls {sdp, peer}`: opens a leg with an offer; without `peer` to the only other one. */
export function openLeg(
  context: Context,
  authority: ParticipantAuthority,
  body: z.infer<typeof callsBodySchema>,
): Promise<Outcome<OpenedLeg>> {
  return asParticipant(context, authority, async (inside) => {
    const { step, room, person } = inside;
    const others = room.people.filter(({ uuid }) => uuid !== person.uuid);
    const [only] = others.length === 1 ? others : [];
    const peer = body.peer === undefined ? only : others.find(({ uuid }) => uuid === body.peer);
    if (peer === undefined) {
      const text =
        body.peer === undefined
          ? 'Nobody to offer to: say which participant with peer.'
          : 'The peer is not in this call.';
      return refused('forbidden', text);
    }
    if (!mayHaveLegs(room.row, person) || !mayHaveLegs(room.row, peer)) {
      return refused('forbidden', 'Media of this call goes through LiveKit.');
    }
    const decision = decideCall(ruleRoom(room, step.context), {
      from: person.uuid,
      peer: peer.uuid,
      sdp: body.sdp,
      offer: whoOffers(
        { arrived: person.joined_at, canOnlyOffer: false },
        { arrived: peer.joined_at, canOnlyOffer: false },
      ),
      existing: await legBetween(inside, peer.uuid),
      callUuids: { mine: context.random.uuid(), peers: context.random.uuid() },
    });
    if (decision.outcome === 'refused') return refused(decision.reason, decision.text);
    if (decision.outcome === 'open') {
      if (decision.replaced !== null) await writeLeg(step, decision.replaced);
      await insertLeg(step, room.row.id, decision.leg);
      tellLeg(step, room, decision.events);
    }
    return done(openedLeg(decision.leg, person.uuid));
  });
}

async function legBetween({ step, room, person }: Inside, peer: string): Promise<Leg | null> {
  const row = await step.tx
    .selectFrom('leg')
    .selectAll()
    .where('room_id', '=', room.row.id)
    .where('open', '=', 1)
    .where((is) =>
      is.or([
        is.and([is('offerer', '=', person.uuid), is('answerer', '=', peer)]),
        is.and([is('offerer', '=', peer), is('answerer', '=', person.uuid)]),
      ]),
    )
    .executeTakeFirst();
  return row === undefined ? null : ruleLeg(row);
}

/** Every answer comes as an event, so `sdp` is empty (direct-media.md, `answer_by_event`). */
function openedLeg({ offerer, answerer }: Leg, me: string): OpenedLeg {
  const [mine, other] = offerer.participant === me ? [offerer, answerer] : [answerer, offerer];
  return { call_uuid: mine.call, sdp: '', peer: other.participant };
}

/** `ack`: answers the other end's offer, or ignores it in glare. */
export function acknowledgeLeg(
  context: Context,
  authority: ParticipantAuthority,
  call: string,
  body: { readonly sdp?: string | undefined; readonly offer_ignored?: boolean | undefined },
): Promise<Outcome<OpenedLeg | null>> {
  if (body.offer_ignored === true) return onLeg(context, authority, call, { do: 'ignore_offer' });
  // Some clients confirm an answer that they got with an empty ack; it says nothing new.
  if (body.sdp === undefined || body.sdp === '') return onLeg(context, authority, call, null);
  return onLeg(context, authority, call, { do: 'ack', sdp: body.sdp });
}

/** `update`: a new offer on a leg that exists. */
export function updateLeg(
  context: Context,
  authority: ParticipantAuthority,
  call: string,
  sdp: string,
): Promise<Outcome<OpenedLeg>> {
  return onLeg(context, authority, call, { do: 'update', sdp });
}

/** `new_candidate`: one candidate, or several at once; they arrive as they were sent. */
export function sendCandidates(
  context: Context,
  authority: ParticipantAuthority,
  call: string,
  message: CandidateMessage,
): Promise<Outcome<OpenedLeg>> {
  return onLeg(context, authority, call, { do: 'new_candidate', message });
}

/** `disconnect`: this leg is over; the room goes on. */
export function disconnectLeg(
  context: Context,
  authority: ParticipantAuthority,
  call: string,
): Promise<Outcome<OpenedLeg>> {
  return onLeg(context, authority, call, { do: 'disconnect' });
}

function onLeg(
  context: Context,
  authority: ParticipantAuthority,
  call: string,
  command: LegCommand | null,
): Promise<Outcome<OpenedLeg>> {
  return asParticipant(context, authority, async ({ step, room, person }) => {
    const row = await step.tx
      .selectFrom('leg')
      .selectAll()
      .where('room_id', '=', room.row.id)
      .where((is) =>
        is.or([
          is.and([is('offerer', '=', person.uuid), is('offerer_call', '=', call)]),
          is.and([is('answerer', '=', person.uuid), is('answerer_call', '=', call)]),
        ]),
      )
      .executeTakeFirst();
    if (row === undefined) return refused('forbidden', 'You have no such leg in this call.');
    const stored = ruleLeg(row);
    const leg: Leg = row.open === 1 ? stored : { ...stored, state: 'ended' };
    if (command === null) {
      return leg.state === 'open' ? done(openedLeg(leg, person.uuid)) : refusedFor('ended');
    }
    const decision = decideLeg(leg, ruleRoom(room, step.context), person.uuid, command);
    if (decision.outcome === 'refused') return refused(decision.reason, decision.text);
    if (decision.outcome === 'forward') {
      if (decision.leg !== leg) await writeLeg(step, decision.leg);
      tellLeg(step, room, decision.events);
    }
    return done(openedLeg(decision.leg, person.uuid));
  });
}
