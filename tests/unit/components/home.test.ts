import { describe, expect, it } from 'vitest';

import { isInName, personAt, readTarget } from '@/components/home/direct-target';
import { groupRecents, isMissed } from '@/components/home/recent-groups';
import { readPlace, writePlace } from '@/components/navigation/place';
import type { CallEntry } from '@/lib/platform/own';

function call(id: string, change: Partial<CallEntry> = {}): CallEntry {
  return {
    id,
    direction: 'incoming',
    peer: { address: 'bob@example.com', display_name: 'Bob' },
    kind: 'gateway',
    call_type: 'audio',
    placed: '2026-03-02T12:00:00Z',
    answered: null,
    ended: '2026-03-02T12:00:30Z',
    outcome: 'missed',
    reason: 'missed',
    message: null,
    seen: false,
    ...change,
  };
}

describe('recents', () => {
  it.each([
    ['missed', 'incoming', true],
    ['cancelled', 'incoming', true],
    ['unreachable', 'incoming', true],
    ['answered', 'incoming', false],
    ['rejected', 'incoming', false],
    ['ringing', 'incoming', false],
    ['missed', 'outgoing', false],
  ] as const)('%s and %s: red is %s', (outcome, direction, missed) => {
    expect(isMissed(call('1', { outcome, direction }))).toBe(missed);
  });

  it('put repeats of one person in one line, with the newest in front', () => {
    const [day] = groupRecents([call('3'), call('2'), call('1', { outcome: 'answered' })]);
    expect(day?.lines.map(({ key, count }) => [key, count])).toEqual([
      ['3', 2],
      ['1', 1],
    ]);
  });

  it('keep calls of different people, directions and days apart', () => {
    const carol = { address: 'carol@example.com', display_name: 'Carol' };
    const days = groupRecents([
      call('4'),
      call('3', { peer: carol }),
      call('2', { direction: 'outgoing', peer: carol }),
      call('1', { placed: '2026-02-20T12:00:00Z' }),
    ]);
    expect(days.map((day) => day.lines.map((line) => line.key))).toEqual([['4', '3', '2'], ['1']]);
  });
});

describe('the find field', () => {
  it.each([
    ['10001', '10001'],
    [' 100 01 ', '10001'],
    ['Lena@Example.com', 'lena@example.com'],
    ['lena', null],
    ['lena@', null],
    ['lena keller@x', null],
    ['', null],
  ])('reads %j as the target %j', (text, target) => {
    expect(readTarget(text)).toBe(target);
  });

  it('knows a person by number and by address', () => {
    const bob = { address: 'bob@example.com', sipkey: '10002', display_name: 'Bob' };
    expect(personAt('10002', [bob])).toBe(bob);
    expect(personAt('bob@example.com', [bob])).toBe(bob);
    expect(personAt('1000', [bob])).toBeUndefined();
  });
});

describe('a meeting is found by its name', () => {
  it.each([
    ['stand', 'Daily Standup', true],
    ['UP dai', 'Daily Standup', true],
    ['周', '部门周会', true],
    ['daily x', 'Daily Standup', false],
    [' ', 'Daily Standup', false],
  ])('%j in %j: %j', (typed, name, found) => {
    expect(isInName(typed, name)).toBe(found);
  });
});

describe('a place at home', () => {
  it.each([
    { list: 'recents', address: null },
    { list: 'people', address: 'bob@example.com' },
    { list: 'meetings', address: 'weekly/#round@example.com' },
    { list: 'keypad', address: null },
  ] as const)('survives its fragment: $list $address', (place) => {
    expect(readPlace(writePlace(place))).toEqual(place);
  });

  it.each(['', 'content', 'nowhere/bob', 'people/%E0%A4%A'])(
    '%j is no place of its own',
    (text) => {
      expect(readPlace(text).address === null || readPlace(text).list === 'recents').toBe(true);
    },
  );
});
