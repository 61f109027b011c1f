import { describe, expect, it } from 'vitest';
import {
  capacity,
  decideRoom,
  mayCancel,
  mayDial,
  mayEnd,
  mayHost,
  maySignal,
  openGateway,
  openMeeting,
  present,
  reasonOf,
  type Room,
  type RoomCommand,
} from '@/lib/call/room';
import { endCauses } from '@/lib/platform/reasons';
import { after, answeredRoom, joiner, meeting, ringingRoom, START } from './examples';

const yes = { allowed: true };
const no = (reason: string) => ({ allowed: false, reason });

function ended(room: Room, command: RoomCommand) {
  const decision = decideRoom(room, command, START);
  if (decision.outcome !== 'changed') throw new Error(decision.outcome);
  expect(decision.room.state.state).toBe('ended');
  expect(decision.room.members).toEqual([]);
  return { state: decision.room.state, event: decision.events.at(-1), events: decision.events };
}

function refusal(room: Room, command: RoomCommand): string {
  const decision = decideRoom(room, command, START);
  expect(decision.room).toBe(room);
  return decision.outcome === 'refused' ? decision.reason : decision.outcome;
}

/** Alice and Bob talk, Alice dials Carol, who answers. */
function grownRoom(): Room {
  return after(
    answeredRoom(),
    { do: 'promote', by: 'alice' },
    { do: 'invite' },
    { do: 'accept', joiner: joiner('carol', { account: 3 }) },
  );
}

describe('a point-to-point call', () => {
  it.each(['alice', 'bob'])('ends when %s leaves', (who) => {
    const { event, events } = ended(answeredRoom(), {
      do: 'leave',
      participant: who,
      cause: 'hung_up',
    });
    expect(events).toContainEqual({
      event: 'participant_left',
      participant: who,
      reason: 'ended',
      cause: 'hung_up',
    });
    expect(event).toEqual({
      event: 'room_ended',
      reason: 'ended',
      cause: 'hung_up',
      remaining: [who === 'alice' ? 'bob' : 'alice'],
      cancelRinging: false,
    });
  });

  it('the caller who hangs up while it rings cancels', () => {
    const { event } = ended(ringingRoom(), { do: 'leave', participant: 'alice', cause: 'hung_up' });
    expect(event).toMatchObject({ reason: 'cancelled', cancelRinging: true, remaining: [] });
  });

  it.each(['rejected', 'missed', 'busy', 'unreachable', 'failed', 'cancelled'] as const)(
    'ends when its invitation is %s, and the caller is told',
    (state) => {
      const { event } = ended(ringingRoom(), { do: 'invitation_over', state });
      expect(event).toMatchObject({ reason: state, cause: null, remaining: ['alice'] });
    },
  );

  it('is entered by its invitation alone', () => {
    expect(refusal(ringingRoom(), { do: 'join', joiner: joiner('eve') })).toBe('forbidden');
    expect(refusal(answeredRoom(), { do: 'accept', joiner: joiner('eve') })).toBe('forbidden');
  });

  it('fits two whatever their clients hold', () => {
    const room = after(openGateway('room', { id: 'alice', account: 1, role: 'guest' }), {
      do: 'invite',
    });
    const bob = { id: 'bob', account: 2, role: 'guest', canWait: false } as const;
    expect(present(after(room, { do: 'accept', joiner: bob })).length).toBe(2);
  });

  it('ends for both when either ends it', () => {
    expect(ended(answeredRoom(), { do: 'end', by: 'bob' }).event).toMatchObject({
      cause: 'hung_up',
      remaining: ['alice', 'bob'],
    });
  });

  it('ends with a cause when its winner stayed silent (rule 15)', () => {
    expect(ended(answeredRoom(), { do: 'give_up', cause: 'silent' }).event).toMatchObject({
      reason: 'failed',
      cause: 'silent',
    });
  });

  it('has no host', () => {
    expect(mayHost(answeredRoom(), 'alice')).toEqual(no('forbidden'));
    expect(refusal(answeredRoom(), { do: 'lock', by: 'alice' })).toBe('forbidden');
  });
});

