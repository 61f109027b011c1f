import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { recogniseBrowser } from '@/lib/web/browser';
import { createCallClient } from '@/lib/web/call/client';
import { createCallStores } from '@/lib/web/call/lazy-calls';
import { createMediaDevices } from '@/lib/web/media/devices';
import { createStore } from '@/lib/web/store';
import { callLock, isHeld, takeLock } from '@/lib/web/stream/lead';
import type { StreamState } from '@/lib/web/stream/event-stream';
import { fakeLocks } from './fake-locks';
import { liveTrack, stubTracks } from './fake-tracks';
import { memoryShelf } from './memory-shelf';

beforeEach(() => {
  vi.useFakeTimers();
  stubTracks();
  const texts = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => texts.set(key, value),
    removeItem: (key: string) => texts.delete(key),
  });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, 16));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Lets the page show what is now. */
const drawn = () => vi.advanceTimersByTimeAsync(100);

interface Sent {
  readonly verb: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A page, its server and its person. `cuts`: so many answers of `new_session` get lost. */
function openPage({ carriesCalls = true }: { readonly carriesCalls?: boolean } = {}) {
  const sent: Sent[] = [];
  const server = {
    cuts: 0,
    cutting: 'new_session',
    locked: false,
    meanwhile: (): void => undefined,
  };
  const asked = vi.fn(() => Promise.resolve(new MediaStream([liveTrack('audio')])));
  vi.stubGlobal('navigator', {
    mediaDevices: Object.assign(new EventTarget(), {
      getUserMedia: asked,
      enumerateDevices: () => Promise.resolve([]),
    }),
  });
  const api = createApi((path, init) => {
    const verb = typeof path === 'string' ? (path.split('/').at(-1) ?? '') : '';
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '{}');
    sent.push({ verb, body: Object.assign({}, body) });
    if (verb === 'new_session') server.meanwhile();
    const lost = verb === server.cutting && server.cuts > 0;
    if (lost) server.cuts -= 1;
    return lost
      ? Promise.reject(new TypeError('cut'))
      : Promise.resolve(answerTo(verb, server.locked));
  });
  const stores = createCallStores();
  const locks = fakeLocks();
  const quiet = { unlocked: createStore(true), unlock: () => Promise.resolve() };
  const calls = createCallClient({
    api,
    stores,
    stream: {
      connection: createStore<StreamState>('online'),
      leading: createStore(true),
      device: createStore<string | null>('device'),
      start: () => undefined,
      stop: () => undefined,
      listen: () => () => undefined,
      takeOver: () => Promise.resolve('registration'),
      attend: () => undefined,
      poke: () => undefined,
    },
    tabs: { id: 'tab', tell: () => undefined, listen: () => () => undefined },
    locks,
    devices: createMediaDevices(memoryShelf()),
    sounds: {
      ...quiet,
      preview: () => undefined,
      stopPreview: () => undefined,
      start: () => undefined,
      stop: () => undefined,
      play: () => undefined,
    },
    browser: recogniseBrowser({ userAgent: '', touchPoints: 0, standalone: false }),
    carriesCalls,
    displayName: () => 'Bob',
    signedIn: () => true,
    liveKitUrl: () => Promise.resolve(null),
    audioContext: () => undefined,
  });
  const rings = (invitation: string) => {
    calls.receive({
      name: 'incoming',
      data: {
        remote_alias: 'alice',
        owner: 'example.com',
        remote_display_name: 'Alice',
        conference_alias: 'alice@example.com',
        token: `ticket of ${invitation}`,
        time: '0',
        service_type: 'gateway',
        bsskey: invitation,
        invitation,
        remote_address: 'alice@example.com',
        call_type: 'audio',
        expires_at: Math.floor(Date.now() / 1000) + 45,
        origin: 'https://example.com',
        waiting: false,
      },
      scope: null,
    });
  };
  const answers = () => sent.filter(({ verb }) => verb === 'new_session').map(({ body }) => body);
  const verbs = () => sent.map(({ verb }) => verb).filter((verb) => /_session$/.test(verb));
  return { calls, stores, locks, server, asked, sent, rings, answers, verbs };
}

function answerTo(verb: string, locked: boolean): Response {
  const service = locked ? 'waiting_room' : 'gateway';
  const result =
    verb === 'new_session'
      ? {
          token: 'participant token',
          expires: '120',
          participant_uuid: 'me',
          display_name: 'Bob',
          role: 'GUEST',
          service_type: service,
          current_service_type: service,
          call_type: 'audio',
          direct_media: true,
          answer_by_event: true,
          max_peers: 3,
          room: 'room',
          address: 'alice@example.com',
          ...(locked ? {} : { media: { mode: 'direct', iceServers: [] } }),
        }
      : verb === 'ringing'
        ? { invitation: 'any', state: 'ringing', expires_at: 0 }
        : null;
  return new Response(JSON.stringify({ status: 'success', result }));
}

