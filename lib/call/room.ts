import type { EndCause, Reason, RefusedBecause } from '@/lib/platform/reasons';
import type { ParticipantId } from './identity';
import type { FinalState } from './invitation';
import { mayDial, mayEnd, mayHost, type Permission } from './room-permissions';
import { capacity, memberOf, present, type Joiner, type Member, type Room } from './room-state';

export * from './room-permissions';
export * from './room-state';

/** So many wait at most: more than a host can look through, and no flood of strangers at the door. */
export const mostWaiting = 100;

/** How an invitation ends that nobody answered. */
export type Unanswered = Exclude<FinalState, 'accepted'>;

/** What can happen to a room. `by` is the participant that asks. */
export type RoomCommand =
  /** By the room's address. */
  | { readonly do: 'join'; readonly joiner: Joiner }
  /** By accepting one of its ringing invitations. */
  | { readonly do: 'accept'; readonly joiner: Joiner }
  /** An invitation into it begins to ring. */
  | { readonly do: 'invite' }
  /** One of its ringing invitations ended without an answer. */
  | { readonly do: 'invitation_over'; readonly state: Unanswered }
  | { readonly do: 'leave'; readonly participant: ParticipantId; readonly cause: EndCause }
  /** A member's media flows through LiveKit (`state {engine: "livekit"}`, direct-media.md). */
  | { readonly do: 'flows_through_livekit'; readonly participant: ParticipantId }
  /** `dial` turns a point-to-point room into a meeting for good. */
  | { readonly do: 'promote'; readonly by: ParticipantId }
  | { readonly do: 'end'; readonly by: ParticipantId }
  /** The server ends it: the winner stayed silent, an account was closed. */
  | { readonly do: 'give_up'; readonly cause: EndCause }
  | { readonly do: 'lock' | 'unlock'; readonly by: ParticipantId }
  | { readonly do: 'mute_guests' | 'unmute_guests'; readonly by: ParticipantId }
  | {
      readonly do: 'admit' | 'remove' | 'mute' | 'unmute';
      readonly by: ParticipantId;
      readonly participant: ParticipantId;
    }
  | {
      readonly do: 'set_role';
      readonly by: ParticipantId;
      readonly participant: ParticipantId;
      readonly role: Member['role'];
    };

/** Why somebody's time in a room is over: the platform's reason, and what exactly happened. */
export interface Ending {
  readonly reason: Reason;
  /** Null when an invitation's end is the whole story (`rejected`, `busy`, …). */
  readonly cause: EndCause | null;
}

/** What the people in a room must be told. */
export type RoomEvent =
  | { readonly event: 'participant_joined'; readonly participant: ParticipantId }
  /** It stands in the waiting room; hosts are told. */
  | { readonly event: 'participant_waits'; readonly participant: ParticipantId }
  | { readonly event: 'participant_updated'; readonly participant: ParticipantId }
  | ({
      readonly event: 'participant_left';
      readonly participant: ParticipantId;
    } & Ending)
  /** Kind, lock or muting of guests changed. */
  | { readonly event: 'room_updated' }
  /** Media goes to LiveKit, since legs cannot carry the one who comes; the legs stay until it flows there (direct-media.md, `media_change`). */
  | { readonly event: 'engine_changes'; readonly because: ParticipantId }
  /** Everybody's media flows through LiveKit: the legs end (`media_changed`). */
  | { readonly event: 'engine_changed' }
  /** `remaining` are told that it is over; what rings is cancelled when `cancelRinging`. */
  | ({
      readonly event: 'room_ended';
      readonly remaining: readonly ParticipantId[];
      readonly cancelRinging: boolean;
    } & Ending);

/** `changed`: write and tell; `repeat`: nothing new, answer as the first time; `refused`: say why. */
export type RoomDecision =
  | { readonly outcome: 'changed'; readonly room: Room; readonly events: readonly RoomEvent[] }
  | { readonly outcome: 'repeat'; readonly room: Room }
  | {
      readonly outcome: 'refused';
      readonly reason: Reason;
      readonly because?: RefusedBecause;
      readonly room: Room;
    };

/** The platform's reason for what exactly ended somebody's time in a room (platform-api.md 4). */
export function reasonOf(cause: EndCause): Reason {
  switch (cause) {
    case 'hung_up':
    case 'host_ended':
    case 'removed':
    case 'account_closed':
      return 'ended';
    case 'replaced':
    case 'moved':
      return 'replaced';
    case 'connection_lost':
    case 'silent':
    case 'failed':
      return 'failed';
  }
}

/** What a command does to a room at `now` (ms since the epoch). Pure; run it inside the transaction. */
export function decideRoom(room: Room, command: RoomCommand, now: number): RoomDecision {
  if (room.state.state === 'ended') return decideEnded(room, room.state.reason, command);
  switch (command.do) {
    case 'join':
      return join(room, command.joiner);
    case 'accept':
      return accept(room, command.joiner);
    case 'invite':
      return { outcome: 'changed', room: { ...room, ringing: room.ringing + 1 }, events: [] };
    case 'invitation_over':
      return invitationOver(room, command.state, now);
    case 'leave':
      return leave(room, command.participant, command.cause, now);
    case 'flows_through_livekit':
      return flowsThroughLiveKit(room, command.participant);
    case 'give_up':
      return end(room, endingBy(command.cause), [], now);
    default:
      return decideAsked(room, command, now);
  }
}

