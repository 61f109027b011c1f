import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCapture, noTracks } from '@/lib/web/media/capture';
import type { Blur } from '@/lib/web/media/blur/blur';
import { createMediaDevices } from '@/lib/web/media/devices';
import { interruptedAfter } from '@/lib/web/media/interruption';
import { fakeBlur, noBlur } from './fake-blur';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(stubTracks);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page whose person is asked for microphone and camera, and answers when the test does. */
function page(shelf = memoryShelf(), blur: Blur = noBlur, facesBothWays = false) {
  const devices = createMediaDevices(shelf, () => blur !== noBlur);
  let answer = (): void => undefined;
  const given: MediaStreamTrack[] = [];
  const asked = vi.fn(
    (wanted?: MediaStreamConstraints) =>
      new Promise<MediaStream>((resolve) => {
        answer = () => {
          const tracks = [
            ...(wanted?.audio ? [liveTrack('audio')] : []),
            ...(wanted?.video ? [liveTrack('video')] : []),
          ];
          given.push(...tracks);
          resolve(new MediaStream(tracks));
        };
      }),
  );
  const capture = createCapture({
    source: { getUserMedia: asked },
    devices,
    blur,
    facesBothWays,
  });
  return { capture, asked, given, devices, allow: () => answer() };
}

test('a camera that is switched off while it is asked for is not taken', async () => {
  const { capture, given, allow } = page();
  const begun = capture.begin({ microphone: true, camera: true });
  capture.setCamera(false);
  allow();
  await begun;
  expect(capture.tracks.get().video).toBeNull();
  expect(given.map(({ kind, readyState }) => `${kind} ${readyState}`)).toEqual([
    'audio live',
    'video ended',
  ]);
});

test.each([true, false])(
  'a microphone that is off when it comes is muted (camera: %s)',
  async (camera) => {
    const { capture, allow } = page();
    const heard: boolean[] = [];
    capture.tracks.subscribe(() => heard.push(capture.tracks.get().audio?.enabled ?? false));
    const begun = capture.begin({ microphone: true, camera });
    capture.setMicrophone(false);
    allow();
    await begun;
    expect(capture.tracks.get().audio).toMatchObject({ enabled: false, readyState: 'live' });
    expect(heard).not.toContain(true);
    capture.setMicrophone(true);
    expect(capture.tracks.get().audio).toMatchObject({ enabled: true });
  },
);

test('what comes after the end is given back', async () => {
  const { capture, given, allow } = page();
  const begun = capture.begin({ microphone: true, camera: true });
  capture.end();
  allow();
  await begun;
  expect(given.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  expect(capture.tracks.get()).toEqual(noTracks);
});

test('a tap that comes after the end takes nothing', () => {
  const { capture, asked } = page();
  void capture.begin({ microphone: true, camera: false });
  capture.end();
  asked.mockClear();
  capture.setMicrophone(true);
  capture.setCamera(true);
  capture.flip();
  capture.rearm();
  expect(capture.state.get()).toMatchObject({ microphone: { on: false }, camera: { on: false } });
  expect(asked).not.toHaveBeenCalled();
});

test('a camera that skips some pictures is not said to be off; one that gives none for long is', async () => {
  vi.useFakeTimers();
  const { capture, given, allow } = page();
  const begun = capture.begin({ microphone: true, camera: true });
  allow();
  await begun;
  const camera = given.find(({ kind }) => kind === 'video');
  const becomes = (muted: boolean): void => {
    if (camera === undefined) throw new Error('There is no camera.');
    Object.assign(camera, { muted }).dispatchEvent(new Event(muted ? 'mute' : 'unmute'));
  };
  const told: (string | null)[] = [];
  capture.state.subscribe(() => told.push(capture.state.get().camera.problem));

  becomes(true);
  await vi.advanceTimersByTimeAsync(interruptedAfter - 1);
  becomes(false);
  becomes(true);
  await vi.advanceTimersByTimeAsync(interruptedAfter - 1);
  expect(told.filter((problem) => problem !== null)).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(capture.state.get().camera.problem).toBe('interrupted');
  becomes(false);
  expect(capture.state.get().camera.problem).toBeNull();
});

test('a camera that is interrupted, and given back, tells nothing of the one that took its place', async () => {
  vi.useFakeTimers();
  const { capture, given, allow } = page();
  const begun = capture.begin({ microphone: false, camera: true });
  allow();
  await begun;
  Object.assign(given[0] ?? {}, { muted: true });
  given[0]?.dispatchEvent(new Event('mute'));
  capture.setCamera(false);
  capture.setCamera(true);
  await vi.advanceTimersByTimeAsync(0);
  allow();
  await vi.advanceTimersByTimeAsync(2 * interruptedAfter);
  expect(capture.tracks.get().video).toBe(given[1]);
  expect(capture.state.get().camera.problem).toBeNull();
});

test('a phone that shows its back opens the camera that is chosen then, after giving back the other', async () => {
  vi.stubGlobal('navigator', {
    mediaDevices: {
      addEventListener: () => undefined,
      enumerateDevices: () => Promise.resolve([]),
      getSupportedConstraints: () => ({}),
    },
  });
  const { capture, asked, given, allow, devices } = page(memoryShelf(), noBlur, true);
  devices.watch();
  const begun = capture.begin({ microphone: false, camera: true });
  allow();
  await begun;
  capture.flip();
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  allow();
  await vi.waitFor(() => expect(capture.tracks.get().video).toBe(given[1]));
  devices.choose('camera', 'wide');
  expect(given[1]?.readyState).toBe('ended');
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(3));
  expect(asked.mock.lastCall?.[0]).toMatchObject({ video: { deviceId: { exact: 'wide' } } });
});

