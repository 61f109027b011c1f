import type { Invitation } from '@/lib/call/invitation';
import type { Joiner, Room } from '@/lib/call/room';
import { decideRoom, openGateway, openMeeting } from '@/lib/call/room';

/** When everything in these tests begins, ms since the epoch. */
export const START = 1_800_000_000_000;

/** Alice (1) calls Bob (2): it rings until START + 45 s. */
export function ringingInvitation(change: Partial<Invitation> = {}): Invitation {
  return {
    id: 'invitation',
    room: 'room',
    caller: 1,
    callee: 2,
    inviter: 'alice',
    kind: 'gateway',
    callType: 'video',
    placedAt: START,
    deadline: START + 45_000,
    waiting: false,
    status: { state: 'ringing', heard: false, answering: false },
    ...change,
  };
}

/** Somebody who comes in; our pages hold legs with three others. */
export function joiner(id: string, change: Partial<Joiner> = {}): Joiner {
  return { id, account: 1, role: 'guest', maxPeers: 3, canWait: true, ...change };
}

/** A room after commands that must all change it. */
export function after(room: Room, ...commands: Parameters<typeof decideRoom>[1][]): Room {
  return commands.reduce((present, command) => {
    const decision = decideRoom(present, command, START);
    if (decision.outcome !== 'changed') throw new Error(`${command.do}: ${decision.outcome}`);
    return decision.room;
  }, room);
}

/** Alice's point-to-point room while Bob rings. */
export function ringingRoom(): Room {
  return after(openGateway('room', joiner('alice')), { do: 'invite' });
}

/** Alice and Bob talk. */
export function answeredRoom(): Room {
  return after(ringingRoom(), { do: 'accept', joiner: joiner('bob', { account: 2 }) });
}

/** A meeting of account 1, with its host in and guests after it. */
export function meeting(...guests: string[]): Room {
  return after(
    openMeeting('room', 1, joiner('host')),
    ...guests.map((id) => ({ do: 'join' as const, joiner: joiner(id, { account: 2 }) })),
  );
}