const audio = { video: false } as const;

test('4: an answer whose reply was cut is repeated as the same, and there is one call', async () => {
  const { calls, stores, server, rings, answers } = openPage();
  rings('i');
  server.cuts = 1;
  const outcome = calls.intents.answer('i', audio);
  // A second tap meanwhile is the same answer.
  expect(await calls.intents.answer('i', audio)).toEqual({ ok: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await outcome).toEqual({ ok: true });
  const [first, second, ...more] = answers();
  expect(first).toMatchObject({ token: 'ticket of i' });
  expect(first?.['client']).toMatch(/./);
  expect(second).toEqual(first);
  expect(more).toEqual([]);
  await drawn();
  expect(stores.calls.get()).toHaveLength(1);
  expect(stores.ringing.get()).toEqual([]);
  calls.endAll();
});

test('4: a second tap after an answer that nobody confirmed brings the same value', async () => {
  const { calls, stores, server, rings, answers } = openPage();
  rings('i');
  server.cuts = 100;
  const failed = calls.intents.answer('i', audio);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await failed).toMatchObject({ ok: false, problem: { kind: 'network' } });
  expect(stores.calls.get()).toEqual([]);
  server.cuts = 0;
  rings('i');
  expect(await calls.intents.answer('i', audio)).toEqual({ ok: true });
  expect(new Set(answers().map(({ client }) => client)).size).toBe(1);
  calls.endAll();
});

test('a call that is hung up before its tab has its place asks nobody, and keeps no other tab out', async () => {
  const { calls, stores, locks, answers } = openPage();
  const other = await takeLock(locks, callLock, 0);
  const outcome = calls.intents.connect({ channel: 'alice@example.com', callType: 'audio' });
  await drawn();
  const [call] = stores.calls.get();
  calls.intents.hangUp(call?.key ?? '');
  other?.release();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await outcome).toEqual({ ok: true });
  expect(answers()).toEqual([]);
  expect(await isHeld(locks, callLock)).toBe(false);
});

test('a browser without WebRTC asks nobody and captures nothing, and what rings goes on ringing', async () => {
  const { calls, asked, rings, verbs } = openPage({ carriesCalls: false });
  rings('i');
  const refused = { ok: false, problem: { kind: 'no_webrtc' } };
  const { intents } = calls;
  expect(await intents.answer('i', { video: true })).toEqual(refused);
  expect(await intents.answerTicket('i', 'ticket', null, { video: true })).toEqual(refused);
  expect(await intents.connect({ channel: 'alice', callType: 'audio' })).toEqual(refused);
  expect(verbs()).toEqual([]);
  expect(asked).not.toHaveBeenCalled();
  // Another tap on what still rings.
  expect(await intents.answer('i', { video: false })).toEqual(refused);
});

test('12: end-and-answer goes on with the microphone that is open, and hangs up first', async () => {
  const { calls, stores, asked, rings, verbs } = openPage();
  await calls.intents.connect({ channel: 'carol@example.com', callType: 'audio' });
  await vi.advanceTimersByTimeAsync(0);
  rings('i');
  expect(await calls.intents.answer('i', { ...audio, others: 'end' })).toEqual({ ok: true });
  expect(verbs()).toEqual(['new_session', 'end_session', 'new_session']);
  expect(asked).toHaveBeenCalledTimes(1);
  await drawn();
  expect(stores.calls.get().map(({ peer }) => peer.address)).toEqual(['alice@example.com']);
  calls.endAll();
});

test('18: who waits before the door tells its state once it is let in', async () => {
  const { calls, stores, server, sent } = openPage();
  server.locked = true;
  await calls.intents.connect({ channel: 'team@example.com', callType: 'audio' });
  await drawn();
  const [call] = stores.calls.get();
  calls.intents.setMicrophone(call?.key ?? '', false);
  await vi.advanceTimersByTimeAsync(1_000);
  const reports = () => sent.filter(({ verb }) => verb === 'state').map(({ body }) => body);
  expect(reports()).toEqual([]);
  calls.receive({
    name: 'participant_update',
    data: {
      uuid: 'me',
      display_name: 'Bob',
      uri: 'bob@example.com',
      role: 'guest',
      is_muted: 'NO',
      max_peers: 3,
      service_type: 'conference',
      profile: 'ringway',
      state: {},
      connected: true,
    },
    scope: { room: call?.room ?? '', participant: 'me' },
  });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(reports()).toMatchObject([{ audio: false }]);
  calls.endAll();
});

