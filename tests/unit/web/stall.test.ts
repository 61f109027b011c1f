import { expect, test } from 'vitest';
import { isStalled, noStall, watchStall, type StallWatch } from '@/lib/web/media/direct/stall';

function seconds(bytes: readonly number[], due = true): StallWatch[] {
  const watches: StallWatch[] = [];
  for (const sum of bytes) watches.push(watchStall(watches.at(-1) ?? noStall, sum, due));
  return watches;
}

test('a sender that falls silent gets its track anew once, and the person is asked 3 s later', () => {
  const watches = seconds([10, 10, 10, 10, 10, 10]);
  expect(watches.map(({ rearmNow }) => rearmNow)).toEqual([
    false,
    false,
    true,
    false,
    false,
    false,
  ]);
  expect(watches.map(isStalled)).toEqual([false, false, false, false, false, true]);
});

test('one byte ends it', () => {
  expect(seconds([10, 10, 10, 10, 10, 10, 11]).map(isStalled).at(-1)).toBe(false);
});

test('what need not be sent does not stall', () => {
  expect(seconds([10, 10, 10, 10, 10, 10], false).map(isStalled).at(-1)).toBe(false);
});
