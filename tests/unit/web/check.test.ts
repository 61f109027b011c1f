import { expect, test } from 'vitest';
import { judgeProbes } from '@/lib/web/check/network-check';
import { levelOf, silence, watchSpeech } from '@/lib/web/media/level';

test('the network test judges by the median and by what was lost', () => {
  expect(judgeProbes([20, 10, 900])).toEqual({
    roundTripMs: 20,
    lossPercent: 0,
    relay: 'none',
    verdict: 'good',
  });
  expect(judgeProbes([10, 10, 10, null])).toMatchObject({ lossPercent: 25, verdict: 'poor' });
  expect(judgeProbes([400])).toMatchObject({ verdict: 'fair' });
  expect(judgeProbes([null, null])).toBeNull();
});

test('a level is 0 in silence and 1 at full scale', () => {
  expect(levelOf([0, 0])).toBe(0);
  expect(levelOf([1, -1])).toBe(1);
  expect(levelOf([0.001, -0.001])).toBeCloseTo(0);
  expect(levelOf([0.1, -0.1])).toBeCloseTo(2 / 3);
});

test('speech begins after three loud readings and ends after twenty quiet ones', () => {
  let watch = silence;
  for (const level of [0.9, 0.9]) watch = watchSpeech(watch, level);
  expect(watch.speaking).toBe(false);
  watch = watchSpeech(watch, 0.9);
  expect(watch.speaking).toBe(true);
  for (let quiet = 0; quiet < 19; quiet += 1) watch = watchSpeech(watch, 0);
  expect(watch.speaking).toBe(true);
  expect(watchSpeech(watch, 0).speaking).toBe(false);
});
