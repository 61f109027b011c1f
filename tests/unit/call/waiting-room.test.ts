import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideRoom,
  mayDial,
  mostWaiting,
  openMeeting,
  present,
  type Room,
  type RoomCommand,
} from '@/lib/call/room';
import { after, joiner, meeting, START } from './examples';
import { runs } from './random';

/** A meeting of account 1 with a waiting room, nobody in it yet. */
function doors(change: Partial<Room> = {}): Room {
  return {
    ...openMeeting('room', 1, joiner('nobody')),
    members: [],
    caller: '',
    waitingRoom: true,
    ...change,
  };
}

const guest = (id: string) => joiner(id, { account: 2 });
const join = (id: string): RoomCommand => ({ do: 'join', joiner: guest(id) });
const host: RoomCommand = { do: 'join', joiner: joiner('host') };
const leave = (participant: string): RoomCommand => ({
  do: 'leave',
  participant,
  cause: 'hung_up',
});
const inside = (room: Room) => present(room).map(({ id }) => id);

function refusal(room: Room, command: RoomCommand) {
  const decision = decideRoom(room, command, START);
  expect(decision.room).toBe(room);
  return decision.outcome === 'refused' ? decision : undefined;
}

describe('a waiting room', () => {
  it('lets the first who comes open the room and wait, also without the host', () => {
    const decision = decideRoom(doors(), join('bob'), START);
    expect(decision).toMatchObject({
      outcome: 'changed',
      events: [{ event: 'participant_waits', participant: 'bob' }],
      room: { state: { state: 'open' }, members: [{ id: 'bob', waiting: true }] },
    });
  });

  it('lets nobody in silently when the host comes: they wait until admitted', () => {
    const room = after(doors(), join('bob'), join('carol'), host);
    expect(inside(room)).toEqual(['host']);
    expect(inside(after(room, { do: 'admit', by: 'host', participant: 'carol' }))).toEqual([
      'host',
      'carol',
    ]);
  });

  it('lets hosts and whoever is rung in at once', () => {
    const room = after(doors(), host, { do: 'invite' });
    const rung = after(room, { do: 'accept', joiner: guest('rung') });
    expect(inside(rung)).toEqual(['host', 'rung']);
    const byPin = joiner('second', { account: 3, role: 'host' });
    expect(inside(after(rung, { do: 'join', joiner: byPin }))).toContain('second');
  });

  it('refuses clients that cannot wait', () => {
    const old = { ...guest('old'), canWait: false };
    expect(refusal(doors(), { do: 'join', joiner: old })).toMatchObject({ reason: 'locked' });
  });

  it('stays while somebody waits, and ends with the last of them', () => {
    const room = after(doors(), join('bob'), host, leave('host'));
    expect(room.state.state).toBe('open');
    expect(after(room, leave('bob')).state).toMatchObject({ state: 'ended' });
  });

  it('is not a way around a lock: who waits is let in by a host alone', () => {
    const room = after(doors(), host, join('bob'), { do: 'lock', by: 'host' });
    expect(refusal(room, { do: 'admit', by: 'bob', participant: 'bob' })).toMatchObject({
      reason: 'forbidden',
    });
  });

  it('holds so many and no more', () => {
    const full = after(
      doors(),
      ...Array.from({ length: mostWaiting }, (_, index) => join(`guest${index}`)),
    );
    expect(refusal(full, join('late'))).toMatchObject({ reason: 'full' });
  });

  it('whatever happens: nobody is in whom no host let in', () => {
    const who = fc.constantFrom('p1', 'p2', 'p3', 'p4');
    const command: fc.Arbitrary<RoomCommand> = fc.oneof(
      who.map(join),
      fc.constant(host),
      who.map(leave),
      fc.constant(leave('host')),
      fc.record({ do: fc.constantFrom('lock' as const, 'unlock' as const), by: who }),
      fc.record({
        do: fc.constant('admit' as const),
        by: fc.constantFrom('host', 'p1', 'p2'),
        participant: who,
      }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let room = doors();
        const admitted = new Set(['host']);
        for (const one of commands) {
          const decision = decideRoom(room, one, START);
          if (one.do === 'admit' && decision.outcome === 'changed') {
            expect(inside(room)).toContain('host');
            admitted.add(one.participant);
          }
          if (one.do === 'leave' && one.participant !== 'host') admitted.delete(one.participant);
          room = decision.room.state.state === 'open' ? decision.room : doors();
          if (room.members.length === 0) admitted.clear();
          admitted.add('host');
          for (const id of inside(room)) expect(admitted).toContain(id);
        }
      }),
      runs(500),
    );
  });
});

describe('an encrypted meeting', () => {
  const withKey = (id: string) => ({ ...guest(id), hasKey: true });

  it('is joined with its key alone', () => {
    const room = doors({ waitingRoom: false, encrypted: true });
    expect(refusal(room, join('bob'))).toMatchObject({ reason: 'forbidden', because: 'no_key' });
    expect(refusal(room, host)).toMatchObject({ reason: 'forbidden', because: 'no_key' });
    expect(inside(after(room, { do: 'join', joiner: withKey('bob') }))).toEqual(['bob']);
  });

  it('rings nobody, who would have no key', () => {
    const room = { ...meeting('bob'), encrypted: true };
    for (const by of ['host', 'bob']) {
      expect(mayDial(room, by)).toEqual({
        allowed: false,
        reason: 'forbidden',
        because: 'no_key',
      });
    }
  });
});