describe('dial', () => {
  it('turns a call into a meeting for good, the caller its host', () => {
    const room = after(answeredRoom(), { do: 'promote', by: 'bob' });
    expect(room).toMatchObject({ kind: 'conference', grew: true, host: 1 });
    expect(room.members.map(({ id, role }) => [id, role])).toEqual([
      ['alice', 'host'],
      ['bob', 'guest'],
    ]);
    expect(decideRoom(room, { do: 'promote', by: 'alice' }, START).outcome).toBe('repeat');
  });

  it('a room that grew ends with one left and nothing ringing', () => {
    const two = after(grownRoom(), { do: 'leave', participant: 'alice', cause: 'hung_up' });
    expect(ended(two, { do: 'leave', participant: 'bob', cause: 'hung_up' }).event).toMatchObject({
      remaining: ['carol'],
    });
  });

  it('a room that grew waits for who rings, and ends when nobody comes', () => {
    const alone = after(
      answeredRoom(),
      { do: 'promote', by: 'alice' },
      { do: 'invite' },
      { do: 'leave', participant: 'bob', cause: 'hung_up' },
    );
    expect(ended(alone, { do: 'invitation_over', state: 'missed' }).event).toMatchObject({
      reason: 'missed',
      remaining: ['alice'],
    });
  });

  it('before the first answer keeps the call ringing', () => {
    const room = after(ringingRoom(), { do: 'promote', by: 'alice' }, { do: 'invite' });
    const rejected = after(room, { do: 'invitation_over', state: 'rejected' });
    expect(rejected.state.state).toBe('open');
    expect(present(after(rejected, { do: 'accept', joiner: joiner('carol') })).length).toBe(2);
  });

  it('is for whoever is in a call with an account', () => {
    expect(mayDial(answeredRoom(), 'alice')).toEqual(yes);
    expect(mayDial(answeredRoom(), 'bob')).toEqual(yes);
    expect(mayDial(answeredRoom(), 'eve')).toEqual(no('forbidden'));
    const guest = after(meeting(), { do: 'join', joiner: joiner('guest', { account: null }) });
    expect(mayDial(guest, 'guest')).toEqual(no('forbidden'));
  });

  it('is the host’s alone while a meeting is locked', () => {
    const locked = after(meeting('bob'), { do: 'lock', by: 'host' });
    expect(mayDial(locked, 'bob')).toEqual(no('locked'));
    expect(mayDial(locked, 'host')).toEqual(yes);
  });

  it('rings nobody for whom there is no place', () => {
    const three = after(meeting('bob', 'carol'), { do: 'invite' });
    expect(mayDial(three, 'host')).toEqual(no('full'));
    expect(refusal(three, { do: 'promote', by: 'host' })).toBe('full');
  });
});

describe('a meeting', () => {
  it('goes on with one left and ends with the last', () => {
    const one = after(meeting('bob'), { do: 'leave', participant: 'host', cause: 'hung_up' });
    expect(one.state.state).toBe('open');
    const { event } = ended(one, { do: 'leave', participant: 'bob', cause: 'connection_lost' });
    expect(event).toMatchObject({ reason: 'failed', cause: 'connection_lost' });
  });

  it('ends with the last even if somebody still rings, and cancels that', () => {
    const room = after(meeting(), { do: 'invite' });
    const { event } = ended(room, { do: 'leave', participant: 'host', cause: 'hung_up' });
    expect(event).toMatchObject({ cancelRinging: true });
  });

  it('ends for all when the host ends it, for nobody when a guest tries', () => {
    const room = meeting('bob', 'carol');
    expect(refusal(room, { do: 'end', by: 'bob' })).toBe('forbidden');
    expect(ended(room, { do: 'end', by: 'host' }).event).toMatchObject({
      cause: 'host_ended',
      remaining: ['host', 'bob', 'carol'],
    });
  });

  it('is full at its smallest max_peers; absent counts as 1', () => {
    expect(capacity([{ maxPeers: 3 }, { maxPeers: 2 }])).toBe(3);
    expect(capacity([{ maxPeers: 3 }, {}])).toBe(2);
    const four = meeting('bob', 'carol', 'dave');
    expect(refusal(four, { do: 'join', joiner: joiner('eve') })).toBe('full');
    const old = { id: 'old', account: 5, role: 'guest', canWait: false } as const;
    expect(refusal(meeting('bob'), { do: 'join', joiner: old })).toBe('full');
    const withOld = after(openMeeting('room', 1, joiner('host')), { do: 'join', joiner: old });
    expect(refusal(withOld, { do: 'join', joiner: joiner('carol') })).toBe('full');
  });

  it('knows its owner as host whenever the owner comes', () => {
    const room = after(openMeeting('room', 9, joiner('bob', { account: 2 })), {
      do: 'join',
      joiner: joiner('owner', { account: 9 }),
    });
    expect(mayHost(room, 'bob')).toEqual(no('forbidden'));
    expect(mayHost(room, 'owner')).toEqual(yes);
  });

  it('joining again is the same participant', () => {
    const room = meeting('bob');
    expect(refusal(room, { do: 'join', joiner: joiner('bob') })).toBe('repeat');
    expect(refusal(room, { do: 'leave', participant: 'eve', cause: 'hung_up' })).toBe('repeat');
  });
});

