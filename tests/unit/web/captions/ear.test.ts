import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { mostFailures, openEar, steadyMs, type EarEvents } from '@/lib/web/captions/ear';
import { localRecognitionOf } from '@/lib/web/captions/recogniser';
import {
  fakeSpeech,
  fakeSpeechRecognition,
  removeFakeSpeech,
  type FakePacks,
} from '../../../support/speech-recognition';
import { liveTrack, stubTracks } from '../fake-tracks';

beforeEach(() => {
  vi.useFakeTimers();
  stubTracks();
});
afterEach(() => {
  removeFakeSpeech();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** An ear that has begun, in a browser with these languages. */
async function hearing(packs: FakePacks = { available: ['en-US'] }) {
  fakeSpeechRecognition(packs);
  const recognition = localRecognitionOf(globalThis);
  if (recognition === null) throw new Error('The fake is not found.');
  const track = liveTrack('audio');
  const events = {
    onHeard: vi.fn<EarEvents['onHeard']>(),
    onPause: vi.fn<EarEvents['onPause']>(),
    onAborted: vi.fn<EarEvents['onAborted']>(),
    onLost: vi.fn<EarEvents['onLost']>(),
  };
  const ear = openEar(recognition, track, 'en-US', events);
  const { started } = fakeSpeech();
  await vi.advanceTimersByTimeAsync(0);
  return { ear, track, events, started, last: () => started.at(-1) };
}

it('recognises the track on the device, as it is spoken', async () => {
  const { track, started, events } = await hearing();
  expect(started).toHaveLength(1);
  expect(started[0]).toMatchObject({
    track,
    lang: 'en-US',
    processLocally: true,
    continuous: true,
    interimResults: true,
    state: 'running',
  });
  started[0]?.hear('good', false);
  started[0]?.hear('Good morning', true);
  started[0]?.hear('how', false);
  expect(events.onHeard.mock.calls.map(([heard]) => heard)).toEqual([
    { finals: [], interim: 'good' },
    { finals: ['Good morning'], interim: '' },
    { finals: [], interim: 'how' },
  ]);
});

it('never starts a recogniser for a language that is not on the device', async () => {
  for (const packs of [{ downloadable: ['en-US'] }, {}]) {
    const { started, events } = await hearing(packs);
    expect(started).toHaveLength(0);
    expect(events.onLost).toHaveBeenCalledOnce();
  }
});

it('asks again before each start: a language that went away is not recognised elsewhere', async () => {
  const { started, events, last } = await hearing();
  fakeSpeech().set({});
  last()?.fail('network');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(started).toHaveLength(1);
  expect(events.onLost).toHaveBeenCalledOnce();
});

it('starts anew when it ends by itself, and tells that a line is over', async () => {
  const { started, events, last } = await hearing();
  for (const error of [undefined, 'no-speech', 'network']) {
    await vi.advanceTimersByTimeAsync(steadyMs);
    last()?.fail(error);
    await vi.advanceTimersByTimeAsync(300);
    expect(last()?.state).toBe('running');
  }
  expect(started).toHaveLength(4);
  expect(events.onPause).toHaveBeenCalledTimes(3);
  expect(events.onLost).not.toHaveBeenCalled();
  // Only one runs.
  expect(started.filter(({ state }) => state === 'running')).toHaveLength(1);
});

it('waits longer after each failure, and gives up after a few', async () => {
  const { started, events, last } = await hearing();
  const begun: number[] = [];
  for (let failures = 0; failures <= mostFailures; failures += 1) {
    begun.push(Date.now());
    last()?.fail('network');
    const count = started.length;
    for (let waited = 0; waited < 10_000 && started.length === count; waited += 10) {
      await vi.advanceTimersByTimeAsync(10);
    }
  }
  expect(events.onLost).toHaveBeenCalledOnce();
  expect(started).toHaveLength(mostFailures + 1);
  const waits = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
  // Each is between half and the whole of twice the one before.
  expect(waits.at(-1)).toBeGreaterThan(4 * (waits[0] ?? 0));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(started).toHaveLength(mostFailures + 1);
});

it('forgets its failures once it understands something', async () => {
  const { started, events, last } = await hearing();
  for (let run = 0; run < 2 * mostFailures; run += 1) {
    last()?.hear('word', true);
    last()?.fail('network');
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(events.onLost).not.toHaveBeenCalled();
  expect(started).toHaveLength(2 * mostFailures + 1);
});

it('gives up at once where another try would be refused, too', async () => {
  const { started, events, last } = await hearing();
  last()?.fail('service-not-allowed');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(events.onLost).toHaveBeenCalledOnce();
  expect(started).toHaveLength(1);
});

it('does not start on a track that is over', async () => {
  const { started, events, track, last } = await hearing();
  track.stop();
  last()?.fail();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(started).toHaveLength(1);
  expect(events.onLost).not.toHaveBeenCalled();
});

it('stops when it is closed, and says nothing more', async () => {
  const { ear, events, started } = await hearing();
  ear.close();
  expect(started[0]?.state).toBe('ended');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(started).toHaveLength(1);
  expect(events.onPause).not.toHaveBeenCalled();
  expect(events.onLost).not.toHaveBeenCalled();
});

it('stops a recogniser that was closed before it ran: Chromium does not heed an abort then', async () => {
  fakeSpeechRecognition({ available: ['en-US'] });
  const recognition = localRecognitionOf(globalThis);
  if (recognition === null) throw new Error('The fake is not found.');
  const nothing = () => undefined;
  const events = { onHeard: nothing, onPause: nothing, onAborted: nothing, onLost: nothing };
  const ear = openEar(recognition, liveTrack('audio'), 'en-US', events);
  const { started } = fakeSpeech();
  // Until it has called `start`, and no further.
  for (let turns = 0; turns < 20 && started.length === 0; turns += 1) await Promise.resolve();
  expect(started[0]?.state).toBe('asking');
  ear.close();
  await vi.advanceTimersByTimeAsync(0);
  expect(started.map(({ state }) => state)).toEqual(['ended']);
});