type Asked = Extract<RoomCommand, { readonly by: ParticipantId }>;

/** What a participant asks for, and may only if the room lets it. */
function decideAsked(room: Room, command: Asked, now: number): RoomDecision {
  const permission = permissionFor(room, command);
  if (!permission.allowed) {
    const { reason, because } = permission;
    return { outcome: 'refused', reason, ...(because === undefined ? {} : { because }), room };
  }
  switch (command.do) {
    case 'promote':
      return promote(room);
    case 'end':
      return end(room, endingBy(room.kind === 'gateway' ? 'hung_up' : 'host_ended'), [], now);
    case 'lock':
    case 'unlock':
      return lock(room, command.do === 'lock');
    case 'mute_guests':
    case 'unmute_guests':
      return muteGuests(room, command.do === 'mute_guests');
    case 'admit':
      return withMember(room, command.participant, (member) => admit(room, member));
    case 'remove':
      return withMember(room, command.participant, (member) =>
        leave(room, member.id, 'removed', now),
      );
    case 'mute':
    case 'unmute':
      return withMember(room, command.participant, (member) =>
        updateMember(room, member, { ...member, muted: command.do === 'mute' }),
      );
    case 'set_role':
      return withMember(room, command.participant, (member) =>
        updateMember(room, member, { ...member, role: command.role }),
      );
  }
}

function permissionFor(room: Room, command: Asked): Permission {
  if (command.do === 'promote') return mayDial(room, command.by);
  if (command.do === 'end') return mayEnd(room, command.by);
  return mayHost(room, command.by);
}

/** Leaving and ending what has ended are repeats; everything else comes too late. */
function decideEnded(room: Room, reason: Reason, command: RoomCommand): RoomDecision {
  switch (command.do) {
    case 'leave':
    case 'end':
    case 'give_up':
    case 'invitation_over':
      return { outcome: 'repeat', room };
    case 'accept':
      return { outcome: 'refused', reason, room };
    default:
      return { outcome: 'refused', reason: 'ended', room };
  }
}

function join(room: Room, joiner: Joiner): RoomDecision {
  if (room.members.some((member) => member.id === joiner.id)) return { outcome: 'repeat', room };
  // A point-to-point room is entered by its one invitation alone.
  if (room.kind === 'gateway') return { outcome: 'refused', reason: 'forbidden', room };
  if (room.encrypted && joiner.hasKey !== true) {
    return { outcome: 'refused', reason: 'forbidden', because: 'no_key', room };
  }
  const member = memberOf(room, joiner);
  const goesIn = member.role === 'host' || !(room.locked || room.waitingRoom);
  if (goesIn) return enter(room, member);
  if (!joiner.canWait) return { outcome: 'refused', reason: 'locked', room };
  const waiting = room.members.length - present(room).length;
  if (waiting >= mostWaiting) return { outcome: 'refused', reason: 'full', room };
  return {
    outcome: 'changed',
    room: { ...room, members: [...room.members, { ...member, waiting: true }] },
    events: [{ event: 'participant_waits', participant: member.id }],
  };
}

/** Whoever was rung is admitted, locked or not. */
function accept(room: Room, joiner: Joiner): RoomDecision {
  if (room.members.some((member) => member.id === joiner.id)) return { outcome: 'repeat', room };
  if (room.ringing === 0) return { outcome: 'refused', reason: 'forbidden', room };
  const entered = enter({ ...room, ringing: room.ringing - 1 }, memberOf(room, joiner));
  return entered.outcome === 'refused' ? { ...entered, room } : entered;
}

function enter(room: Room, member: Member): RoomDecision {
  const inside = [...present(room), member];
  const joined: RoomEvent = { event: 'participant_joined', participant: member.id };
  const next = { ...room, members: [...room.members, member] };
  if (room.engine === 'direct' && inside.length <= capacity(inside)) {
    return { outcome: 'changed', room: next, events: [joined] };
  }
  // Legs do not carry them all: LiveKit does, if everybody's client has it.
  const everyoneMay = inside.every(({ livekit }) => livekit !== undefined);
  if (!everyoneMay || (room.engine === 'direct' && room.liveKitAtHand === 'none')) {
    return { outcome: 'refused', reason: 'full', room };
  }
  if (room.engine !== 'direct') return { outcome: 'changed', room: next, events: [joined] };
  if (room.liveKitAtHand === 'down') return { outcome: 'refused', reason: 'unavailable', room };
  return {
    outcome: 'changed',
    room: { ...next, engine: 'changing' },
    events: [{ event: 'engine_changes', because: member.id }, joined],
  };
}

