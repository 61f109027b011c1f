import type { Reason, RefusedBecause } from '@/lib/platform/reasons';
import type { ParticipantId } from './identity';
import type { Invitation } from './invitation';
import { capacity, present, type Member, type Room } from './room-state';

/** Whether somebody may do something, and the refusal's reason. */
export type Permission =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: Reason; readonly because?: RefusedBecause };

/**
 * Whether a participant may ring another address into the room: anyone in a point-to-point room,
 * host and members of a meeting unless it is locked (then the host), all with an account; nobody into an
 * encrypted meeting.
 */
export function mayDial(room: Room, participant: ParticipantId): Permission {
  const here = isInside(room, participant);
  if (!here.allowed) return here;
  const member = memberNamed(room, participant);
  if (member?.account === null) return no('forbidden');
  // Who is rung has the address and not the link, which alone carries the key.
  if (room.encrypted) return { ...no('forbidden'), because: 'no_key' };
  if (room.locked && member?.role !== 'host') return no('locked');
  // Who is rung must find a place when answering.
  const inside = present(room);
  if (room.engine === 'direct' && inside.length + room.ringing < capacity(inside)) return yes;
  if (!inside.every(({ livekit }) => livekit !== undefined)) return no('full');
  if (room.engine !== 'direct' || room.liveKitAtHand === 'ready') return yes;
  return no(room.liveKitAtHand === 'down' ? 'unavailable' : 'full');
}

/** Only the caller cancels a call; in a meeting the inviter or a host (call-rules.md, the model). */
export function mayCancel(
  room: Room,
  invitation: Pick<Invitation, 'inviter'>,
  participant: ParticipantId,
): Permission {
  if (invitation.inviter === participant) return yes;
  return room.kind === 'conference' ? mayHost(room, participant) : no('forbidden');
}

/** Whether a participant has a host's controls: lock, mute others, admit, remove, roles. */
export function mayHost(room: Room, participant: ParticipantId): Permission {
  const inside = isInside(room, participant);
  if (!inside.allowed) return inside;
  const isHost = memberNamed(room, participant)?.role === 'host';
  return room.kind === 'conference' && isHost ? yes : no('forbidden');
}

/** Whether a participant may end it for all: either side of a call, the host of a meeting. */
export function mayEnd(room: Room, participant: ParticipantId): Permission {
  return room.kind === 'gateway' ? isInside(room, participant) : mayHost(room, participant);
}

/** Whether a participant may signal to another: both are in, neither waits (direct-media.md). */
export function maySignal(room: Room, from: ParticipantId, to: ParticipantId): Permission {
  if (from === to) return no('forbidden');
  const sender = isInside(room, from);
  return sender.allowed ? isInside(room, to) : sender;
}

/**
 * Whether a participant may share its screen now: whoever is in, one at a time unless the room's setting lets
 * several. Whoever shares already may go on, but keeps nobody from it while away (`givesWay`).
 */
export function mayShareScreen(room: Room, participant: ParticipantId): Permission {
  const inside = isInside(room, participant);
  if (!inside.allowed || room.shares === 'several') return inside;
  const another = present(room).some(
    ({ id, sharesScreen, away }) => sharesScreen === true && away !== true && id !== participant,
  );
  return another ? { ...no('forbidden'), because: 'screen_taken' } : yes;
}

/** Whose screen is shared no longer once another takes its place: one at a time, and its page may be gone. */
export function givesWay(room: Room, participant: ParticipantId): readonly ParticipantId[] {
  if (room.shares === 'several') return [];
  return present(room)
    .filter(({ id, sharesScreen }) => sharesScreen === true && id !== participant)
    .map(({ id }) => id);
}

const yes: Permission = { allowed: true };

function no(reason: Reason): Extract<Permission, { allowed: false }> {
  return { allowed: false, reason };
}

function isInside(room: Room, participant: ParticipantId): Permission {
  if (room.state.state === 'ended') return no('ended');
  return memberNamed(room, participant) === undefined ? no('forbidden') : yes;
}

function memberNamed(room: Room, participant: ParticipantId): Member | undefined {
  return present(room).find((member) => member.id === participant);
}