describe('a locked meeting', () => {
  const locked = () => after(meeting('bob'), { do: 'lock', by: 'host' });
  const waiting = () => after(locked(), { do: 'join', joiner: joiner('carol', { account: 3 }) });

  it('lets a guest wait whose client can, and refuses the others in words', () => {
    expect(present(waiting()).map(({ id }) => id)).toEqual(['host', 'bob']);
    const old = { do: 'join', joiner: joiner('old', { account: 5, canWait: false }) } as const;
    expect(refusal(locked(), old)).toBe('locked');
  });

  it('who waits may do nothing, until the host admits', () => {
    const room = waiting();
    expect(maySignal(room, 'carol', 'bob')).toEqual(no('forbidden'));
    expect(maySignal(room, 'bob', 'carol')).toEqual(no('forbidden'));
    expect(mayDial(room, 'carol')).toEqual(no('forbidden'));
    expect(refusal(room, { do: 'admit', by: 'bob', participant: 'carol' })).toBe('forbidden');
    const admitted = after(room, { do: 'admit', by: 'host', participant: 'carol' });
    expect(maySignal(admitted, 'carol', 'bob')).toEqual(yes);
  });

  it('admits nobody beyond its capacity', () => {
    const room = after(
      waiting(),
      { do: 'unlock', by: 'host' },
      { do: 'join', joiner: joiner('dave') },
      { do: 'join', joiner: joiner('erin') },
    );
    expect(refusal(room, { do: 'admit', by: 'host', participant: 'carol' })).toBe('full');
  });

  it('lets in whoever was rung, and its hosts', () => {
    const room = after(locked(), { do: 'invite' }, { do: 'accept', joiner: joiner('carol') });
    expect(present(room).length).toBe(3);
    const cohost = { do: 'join', joiner: joiner('cohost', { role: 'host' }) } as const;
    expect(present(after(locked(), cohost)).length).toBe(3);
  });

  it('ends with the last who is in: those who wait are told', () => {
    const room = after(waiting(), { do: 'leave', participant: 'bob', cause: 'hung_up' });
    const { event } = ended(room, { do: 'leave', participant: 'host', cause: 'hung_up' });
    expect(event).toMatchObject({ remaining: ['carol'] });
  });
});

