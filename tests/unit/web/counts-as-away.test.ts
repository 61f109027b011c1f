import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Participant } from '@/lib/platform/room';
import { createApi } from '@/lib/web/api';
import { createCapture } from '@/lib/web/media/capture';
import { createMediaDevices } from '@/lib/web/media/devices';
import { enteredCall } from './entered-call';
import { noBlur } from './fake-blur';
import { stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(() => {
  vi.useFakeTimers();
  stubTracks();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A meeting that this page is in, and how often it refreshed its session. */
function aMeeting() {
  let refreshes = 0;
  const fresh = { token: 'token', expires: '120', role: 'GUEST' };
  const api = createApi((path) => {
    if (typeof path === 'string' && path.endsWith('/refresh_session')) refreshes += 1;
    return Promise.resolve(new Response(JSON.stringify({ status: 'success', result: fresh })));
  });
  const capture = createCapture({
    source: { getUserMedia: () => Promise.resolve(new MediaStream()) },
    devices: createMediaDevices(memoryShelf()),
    blur: noBlur,
    facesBothWays: false,
  });
  const call = enteredCall(api, capture);
  return { call, refreshes: () => refreshes };
}

/** News of this page's own entry, as the server writes it. */
function me(connected: boolean): Participant {
  return {
    ...{ uuid: 'me', display_name: 'Bob', uri: 'bob@x', role: 'guest', is_muted: 'NO' },
    ...{ max_peers: 3, service_type: 'conference', profile: 'ringway', state: {} },
    connected,
  };
}

test('a page that the server takes for gone says at once that it is here, once each time', async () => {
  const { call, refreshes } = aMeeting();
  const hears = async (connected: boolean) => {
    call.receive({ name: 'participant_update', data: me(connected), scope: null });
    await vi.advanceTimersByTimeAsync(0);
    return refreshes();
  };
  const before = await hears(true);
  expect(await hears(true)).toBe(before);
  expect(await hears(false)).toBe(before + 1);
  expect(await hears(false)).toBe(before + 1);
  await hears(true);
  expect(await hears(false)).toBe(before + 2);
  await call.hangUp();
});