test('a microphone is opened anew when noise is to be left in, and stays muted', async () => {
  vi.stubGlobal('navigator', {
    mediaDevices: {
      addEventListener: () => undefined,
      enumerateDevices: () => Promise.resolve([]),
      getSupportedConstraints: () => ({ noiseSuppression: true }),
    },
  });
  const shelf = memoryShelf();
  const { capture, asked, allow, devices } = page(shelf);
  devices.watch();
  expect(devices.state.get().noiseSuppression).toBe(true);
  const begun = capture.begin({ microphone: true, camera: false });
  allow();
  await begun;
  capture.setMicrophone(false);
  devices.suppressNoise(false);
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  allow();
  expect(asked.mock.lastCall?.[0]).toMatchObject({ audio: { noiseSuppression: false } });
  await vi.waitFor(() => expect(capture.tracks.get().audio?.enabled).toBe(false));
  // It is remembered.
  const again = createMediaDevices(shelf, () => false);
  again.watch();
  expect(again.state.get().noiseSuppression).toBe(false);
});

/** A call with a camera, in a browser that can blur; `remembered`: it was wanted the last time. */
async function blurringPage({ remembered }: { readonly remembered: boolean }) {
  vi.stubGlobal('navigator', {
    mediaDevices: {
      addEventListener: () => undefined,
      enumerateDevices: () => Promise.resolve([]),
      getSupportedConstraints: () => ({}),
    },
  });
  const { blur, asked: blurs } = fakeBlur();
  const all = page(memoryShelf(), blur);
  all.devices.watch();
  if (remembered) all.devices.chooseBlur({ on: true, howeverSlow: false });
  const seen: (MediaStreamTrack | null)[] = [];
  all.capture.tracks.subscribe(() => seen.push(all.capture.tracks.get().video));
  void all.capture.begin({ microphone: true, camera: true });
  all.allow();
  await vi.waitFor(() => expect(all.capture.tracks.get().audio).not.toBeNull());
  const camera = all.given.find(({ kind }) => kind === 'video');
  if (!camera) throw new Error('There is no camera.');
  const video = () => all.capture.tracks.get().video;
  const nth = async (number: number) => {
    await vi.waitFor(() => expect(blurs).toHaveLength(number));
    const found = blurs[number - 1];
    if (!found) throw new Error('No blur was asked for.');
    return found;
  };
  return { ...all, camera, seen, video, nth, view: () => all.capture.state.get() };
}

test('with a remembered blur nothing of the camera is ever sent unblurred', async () => {
  const { capture, camera, seen, video, nth, view } = await blurringPage({ remembered: true });
  expect(view()).toMatchObject({ blur: { state: 'starting' }, preview: null });
  const picture = (await nth(1)).give();
  await vi.waitFor(() => expect(video()).toBe(picture?.track));
  expect(view()).toMatchObject({ blur: { state: 'on', problem: null } });
  expect(seen).not.toContain(camera);
  capture.setCamera(false);
  expect([camera.readyState, picture?.track.readyState]).toEqual(['ended', 'ended']);
  expect(video()).toBeNull();
});