test.each([
  ['an earlier self of mine', 'somebody', 1],
  ['me', 'me', 0],
])('the end of %s in the room that is entered ends no other', async (_who, participant, left) => {
  const { calls, stores, server } = openPage();
  server.meanwhile = () => {
    calls.receive({
      name: 'disconnect',
      data: { reason: 'replaced', cause: 'moved' },
      scope: { room: 'room', participant },
    });
  };
  await calls.intents.connect({ channel: 'team@example.com', callType: 'audio' });
  const live = () => stores.calls.get().filter(({ phase }) => phase.phase !== 'ended');
  await drawn();
  expect(live()).toHaveLength(left);
  server.meanwhile();
  await drawn();
  expect(live()).toHaveLength(left);
  calls.endAll();
});

test('9: that this device rings is said until the server knows it, or it no longer rings', async () => {
  const { calls, server, sent, rings } = openPage();
  const said = () => sent.filter(({ verb }) => verb === 'ringing').length;
  Object.assign(server, { cutting: 'ringing', cuts: 2 });
  rings('i');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said()).toBe(3);
  server.cuts = 100;
  rings('j');
  await vi.advanceTimersByTimeAsync(100);
  calls.receive({
    name: 'incoming_cancelled',
    data: { token: 'ticket of j', invitation: 'j', reason: 'cancelled' },
    scope: null,
  });
  const then = said();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(said()).toBe(then);
  calls.endAll();
});

test('what the system rings for is neither heard nor seen here, whichever of the two came first', async () => {
  const page = openPage();
  page.calls.intents.leaveToSystem('first');
  page.rings('first');
  page.rings('second');
  await drawn();
  expect(page.stores.ringing.get().map(({ invitation }) => invitation)).toEqual(['second']);
  page.calls.intents.leaveToSystem('second');
  await drawn();
  expect(page.stores.ringing.get()).toEqual([]);
  const over = { invitation: 'second', token: 'ticket of second', reason: 'missed' } as const;
  page.calls.receive({ name: 'incoming_cancelled', data: over, scope: null });
  expect(page.stores.stopped.get()).toBeNull();
});

test('one invitation is answered once, by whichever ticket of this phone', async () => {
  const page = openPage();
  page.rings('one');
  const first = page.calls.intents.answer('one', { video: false });
  const from = { address: 'alice@example.com', displayName: 'Alice' };
  const again = page.calls.intents.answerTicket('one', 'ticket of the push', null, {
    ...{ video: false, from },
  });
  await drawn();
  expect(await first).toEqual({ ok: true });
  expect(await again).toEqual({ ok: true });
  expect(page.answers()).toHaveLength(1);
  expect(page.stores.calls.get().map(({ invitation }) => invitation)).toEqual(['one']);
});

/** Lets a page that still connects show what is now, too. */
const shown = () => vi.advanceTimersByTimeAsync(1_000);

test('a microphone that a host muted stays off until a host lets me speak and I switch it on', async () => {
  const { calls, stores } = openPage();
  await calls.intents.connect({ channel: 'team@example.com', callType: 'audio' });
  await shown();
  const now = () => stores.calls.get()[0];
  const key = now()?.key ?? '';
  const heard = async (is_muted: 'YES' | 'NO') => {
    calls.receive({
      name: 'participant_update',
      data: {
        ...{ uuid: 'me', display_name: 'Bob', uri: 'bob@example.com', role: 'guest', is_muted },
        ...{ max_peers: 3, service_type: 'conference', profile: 'ringway', state: {} },
        connected: true,
      },
      scope: { room: now()?.room ?? '', participant: 'me' },
    });
    await shown();
  };
  expect(now()).toMatchObject({ own: { microphone: { on: true } } });
  await heard('YES');
  const silent = { own: { microphone: { on: false } } };
  expect(now()).toMatchObject({ ...silent, meeting: { mutedByHost: true } });
  calls.intents.setMicrophone(key, true);
  await shown();
  expect(now()).toMatchObject(silent);
  await heard('NO');
  expect(now()).toMatchObject({ ...silent, meeting: { mutedByHost: false } });
  calls.intents.setMicrophone(key, true);
  await shown();
  expect(now()).toMatchObject({ own: { microphone: { on: true } } });
  calls.endAll();
});

test('to be muted while on hold switches no microphone off in the call that goes on', async () => {
  const { calls, stores } = openPage();
  await calls.intents.connect({ channel: 'team@example.com', callType: 'audio' });
  await shown();
  const [held] = stores.calls.get();
  calls.intents.hold(held?.key ?? '');
  calls.receive({
    name: 'participant_update',
    data: {
      ...{ uuid: 'me', display_name: 'Bob', uri: 'bob@example.com', role: 'guest' },
      ...{ is_muted: 'YES', max_peers: 3, service_type: 'conference', profile: 'ringway' },
      ...{ state: {}, connected: true },
    },
    scope: { room: held?.room ?? '', participant: 'me' },
  });
  await shown();
  expect(stores.calls.get()[0]).toMatchObject({ own: { microphone: { on: true } } });
  calls.intents.resume(held?.key ?? '');
  await shown();
  expect(stores.calls.get()[0]).toMatchObject({ own: { microphone: { on: false } } });
  calls.endAll();
});