function flowsThroughLiveKit(room: Room, participant: ParticipantId): RoomDecision {
  const member = room.members.find(({ id }) => id === participant);
  if (room.engine !== 'changing' || member?.livekit === undefined)
    return { outcome: 'repeat', room };
  const members = room.members.map((one): Member =>
    one === member ? { ...one, livekit: 'flows' } : one,
  );
  return withEngineSettled({ outcome: 'changed', room: { ...room, members }, events: [] });
}

/** The legs are needed no more once everybody who is in has its media on LiveKit. */
function withEngineSettled(decision: RoomDecision): RoomDecision {
  const { room } = decision;
  if (decision.outcome !== 'changed' || room.engine !== 'changing') return decision;
  if (room.state.state === 'ended') return decision;
  if (!present(room).every(({ livekit }) => livekit === 'flows')) return decision;
  return {
    ...decision,
    room: { ...room, engine: 'livekit' },
    events: [...decision.events, { event: 'engine_changed' }],
  };
}

function invitationOver(room: Room, state: Unanswered, now: number): RoomDecision {
  if (room.ringing === 0) return { outcome: 'repeat', room };
  return settle({ ...room, ringing: room.ringing - 1 }, [], { reason: state, cause: null }, now);
}

function leave(room: Room, participant: ParticipantId, cause: EndCause, now: number): RoomDecision {
  const member = room.members.find((one) => one.id === participant);
  if (member === undefined) return { outcome: 'repeat', room };
  const next = { ...room, members: room.members.filter((one) => one !== member) };
  const ending = endingBy(cause);
  const left: RoomEvent = { event: 'participant_left', participant, ...ending };
  if (room.kind === 'conference') return withEngineSettled(settle(next, [left], ending, now));
  const cancels = cause === 'hung_up' && present(room).length === 1;
  return end(next, cancels ? { reason: 'cancelled', cause } : ending, [left], now);
}

function endingBy(cause: EndCause): Ending {
  return { reason: reasonOf(cause), cause };
}

/**
 * Ends a room in which nobody is left to talk to. Whoever waits in a waiting room waits on: its host may still
 * come, or come back.
 */
function settle(
  room: Room,
  events: readonly RoomEvent[],
  ending: Ending,
  now: number,
): RoomDecision {
  const inside = present(room).length;
  const alone = inside === 1 && room.ringing === 0 && (room.kind === 'gateway' || room.grew);
  const empty = inside === 0 && !(room.waitingRoom && room.members.length > 0);
  if (empty || alone) return end(room, ending, events, now);
  return { outcome: 'changed', room, events };
}

function end(room: Room, ending: Ending, events: readonly RoomEvent[], now: number): RoomDecision {
  return {
    outcome: 'changed',
    room: { ...room, state: { state: 'ended', ...ending, at: now }, members: [], ringing: 0 },
    events: [
      ...events,
      {
        event: 'room_ended',
        ...ending,
        remaining: room.members.map((member) => member.id),
        cancelRinging: room.ringing > 0,
      },
    ],
  };
}

function promote(room: Room): RoomDecision {
  if (room.kind === 'conference') return { outcome: 'repeat', room };
  const members = room.members.map((member): Member => ({
    ...member,
    role: member.id === room.caller ? 'host' : 'guest',
  }));
  return {
    outcome: 'changed',
    room: { ...room, kind: 'conference', grew: true, members },
    events: [{ event: 'room_updated' }, ...members.map(updated)],
  };
}

function lock(room: Room, locked: boolean): RoomDecision {
  if (room.locked === locked) return { outcome: 'repeat', room };
  return {
    outcome: 'changed',
    room: { ...room, locked },
    events: [{ event: 'room_updated' }],
  };
}

function muteGuests(room: Room, guestsMuted: boolean): RoomDecision {
  const concerned = (member: Member) => member.role === 'guest' && member.muted !== guestsMuted;
  const guests = room.members.filter(concerned);
  if (room.guestsMuted === guestsMuted && guests.length === 0) return { outcome: 'repeat', room };
  const members = room.members.map((member) =>
    concerned(member) ? { ...member, muted: guestsMuted } : member,
  );
  return {
    outcome: 'changed',
    room: { ...room, guestsMuted, members },
    events: [{ event: 'room_updated' }, ...guests.map(updated)],
  };
}

function withMember(
  room: Room,
  participant: ParticipantId,
  act: (member: Member) => RoomDecision,
): RoomDecision {
  const member = room.members.find((one) => one.id === participant);
  return member === undefined ? { outcome: 'refused', reason: 'not_found', room } : act(member);
}

function admit(room: Room, member: Member): RoomDecision {
  if (!member.waiting) return { outcome: 'repeat', room };
  const others = room.members.filter((one) => one !== member);
  const entered = enter({ ...room, members: others }, { ...member, waiting: false });
  return entered.outcome === 'refused' ? { ...entered, room } : entered;
}

function updateMember(room: Room, member: Member, next: Member): RoomDecision {
  if (next.muted === member.muted && next.role === member.role) return { outcome: 'repeat', room };
  return {
    outcome: 'changed',
    room: { ...room, members: room.members.map((one) => (one === member ? next : one)) },
    events: [updated(member)],
  };
}

function updated(member: Member): RoomEvent {
  return { event: 'participant_updated', participant: member.id };
}
