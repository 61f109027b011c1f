import { describe, expect, test } from 'vitest';
import { givesWay, mayShareScreen, type Room } from '@/lib/call/room';
import { answeredRoom, meeting } from './examples';

/** The room while these share their screens. */
function shared(room: Room, ...sharers: string[]): Room {
  const members = room.members.map((member) => ({
    ...member,
    sharesScreen: sharers.includes(member.id),
  }));
  return { ...room, members };
}

const taken = { allowed: false, reason: 'forbidden', because: 'screen_taken' };

describe('who may share a screen', () => {
  test.each([answeredRoom(), meeting('bob', 'alice')])('anyone while nobody does', (room) => {
    expect(mayShareScreen(room, 'alice')).toEqual({ allowed: true });
    expect(mayShareScreen(room, 'bob')).toEqual({ allowed: true });
  });

  test('one at a time, unless the room lets several; whoever shares goes on', () => {
    const room = shared(answeredRoom(), 'alice');
    expect(mayShareScreen(room, 'bob')).toEqual(taken);
    expect(mayShareScreen(room, 'alice')).toEqual({ allowed: true });
    expect(mayShareScreen({ ...room, shares: 'several' }, 'bob')).toEqual({ allowed: true });
  });

  test('another in place of whoever is away, whose screen gives way', () => {
    const room = shared(meeting('bob', 'alice'), 'alice');
    const away = room.members.map((one) => ({ ...one, away: one.id === 'alice' }));
    expect(mayShareScreen({ ...room, members: away }, 'bob')).toEqual({ allowed: true });
    expect(givesWay({ ...room, members: away }, 'bob')).toEqual(['alice']);
    expect(givesWay({ ...room, members: away }, 'alice')).toEqual([]);
    expect(givesWay({ ...room, members: away, shares: 'several' }, 'bob')).toEqual([]);
    const others = room.members.map((one) => ({ ...one, away: one.id === 'host' }));
    expect(mayShareScreen({ ...room, members: others }, 'bob')).toEqual(taken);
  });

  test('nobody who is not in, nor who waits to be let in', () => {
    const room = meeting('bob');
    const waits = room.members.map((one) => ({ ...one, waiting: one.id === 'bob' }));
    expect(mayShareScreen(room, 'dave')).toMatchObject({ allowed: false });
    expect(mayShareScreen({ ...room, members: waits }, 'bob')).toMatchObject({ allowed: false });
  });
});
