import { expect, test } from 'vitest';
import { backOffDelay } from '@/lib/web/stream/back-off';

const backOff = { first: 100, most: 1_000 };

test('waits longer with every failure, up to the most', () => {
  const waits = [1, 2, 3, 4, 5, 50].map((failures) => backOffDelay(failures, 1, backOff));
  expect(waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
});

test('spreads returns between half of the wait and the whole', () => {
  expect(backOffDelay(2, 0, backOff)).toBe(100);
  expect(backOffDelay(2, 0.5, backOff)).toBe(150);
});

test("keeps a server's own word when it asks for more patience", () => {
  expect(backOffDelay(1, 1, backOff, 3)).toBe(3_000);
  expect(backOffDelay(5, 1, backOff, 0)).toBe(1_000);
});
