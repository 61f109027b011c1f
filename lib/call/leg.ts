import type { Candidate } from '@/lib/platform/direct-media';
import type { EventData } from '@/lib/platform/events';
import { legMessageBytes } from '@/lib/platform/direct-media';
import type { ParticipantId } from './identity';
import { maySignal } from './room-permissions';
import type { Room } from './room-state';
import { hasControlCharacters, sdpForm, tooLarge, utf8Bytes, type LegRefusal } from './sdp';

export { sdpForm } from './sdp';

/** One end of a leg. Offers are remembered by a mark of their text, not by the text. */
interface LegEnd {
  readonly participant: ParticipantId;
  /** This end's own `call_uuid`. */
  readonly call: string;
  /** Its offer that waits for an answer. */
  readonly offer: string | null;
  /** Its last answer, so that a repeat is known. */
  readonly answer: string | null;
  /** Its offers that it took back in glare and that the other end has yet to ignore. */
  readonly takenBack: number;
}

/** The media between two participants (direct-media.md, a leg). The offerer is impolite. */
export interface Leg {
  readonly state: 'open' | 'ended';
  readonly offerer: LegEnd;
  readonly answerer: LegEnd;
  /** Mark of the offer that opened it. */
  readonly opening: string;
  /** The opening offer was answered. */
  readonly answered: boolean;
  /** What the answerer sent before its answer; it follows the answer (call-rules.md 13). */
  readonly kept: readonly CandidateMessage[];
}

/** One candidate, or several at once; they arrive as they were sent. */
export type CandidateMessage = Candidate | { readonly candidates: readonly Candidate[] };

/** What an end can send on its leg. */
export type LegCommand =
  | { readonly do: 'ack'; readonly sdp: string }
  | { readonly do: 'ignore_offer' }
  | { readonly do: 'update'; readonly sdp: string }
  | { readonly do: 'new_candidate'; readonly message: CandidateMessage }
  | { readonly do: 'disconnect' };

type LegEventName =
  'new_offer' | 'new_answer' | 'update_sdp' | 'offer_ignored' | 'new_candidate' | 'peer_disconnect';

/** An event for one participant; its `call_uuid` is the receiver's own, `peer` the sender. */
export type LegEvent = {
  [Name in LegEventName]: {
    readonly to: ParticipantId;
    readonly name: Name;
    readonly data: EventData<Name>;
  };
}[LegEventName];

/** `forward`: write the leg and queue the events in this order; `repeat`: answer as the first time. */
export type LegDecision =
  | { readonly outcome: 'forward'; readonly leg: Leg; readonly events: readonly LegEvent[] }
  | { readonly outcome: 'repeat'; readonly leg: Leg }
  | LegRefusal;

/** `open`: write the new leg, and the ended one that it replaces. */
export type CallDecision =
  | {
      readonly outcome: 'open';
      readonly leg: Leg;
      readonly replaced: Leg | null;
      readonly events: readonly LegEvent[];
    }
  | { readonly outcome: 'repeat'; readonly leg: Leg }
  | LegRefusal;

/** What is needed of a participant to say who offers. */
export interface Arrival {
  /** Position of its latest `new_session` in the room's order; later is larger. */
  readonly arrived: number;
  /** Its client cannot answer offers. */
  readonly canOnlyOffer: boolean;
}

/** `calls {peer, sdp}` of one participant. */
export interface Call {
  readonly from: ParticipantId;
  readonly peer: ParticipantId;
  readonly sdp: string;
  /** Who offers, by the server's word to `from` (see {@link whoOffers}). */
  readonly offer: 'me' | 'peer';
  /** The open leg between the two, if there is one. */
  readonly existing: Leg | null;
  /** Fresh `call_uuid`s for the two ends. */
  readonly callUuids: { readonly mine: string; readonly peers: string };
}

/** The most candidate messages kept for an answer. */
const MOST_KEPT = 200;

/**
 * Who offers on the leg between `me` and `peer`: a client that can only offer, else the later
 * arrival, which a repeated `new_session` makes anew (direct-media.md).
 */
export function whoOffers(me: Arrival, peer: Arrival): 'me' | 'peer' {
  if (me.canOnlyOffer !== peer.canOnlyOffer) return me.canOnlyOffer ? 'me' : 'peer';
  return me.arrived > peer.arrived ? 'me' : 'peer';
}