test.each(['slow', 'failed'] as const)(
  'a remembered blur that is not to be had (%s) keeps the picture back until the person decides',
  async (problem) => {
    const { camera, seen, video, nth, view, devices, allow, asked } = await blurringPage({
      remembered: true,
    });
    (await nth(1)).give(problem);
    await vi.waitFor(() => expect(view().blur).toEqual({ state: 'off', problem }));
    expect(view()).toMatchObject({ camera: { on: true }, preview: null });
    expect(camera.readyState).toBe('ended');
    expect(seen).not.toContain(camera);
    devices.chooseBlur({ on: true, howeverSlow: true });
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    allow();
    const again = await nth(2);
    expect(again.wish.howeverSlow).toBe(true);
    const picture = again.give();
    await vi.waitFor(() => expect(video()).toBe(picture?.track));
  },
);

test('without the blur after all, the camera is taken anew', async () => {
  const { video, nth, view, devices, allow, given, asked } = await blurringPage({
    remembered: true,
  });
  (await nth(1)).give('failed');
  await vi.waitFor(() => expect(view().blur.problem).toBe('failed'));
  devices.chooseBlur({ on: false, howeverSlow: false });
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  allow();
  await vi.waitFor(() => expect(video()).not.toBeNull());
  expect(given).toContain(video());
  expect(view().blur).toEqual({ state: 'off', problem: null });
});

test('a blur that is switched on in a call takes over once it is there, and off again', async () => {
  const { camera, video, nth, view, devices } = await blurringPage({ remembered: false });
  expect(video()).toBe(camera);
  devices.chooseBlur({ on: true, howeverSlow: false });
  expect(video()).toBe(camera);
  const picture = (await nth(1)).give();
  await vi.waitFor(() => expect(video()).toBe(picture?.track));
  devices.chooseBlur({ on: false, howeverSlow: false });
  expect(video()).toBe(camera);
  expect(camera.readyState).toBe('live');
  expect(picture?.track.readyState).toBe('ended');
  expect(view().blur).toEqual({ state: 'off', problem: null });
});

test('a blur that cannot be switched on in a call leaves the picture, and the switch off', async () => {
  const { camera, video, nth, view, devices } = await blurringPage({ remembered: false });
  devices.chooseBlur({ on: true, howeverSlow: false });
  (await nth(1)).give('slow');
  await vi.waitFor(() => expect(view().blur).toEqual({ state: 'off', problem: 'slow' }));
  expect(video()).toBe(camera);
  expect(devices.state.get().blur?.on).toBe(false);
  devices.chooseBlur({ on: false, howeverSlow: false });
  expect(view().blur.problem).toBeNull();
});

test('a blur that breaks takes the picture away', async () => {
  const { camera, video, nth, view } = await blurringPage({ remembered: true });
  const first = await nth(1);
  first.give();
  await vi.waitFor(() => expect(video()).not.toBeNull());
  first.wish.onBroken();
  expect(video()).toBeNull();
  expect(camera.readyState).toBe('ended');
  expect(view()).toMatchObject({ preview: null, blur: { state: 'off', problem: 'failed' } });
});

test('a blur that gets slow is told of, unless the person takes it so', async () => {
  const { nth, view, devices, video } = await blurringPage({ remembered: true });
  const asked = await nth(1);
  asked.give();
  await vi.waitFor(() => expect(video()).not.toBeNull());
  asked.wish.onSlow(true);
  expect(view().blur).toEqual({ state: 'on', problem: 'slow' });
  const before = video();
  devices.chooseBlur({ on: true, howeverSlow: true });
  expect(view().blur).toEqual({ state: 'on', problem: null });
  expect(video()).toBe(before);
  asked.wish.onSlow(true);
  expect(view().blur.problem).toBeNull();
});

test.each(['the camera is switched off', 'the call ends'])(
  'when %s, a blur that begins is given up, and the camera with it',
  async (what) => {
    const { capture, camera, video, nth } = await blurringPage({ remembered: true });
    const asked = await nth(1);
    if (what === 'the call ends') capture.end();
    else capture.setCamera(false);
    expect(asked.wish.signal.aborted).toBe(true);
    await vi.waitFor(() => expect(camera.readyState).toBe('ended'));
    expect(video()).toBeNull();
  },
);
