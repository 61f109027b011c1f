import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/web/api';
import { createSharing } from '@/lib/web/call/sharing';
import { noBlur } from './fake-blur';
import { createCapture } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import { problemOfScreen, type PickedScreen } from '@/lib/web/media/screen-capture';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(stubTracks);
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A call whose person picks a screen at once; the server answers when the test does. */
async function aCall() {
  const base = createCapture({
    source: { getUserMedia: () => Promise.resolve(new MediaStream([liveTrack('audio')])) },
    devices: createMediaDevices(memoryShelf()),
    blur: noBlur,
    facesBothWays: false,
  });
  await base.begin({ microphone: true, camera: false });
  const picked: PickedScreen = { video: liveTrack('video'), audio: liveTrack('audio') };
  const capture = { ...base, pickScreen: () => Promise.resolve(picked) };
  let answer = { resolve: (): void => undefined, reject: (_why: Error): void => undefined };
  const answered = new Promise<void>((resolve, reject) => (answer = { resolve, reject }));
  const report = vi.fn((_state: unknown) => answered);
  let active = true;
  const sharing = createSharing({
    capture,
    claim: report,
    state: () => ({ audio: true }),
    others: () => [],
    shares: () => 'one',
    isActive: () => active,
    onChange: () => undefined,
  });
  return { base, picked, answer, report, sharing, hold: () => (active = false) };
}

const sent = ({ base, sharing }: Awaited<ReturnType<typeof aCall>>) =>
  sharing.mayLeave(base.tracks.get()).screen;

test('nothing of a screen leaves before the server has said yes', async () => {
  const call = await aCall();
  const shared = call.sharing.start();
  await vi.waitFor(() => expect(call.report).toHaveBeenCalled());
  expect(call.report).toHaveBeenCalledWith({ audio: true, screen: true });
  expect(sent(call)).toBeNull();
  call.answer.resolve();
  expect(await shared).toEqual({ ok: true });
  expect(sent(call)).toBe(call.picked.video);
});

test('a refusal gives the screen back and says that another is shared', async () => {
  const call = await aCall();
  const shared = call.sharing.start();
  call.answer.reject(
    new ApiError({
      kind: 'refused',
      status: 403,
      reason: 'forbidden',
      because: 'screen_taken',
      text: '',
    }),
  );
  expect(await shared).toMatchObject({ ok: false, problem: { kind: 'screen_taken' } });
  expect(call.picked.video.readyState).toBe('ended');
  expect([sent(call), call.sharing.isOn()]).toEqual([null, false]);
});

test('a call put on hold while the server is asked shares nothing', async () => {
  const call = await aCall();
  const shared = call.sharing.start();
  await vi.waitFor(() => expect(call.report).toHaveBeenCalled());
  call.hold();
  call.answer.resolve();
  await shared;
  expect(call.picked.video.readyState).toBe('ended');
  expect(call.sharing.isOn()).toBe(false);
});

test('the browser’s own bar ends it', async () => {
  const call = await aCall();
  call.answer.resolve();
  await call.sharing.start();
  call.picked.video.dispatchEvent(new Event('ended'));
  call.sharing.look();
  expect(call.sharing.isOn()).toBe(false);
  expect(call.picked.audio?.readyState).toBe('ended');
});

test.each([
  [new DOMException('Permission denied', 'NotAllowedError'), 'cancelled'],
  [new DOMException('Permission denied by system', 'NotAllowedError'), 'denied'],
  [new DOMException('Could not start', 'NotReadableError'), 'failed'],
])('a picker that was closed is no error: %s', (error, problem) => {
  expect(problemOfScreen(error)).toBe(problem);
});