/** What `calls` means: a new leg, in place of the old one after a reload. */
export function decideCall(room: Room, call: Call): CallDecision {
  const { from, peer, sdp, existing } = call;
  const barred = refusalInRoom(room, from, peer) ?? sdpForm(sdp);
  if (barred !== null) return barred;
  const mark = markOf(sdp);
  if (existing === null && call.offer === 'peer') {
    return refused('forbidden', 'On this leg the other side offers; wait for its offer.');
  }
  if (existing?.offerer.participant === from && existing.opening === mark) {
    return { outcome: 'repeat', leg: existing };
  }
  const leg: Leg = {
    state: 'open',
    offerer: { ...silentEnd(from, call.callUuids.mine), offer: mark },
    answerer: silentEnd(peer, call.callUuids.peers),
    opening: mark,
    answered: false,
    kept: [],
  };
  const offer: LegEvent = {
    to: peer,
    name: 'new_offer',
    data: { sdp, ...toEnd(leg, leg.answerer) },
  };
  if (existing === null) return { outcome: 'open', leg, replaced: null, events: [offer] };
  const replaced = disconnect(existing, from);
  return { outcome: 'open', leg, replaced: replaced.leg, events: [...replaced.events, offer] };
}

/** What a message of `from` on a leg of the room means for the other end. */
export function decideLeg(
  leg: Leg,
  room: Room,
  from: ParticipantId,
  command: LegCommand,
): LegDecision {
  if (from !== leg.offerer.participant && from !== leg.answerer.participant) {
    return refused('forbidden', 'This leg is between others.');
  }
  if (leg.state === 'ended') {
    return command.do === 'disconnect'
      ? { outcome: 'repeat', leg }
      : refused('ended', 'This leg has ended.');
  }
  if (command.do === 'disconnect') return { outcome: 'forward', ...disconnect(leg, from) };
  const ends = endsOf(leg, from);
  const barred =
    refusalInRoom(room, from, ends.other.participant) ??
    ('sdp' in command ? sdpForm(command.sdp) : null);
  if (barred !== null) return barred;
  switch (command.do) {
    case 'ack':
      return acknowledge(leg, ends, command.sdp);
    case 'ignore_offer':
      return ignoreOffer(leg, ends);
    case 'update':
      return update(leg, ends, command.sdp);
    case 'new_candidate':
      return forwardCandidates(leg, ends, command.message);
  }
}

/**
 * Ends every open leg of a participant: it left, its grace time ended, or its page has none any more
 * because `new_session` returned it again (direct-media.md). The other ends are told.
 */
export function endLegsOf(
  participant: ParticipantId,
  legs: readonly Leg[],
): { readonly ended: readonly Leg[]; readonly events: readonly LegEvent[] } {
  const ended = legs
    .filter((leg) => leg.state === 'open')
    .filter(({ offerer, answerer }) =>
      [offerer.participant, answerer.participant].includes(participant),
    )
    .map((leg) => disconnect(leg, participant));
  return { ended: ended.map(({ leg }) => leg), events: ended.flatMap(({ events }) => events) };
}

interface Ends {
  readonly mine: LegEnd;
  readonly other: LegEnd;
  /** Who offered first is impolite for the life of the leg (perfect negotiation). */
  readonly polite: boolean;
}

function endsOf(leg: Leg, from: ParticipantId): Ends {
  return from === leg.offerer.participant
    ? { mine: leg.offerer, other: leg.answerer, polite: false }
    : { mine: leg.answerer, other: leg.offerer, polite: true };
}

/** An answer to the other end's offer; in glare the polite end's own offer is taken back by it. */
function acknowledge(leg: Leg, { mine, other, polite }: Ends, sdp: string): LegDecision {
  const mark = markOf(sdp);
  if (other.offer === null) {
    return mine.answer === mark
      ? { outcome: 'repeat', leg }
      : refused('forbidden', 'There is no offer to answer on this leg.');
  }
  const glare = mine.offer !== null;
  if (glare && !polite) {
    return refused('forbidden', 'Both offered and yours stands: ignore the other offer.');
  }
  const next = withEnds(
    leg,
    {
      ...mine,
      offer: null,
      answer: mark,
      takenBack: mine.takenBack + (glare ? 1 : 0),
    },
    { ...other, offer: null },
  );
  const address = toEnd(leg, other);
  const events: LegEvent[] = [
    { to: other.participant, name: 'new_answer', data: { sdp, ...address } },
    ...leg.kept.map((message) => candidateEvent(leg, other, message)),
  ];
  return { outcome: 'forward', leg: { ...next, answered: true, kept: [] }, events };
}

