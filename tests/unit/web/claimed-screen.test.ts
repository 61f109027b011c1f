import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { createCapture } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import type { PickedScreen } from '@/lib/web/media/screen-capture';
import { enteredCall } from './entered-call';
import { noBlur } from './fake-blur';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(() => {
  vi.useFakeTimers();
  stubTracks();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call whose person shares a screen that is picked at once; the server believes whatever it hears last. */
async function aCall() {
  const base = createCapture({
    source: { getUserMedia: () => Promise.resolve(new MediaStream([liveTrack('audio')])) },
    devices: createMediaDevices(memoryShelf()),
    blur: noBlur,
    facesBothWays: false,
  });
  await base.begin({ microphone: true, camera: false });
  const picked: PickedScreen = { video: liveTrack('video'), audio: null };
  const server = {
    shares: null as boolean | null,
    /** What happens once it knows of a screen, before its answer arrives. */
    meanwhile: (): void => undefined,
  };
  const api = createApi(async (_path, init) => {
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '{}');
    if (typeof body === 'object' && body !== null && 'screen' in body) {
      server.shares = body.screen === true;
      if (server.shares) server.meanwhile();
    }
    return Promise.resolve(new Response(JSON.stringify({ status: 'success', result: true })));
  });
  const call = enteredCall(api, { ...base, pickScreen: () => Promise.resolve(picked) });
  await said();
  expect(server.shares).toBe(false);
  return { call, picked, server };
}

/** Time enough for what is so to be told. */
const said = () => vi.advanceTimersByTimeAsync(1_000);

test('a screen of which the server’s yes got lost is taken back', async () => {
  const { call, picked, server } = await aCall();
  server.meanwhile = () => {
    throw new TypeError('cut');
  };
  expect(await call.share()).toEqual({ ok: false, problem: { kind: 'network' } });
  expect([server.shares, picked.video.readyState]).toEqual([true, 'ended']);
  await said();
  expect(server.shares).toBe(false);
  await call.hangUp();
});

test.each([
  ['the browser’s own bar', (it: Awaited<ReturnType<typeof aCall>>) => it.picked.video.stop()],
  ['a tap', (it: Awaited<ReturnType<typeof aCall>>) => it.call.stopSharing()],
  ['hold', (it: Awaited<ReturnType<typeof aCall>>) => it.call.hold(true)],
])('a screen that %s ends while the server is asked is taken back', async (_by, end) => {
  const it = await aCall();
  it.server.meanwhile = () => end(it);
  expect(await it.call.share()).toEqual({ ok: true });
  await said();
  expect([it.server.shares, it.call.view().own.screen]).toEqual([false, null]);
  await it.call.hangUp();
});

test('a screen that is shared stays so', async () => {
  const { call, server } = await aCall();
  expect(await call.share()).toEqual({ ok: true });
  await said();
  expect(server.shares).toBe(true);
  call.stopSharing();
  await said();
  expect(server.shares).toBe(false);
  await call.hangUp();
});
