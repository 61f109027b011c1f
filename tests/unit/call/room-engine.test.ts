import { describe, expect, test } from 'vitest';
import {
  carries,
  decideRoom,
  openGateway,
  openMeeting,
  type Member,
  type Room,
  type RoomCommand,
} from '@/lib/call/room';
import { after, joiner, START } from './examples';

const may = { livekit: 'may' } as const;
/** A client of a server that has LiveKit: legs with one other, beside LiveKit. */
const page = (id: string, account = 2) => joiner(id, { account, maxPeers: 1, ...may });
const joins = (id: string): RoomCommand => ({ do: 'join', joiner: page(id) });
const flows = (participant: string): RoomCommand => ({ do: 'flows_through_livekit', participant });

function meetingOfTwo(change: Partial<Room> = {}): Room {
  const opened = { ...openMeeting('room', 1, page('host', 1)), liveKitAtHand: 'ready' } as const;
  return { ...after(opened, joins('bob')), ...change };
}

function decision(room: Room, command: RoomCommand) {
  return decideRoom(room, command, START);
}

function eventsOf(room: Room, command: RoomCommand): string[] {
  const decided = decision(room, command);
  return decided.outcome === 'changed' ? decided.events.map(({ event }) => event) : [];
}

describe('a room that legs cannot carry', () => {
  test('stays direct as long as they can', () => {
    expect(meetingOfTwo().engine).toBe('direct');
    expect(eventsOf(meetingOfTwo(), flows('bob'))).toEqual([]);
  });

  test('goes to LiveKit when a third comes, who is told last', () => {
    expect(eventsOf(meetingOfTwo(), joins('carol'))).toEqual([
      'engine_changes',
      'participant_joined',
    ]);
    expect(after(meetingOfTwo(), joins('carol')).engine).toBe('changing');
  });

  test('goes there when a third accepts an invitation into a call of two', () => {
    const opened: Room = { ...openGateway('room', page('alice', 1)), liveKitAtHand: 'ready' };
    const two = after(opened, { do: 'invite' }, { do: 'accept', joiner: page('bob') });
    const grown = after(two, { do: 'promote', by: 'alice' }, { do: 'invite' });
    expect(after(grown, { do: 'accept', joiner: page('carol', 3) }).engine).toBe('changing');
  });

  test('goes there when a third is admitted', () => {
    const locked = after(meetingOfTwo(), { do: 'lock', by: 'host' });
    const waiting = after(locked, joins('carol'));
    expect(waiting.engine).toBe('direct');
    const admits = { do: 'admit', by: 'host', participant: 'carol' } as const;
    expect(after(waiting, admits).engine).toBe('changing');
  });

  test('is full without LiveKit, and says why nobody more can join while LiveKit does not answer', () => {
    const refusal = (room: Room) => {
      const decided = decision(room, joins('carol'));
      return decided.outcome === 'refused' ? [decided.reason, decided.room] : decided.outcome;
    };
    const without = meetingOfTwo({ liveKitAtHand: 'none' });
    expect(refusal(without)).toEqual(['full', without]);
    const down = meetingOfTwo({ liveKitAtHand: 'down' });
    expect(refusal(down)).toEqual(['unavailable', down]);
  });

  test('is full where one of them has legs alone, whoever came first', () => {
    const old: RoomCommand = { do: 'join', joiner: joiner('old', { account: 4, maxPeers: 1 }) };
    expect(decision(meetingOfTwo(), old)).toMatchObject({ outcome: 'refused', reason: 'full' });
    const withOld = after(
      { ...openMeeting('room', 1, page('host', 1)), liveKitAtHand: 'ready' },
      old,
    );
    expect(decision(withOld, joins('carol'))).toMatchObject({ outcome: 'refused', reason: 'full' });
    const there = after(meetingOfTwo(), joins('carol'));
    expect(decision(there, old)).toMatchObject({ outcome: 'refused', reason: 'full' });
  });
});

describe('a room that goes to LiveKit', () => {
  const changing = () => after(meetingOfTwo(), joins('carol'));

  test('keeps its legs until the media of everybody flows there', () => {
    const one = after(changing(), flows('bob'));
    expect(one.engine).toBe('changing');
    const two = after(one, flows('host'));
    expect(two.engine).toBe('changing');
    expect(eventsOf(two, flows('carol'))).toEqual(['engine_changed']);
    expect(after(two, flows('carol')).engine).toBe('livekit');
  });

  test('settles when the last one left whose media did not flow there', () => {
    const waiting = after(changing(), flows('bob'), flows('host'));
    const leaves = { do: 'leave', participant: 'carol', cause: 'hung_up' } as const;
    expect(eventsOf(waiting, leaves)).toEqual(['participant_left', 'engine_changed']);
  });

  test('takes more people, also while LiveKit is not seen to answer', () => {
    const more = after({ ...changing(), liveKitAtHand: 'down' }, joins('dave'), joins('erin'));
    expect(more.members).toHaveLength(5);
    const settled = after(changing(), flows('bob'), flows('host'), flows('carol'));
    expect(eventsOf(settled, joins('dave'))).toEqual(['participant_joined']);
  });

  test('never goes back, also when two are left', () => {
    const leaves = { do: 'leave', participant: 'carol', cause: 'hung_up' } as const;
    const settled = after(changing(), flows('bob'), flows('host'), flows('carol'), leaves);
    expect(settled.engine).toBe('livekit');
  });
});

describe('whoever comes back as another client', () => {
  /** Whether the room carries Bob once his client is another one. */
  function carriesBob(room: Room, change: (bob: Member) => Member): boolean {
    const members = room.members.map((one) => (one.id === 'bob' ? change(one) : one));
    const bob = members.find(({ id }) => id === 'bob');
    return bob !== undefined && carries({ ...room, members }, bob);
  }
  const withLegsAlone = ({ livekit: _, ...bob }: Member): Member => bob;

  test('is carried by legs, and by LiveKit no more where it has legs alone', () => {
    expect(carriesBob(meetingOfTwo(), withLegsAlone)).toBe(true);
    const changing = after(meetingOfTwo(), joins('carol'));
    expect(carriesBob(changing, (bob) => bob)).toBe(true);
    expect(carriesBob(changing, withLegsAlone)).toBe(false);
    const settled = after(changing, flows('bob'), flows('host'), flows('carol'));
    expect(carriesBob(settled, withLegsAlone)).toBe(false);
  });

  test('holds as many legs as there are others', () => {
    const of = (id: string) => joiner(id, { account: 2, maxPeers: 3 });
    const join = (id: string): RoomCommand => ({ do: 'join', joiner: of(id) });
    const three = after(openMeeting('room', 1, of('host')), join('bob'), join('carol'));
    expect(carriesBob(three, (bob) => ({ ...bob, maxPeers: 2 }))).toBe(true);
    expect(carriesBob(three, (bob) => ({ ...bob, maxPeers: 1 }))).toBe(false);
  });

  test('is looked at when it is admitted, as long as it waits', () => {
    const changing = after(meetingOfTwo(), joins('carol'));
    expect(carriesBob(changing, (bob) => ({ ...withLegsAlone(bob), waiting: true }))).toBe(true);
  });
});