describe('the host', () => {
  it.each([
    { do: 'lock', by: 'bob' },
    { do: 'unlock', by: 'bob' },
    { do: 'mute_guests', by: 'bob' },
    { do: 'unmute_guests', by: 'bob' },
    { do: 'mute', by: 'bob', participant: 'carol' },
    { do: 'remove', by: 'bob', participant: 'carol' },
    { do: 'set_role', by: 'bob', participant: 'bob', role: 'host' },
  ] as const)('alone may $do', (command) => {
    expect(refusal(meeting('bob', 'carol'), command)).toBe('forbidden');
    const byHost = decideRoom(meeting('bob', 'carol'), { ...command, by: 'host' }, START);
    expect(byHost.outcome).not.toBe('refused');
  });

  it('mutes the guests and whoever comes after', () => {
    const room = after(meeting('bob'), { do: 'mute_guests', by: 'host' });
    const later = after(room, { do: 'join', joiner: joiner('carol', { account: 3 }) });
    expect(later.members.map(({ muted }) => muted)).toEqual([false, true, true]);
    const one = after(later, { do: 'unmute', by: 'host', participant: 'bob' });
    expect(one.members.map(({ muted }) => muted)).toEqual([false, false, true]);
    const all = after(one, { do: 'unmute_guests', by: 'host' });
    expect(all.members.some(({ muted }) => muted)).toBe(false);
    expect(refusal(all, { do: 'unmute_guests', by: 'host' })).toBe('repeat');
  });

  it('removes a participant, who is told why', () => {
    const decision = decideRoom(
      meeting('bob'),
      { do: 'remove', by: 'host', participant: 'bob' },
      START,
    );
    expect(decision).toMatchObject({
      outcome: 'changed',
      events: [{ event: 'participant_left', participant: 'bob', cause: 'removed' }],
    });
  });

  it('may make another one host', () => {
    const room = after(meeting('bob'), {
      do: 'set_role',
      by: 'host',
      participant: 'bob',
      role: 'host',
    });
    expect(mayEnd(room, 'bob')).toEqual(yes);
  });

  it('is told of a participant that does not exist', () => {
    expect(refusal(meeting(), { do: 'mute', by: 'host', participant: 'eve' })).toBe('not_found');
  });
});

describe('who may cancel', () => {
  it('a call: the caller alone', () => {
    expect(mayCancel(ringingRoom(), { inviter: 'alice' }, 'alice')).toEqual(yes);
    expect(mayCancel(ringingRoom(), { inviter: 'alice' }, 'bob')).toEqual(no('forbidden'));
  });

  it('in a meeting the inviter or a host', () => {
    const room = meeting('bob', 'carol');
    expect(mayCancel(room, { inviter: 'bob' }, 'bob')).toEqual(yes);
    expect(mayCancel(room, { inviter: 'bob' }, 'host')).toEqual(yes);
    expect(mayCancel(room, { inviter: 'bob' }, 'carol')).toEqual(no('forbidden'));
  });
});

describe('signalling', () => {
  it('is for two who are in, not with oneself', () => {
    expect(maySignal(answeredRoom(), 'alice', 'bob')).toEqual(yes);
    expect(maySignal(answeredRoom(), 'alice', 'alice')).toEqual(no('forbidden'));
    expect(maySignal(answeredRoom(), 'eve', 'bob')).toEqual(no('forbidden'));
    expect(maySignal(ringingRoom(), 'alice', 'bob')).toEqual(no('forbidden'));
  });
});

describe('a room that ended', () => {
  const over = () => after(answeredRoom(), { do: 'leave', participant: 'bob', cause: 'hung_up' });

  it.each([
    { do: 'leave', participant: 'alice', cause: 'hung_up' },
    { do: 'end', by: 'alice' },
    { do: 'give_up', cause: 'failed' },
    { do: 'invitation_over', state: 'missed' },
  ] as const)('$do is a repeat', (command) => {
    expect(refusal(over(), command)).toBe('repeat');
  });

  it.each([
    { do: 'join', joiner: joiner('bob') },
    { do: 'invite' },
    { do: 'promote', by: 'alice' },
    { do: 'lock', by: 'alice' },
  ] as const)('$do comes too late', (command) => {
    expect(refusal(over(), command)).toBe('ended');
    expect(mayDial(over(), 'alice')).toEqual(no('ended'));
  });

  it('an answer that comes too late is told how it ended', () => {
    const cancelled = after(ringingRoom(), { do: 'leave', participant: 'alice', cause: 'hung_up' });
    expect(refusal(cancelled, { do: 'accept', joiner: joiner('bob') })).toBe('cancelled');
  });

  it('every cause has a reason of the platform’s list', () => {
    expect(endCauses.map(reasonOf)).toEqual([
      'ended',
      'ended',
      'ended',
      'failed',
      'failed',
      'replaced',
      'replaced',
      'ended',
      'failed',
      'failed',
    ]);
  });
});
