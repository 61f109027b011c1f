import type { EndCause, Reason } from '@/lib/platform/reasons';
import type { ParticipantId } from './identity';
import { mayDial, mayEnd, mayHost, type Permission } from './room-permissions';
import {
  cannotEncrypt,
  capacity,
  memberOf,
  present,
  type Joiner,
  type Member,
  type Room,
} from './room-state';
import {
  reasonOf,
  type Ending,
  type RoomCommand,
  type RoomDecision,
  type RoomEvent,
  type Unanswered,
} from './room-steps';

export * from './room-permissions';
export * from './room-state';
export * from './room-steps';

/** So many wait at most: more than a host can look through, and no flood of strangers at the door. */
export const mostWaiting = 100;

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
      return withMember(room, command.participant, (member) => admit(room, member, now));
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
  const entered = enter(room, member);
  // Whose browser cannot take part hears so before it waits.
  if (goesIn || lacksEncryption(entered)) return entered;
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
  if (cannotEncrypt(room, member)) {
    return { outcome: 'refused', reason: 'forbidden', because: 'cannot_encrypt', room };
  }
  const unable = present(room).filter((one) => cannotEncrypt(room, one));
  if (unable.length > 0) return enterWithout(unable, room, member);
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

/** Nobody keeps an encrypted meeting small: whoever is in and cannot encrypt for LiveKit makes way. */
function enterWithout(unable: readonly Member[], room: Room, member: Member): RoomDecision {
  if (room.liveKitAtHand === 'down') return { outcome: 'refused', reason: 'unavailable', room };
  const members = room.members.filter((one) => !unable.includes(one));
  const entered = enter({ ...room, members }, member);
  if (entered.outcome !== 'changed') return { ...entered, room };
  const leaving = unable.map(({ id }): RoomEvent => ({
    event: 'participant_left',
    participant: id,
    ...endingBy('cannot_encrypt'),
  }));
  return { ...entered, events: [...leaving, ...entered.events] };
}

function lacksEncryption(decision: RoomDecision): boolean {
  return decision.outcome === 'refused' && decision.because === 'cannot_encrypt';
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

function admit(room: Room, member: Member, now: number): RoomDecision {
  if (!member.waiting) return { outcome: 'repeat', room };
  const others = room.members.filter((one) => one !== member);
  const entered = enter({ ...room, members: others }, { ...member, waiting: false });
  // The meeting grew meanwhile: it is told why it cannot come in, and waits no longer.
  if (lacksEncryption(entered)) return leave(room, member.id, 'cannot_encrypt', now);
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
