import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { canBlur, createBlur, type BlurWish } from '@/lib/web/media/blur/blur';
import type { BlurEvents } from '@/lib/web/media/blur/picture';
import { liveTrack, stubTracks } from './fake-tracks';

beforeEach(() => {
  stubTracks();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A blur that is begun on a device whose speed the test tells. */
function begun(wish: Partial<BlurWish> = {}) {
  const track = liveTrack('video');
  const stop = vi.fn();
  let events: BlurEvents = { onRate: () => undefined, onBroken: () => undefined };
  const blur = createBlur(() =>
    Promise.resolve((_camera, told) => {
      events = told;
      return Promise.resolve({ track, stop });
    }),
  );
  const onBroken = vi.fn();
  const onSlow = vi.fn();
  const whole = { howeverSlow: false, signal: new AbortController().signal, onBroken, onSlow };
  const made = blur.apply(liveTrack('video'), { ...whole, ...wish });
  const rates = async (...all: number[]): Promise<void> => {
    await vi.advanceTimersByTimeAsync(0);
    for (const rate of all) events.onRate(rate);
  };
  return { made, rates, track, stop, onBroken, onSlow, breaks: () => events.onBroken() };
}

test('a picture is given out only once the device has shown that it is quick enough', async () => {
  const { made, rates, track } = begun();
  const given = vi.fn();
  void made.then(given);
  await rates(2, 6);
  expect(given).not.toHaveBeenCalled();
  await rates(7);
  await expect(made).resolves.toMatchObject({ track });
});

test('a device that stays too slow is not begun with, and what was opened is closed', async () => {
  const { made, rates, stop } = begun();
  await rates(2, 6, 6);
  await expect(made).resolves.toBe('slow');
  expect(stop).toHaveBeenCalledOnce();
});

test('whoever wants it however slow gets it, with its first picture', async () => {
  const { made, rates, track } = begun({ howeverSlow: true });
  const given = vi.fn();
  void made.then(given);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(given).not.toHaveBeenCalled();
  await rates(1);
  await expect(made).resolves.toMatchObject({ track });
});

test('pictures that never come are a failure, and are closed should they come later', async () => {
  const { made, stop } = begun();
  await vi.advanceTimersByTimeAsync(20_000);
  await expect(made).resolves.toBe('failed');
  expect(stop).toHaveBeenCalledOnce();
});

test('code that cannot be loaded is a failure, and is loaded anew the next time', async () => {
  const load = vi
    .fn<() => Promise<never>>()
    .mockImplementation(() => Promise.reject(new Error('no network')));
  const blur = createBlur(load);
  const wish = {
    howeverSlow: false,
    signal: new AbortController().signal,
    onBroken: vi.fn(),
    onSlow: vi.fn(),
  };
  await expect(blur.apply(liveTrack('video'), wish)).resolves.toBe('failed');
  await expect(blur.apply(liveTrack('video'), wish)).resolves.toBe('failed');
  expect(load).toHaveBeenCalledTimes(2);
});

test('what nobody waits for any more is closed', async () => {
  const waits = new AbortController();
  const { made, rates, stop } = begun({ signal: waits.signal });
  await rates(3);
  waits.abort();
  await expect(made).resolves.toBeNull();
  expect(stop).toHaveBeenCalledOnce();
});

test('a picture that breaks while it is tried is a failure; later its end is told', async () => {
  const early = begun();
  await early.rates(3);
  early.breaks();
  await expect(early.made).resolves.toBe('failed');
  expect(early.onBroken).not.toHaveBeenCalled();
  const late = begun();
  await late.rates(20);
  await late.made;
  late.breaks();
  expect(late.onBroken).toHaveBeenCalledOnce();
  expect(late.stop).not.toHaveBeenCalled();
});

test('a device that becomes too slow is told after eight seconds, once, and when it is better', async () => {
  const { made, rates, onSlow } = begun();
  await rates(20);
  await made;
  await rates(3, 3, 3, 3, 3, 3, 3, 12);
  expect(onSlow).not.toHaveBeenCalled();
  await rates(3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
  expect(onSlow.mock.calls).toEqual([[true]]);
  await rates(12, 12);
  expect(onSlow.mock.calls).toEqual([[true], [false]]);
});

test.each([
  ['linux', 'chrome', true],
  ['windows', 'edge', true],
  ['macos', 'firefox', true],
  ['macos', 'safari', false],
  ['ios', 'safari', false],
  ['ios', 'chrome', false],
  ['android', 'chrome', false],
] as const)('%s, %s: blurs itself: %s', (system, family, can) => {
  for (const name of ['VideoFrame', 'OffscreenCanvas']) vi.stubGlobal(name, vi.fn());
  expect(canBlur({ system, family })).toBe(can);
});

test('a browser without what it takes cannot', () => {
  expect(canBlur({ system: 'linux', family: 'chrome' })).toBe(false);
});
