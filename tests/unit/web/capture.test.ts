import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCapture, noTracks } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(stubTracks);
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A page whose person is asked for microphone and camera, and answers when the test does. */
function page(shelf = memoryShelf()) {
  const devices = createMediaDevices(shelf);
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
    facesBothWays: false,
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
  const again = createMediaDevices(shelf);
  again.watch();
  expect(again.state.get().noiseSuppression).toBe(false);
});