function ignoreOffer(leg: Leg, { mine, other, polite }: Ends): LegDecision {
  if (polite) return refused('forbidden', 'Both offered and the other offer stands: answer it.');
  if (other.takenBack > 0) {
    // Its sender took the offer back already and may have made another: the word comes too late.
    const next = withEnds(leg, mine, { ...other, takenBack: other.takenBack - 1 });
    return { outcome: 'forward', leg: next, events: [] };
  }
  if (other.offer === null) return refused('forbidden', 'There is no offer to ignore on this leg.');
  return {
    outcome: 'forward',
    leg: withEnds(leg, mine, { ...other, offer: null }),
    events: [{ to: other.participant, name: 'offer_ignored', data: toEnd(leg, other) }],
  };
}

function update(leg: Leg, { mine, other }: Ends, sdp: string): LegDecision {
  const mark = markOf(sdp);
  if (mine.offer === mark) return { outcome: 'repeat', leg };
  if (mine.offer !== null) {
    return refused('forbidden', 'Your last offer on this leg is not answered yet.');
  }
  if (!leg.answered) return refused('forbidden', 'Answer the offer that opened this leg first.');
  return {
    outcome: 'forward',
    leg: withEnds(leg, { ...mine, offer: mark }, other),
    events: [{ to: other.participant, name: 'update_sdp', data: { sdp, ...toEnd(leg, other) } }],
  };
}

function forwardCandidates(leg: Leg, ends: Ends, message: CandidateMessage): LegDecision {
  if (utf8Bytes(JSON.stringify(message)) > legMessageBytes) return tooLarge;
  const texts = ('candidates' in message ? message.candidates : [message]).flatMap(
    ({ candidate, mid, ufrag }) => [candidate, mid ?? '', ufrag ?? ''],
  );
  if (texts.some(hasControlCharacters)) {
    return refused('bad_request', 'This is not a candidate: it has control characters.');
  }
  if (leg.answered || !ends.polite) {
    return { outcome: 'forward', leg, events: [candidateEvent(leg, ends.other, message)] };
  }
  if (leg.kept.length >= MOST_KEPT) {
    return refused('too_many', 'Too many candidates before the answer.');
  }
  return { outcome: 'forward', leg: { ...leg, kept: [...leg.kept, message] }, events: [] };
}

function disconnect(
  leg: Leg,
  from: ParticipantId,
): { readonly leg: Leg; readonly events: readonly LegEvent[] } {
  const { other } = endsOf(leg, from);
  return {
    leg: { ...leg, state: 'ended', kept: [] },
    events: [{ to: other.participant, name: 'peer_disconnect', data: toEnd(leg, other) }],
  };
}

/** Only who is in the room signals, to who is in: nobody else has answered (call-rules.md, consent). */
function refusalInRoom(room: Room, from: ParticipantId, to: ParticipantId): LegRefusal | null {
  const permission = maySignal(room, from, to);
  if (permission.allowed) return null;
  return permission.reason === 'ended'
    ? refused('ended', 'This call has ended.')
    : refused(
        permission.reason,
        'Only participants of this call may signal, and only to each other.',
      );
}

function withEnds(leg: Leg, mine: LegEnd, other: LegEnd): Leg {
  return mine.participant === leg.offerer.participant
    ? { ...leg, offerer: mine, answerer: other }
    : { ...leg, offerer: other, answerer: mine };
}

function silentEnd(participant: ParticipantId, call: string): LegEnd {
  return { participant, call, offer: null, answer: null, takenBack: 0 };
}

/** How a receiver is told which leg is meant. */
function toEnd(leg: Leg, receiver: LegEnd): { peer: string; call_uuid: string } {
  const sender = receiver === leg.offerer ? leg.answerer : leg.offerer;
  return { peer: sender.participant, call_uuid: receiver.call };
}

function candidateEvent(leg: Leg, receiver: LegEnd, message: CandidateMessage): LegEvent {
  const data = 'candidates' in message ? { candidates: [...message.candidates] } : { ...message };
  return {
    to: receiver.participant,
    name: 'new_candidate',
    data: { ...data, ...toEnd(leg, receiver) },
  };
}

function refused(reason: LegRefusal['reason'], text: string): LegRefusal {
  return { outcome: 'refused', reason, text };
}

/** Tells a repeat from another text: length and FNV-1a, 32 bits. Guards nothing. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return `${text.length}:${hash.toString(16)}`;
}
