import * as z from 'zod/mini';
import { configSchema, deviceEntrySchema, type MySession } from '@/lib/platform/own';
import { api } from './api';
import { createCallClient } from './call/client';
import type { LoadedCalls } from './call/client-parts';
import type { CallStores } from './call/lazy-calls';
import type { Browser } from './browser';
import type { MediaDevicesWatch } from './media/devices';
import { hasWebRtc } from './media/webrtc';
import type { PushState } from './readiness';
import type { Connection, LostDevice, TestRingStep } from './runtime-view';
import { loadSession, session } from './session';
import type { PageSounds } from './sounds';
import type { Store, WritableStore } from './store';
import type { StreamEvent } from './stream/events';
import { createProfileStream, type ProfileStream } from './stream/profile-stream';
import { profileDeviceId } from './stream/registration';
import { openTabs } from './stream/tabs';

/** The stores that a signed-in page fills; there before its code is loaded. */
export interface SignedInStores {
  readonly calls: CallStores;
  readonly connection: WritableStore<Connection>;
  readonly device: WritableStore<string | null>;
  /** `ring` of this device; null while unknown. */
  readonly deviceRings: WritableStore<boolean | null>;
  /** Another tab of this profile rings in this one's place. */
  readonly otherTabRings: WritableStore<boolean>;
  /** Whether web push reaches this profile. */
  readonly push: WritableStore<PushState>;
  readonly testRings: WritableStore<readonly TestRingStep[]>;
  readonly lostDevices: WritableStore<readonly LostDevice[]>;
  readonly historyChanges: WritableStore<number>;
}

/** What a page that is signed in, or in a call, needs. */
export interface SignedIn {
  readonly calls: LoadedCalls;
  /** Hears every event of the profile's stream, until the returned function is called. */
  readonly listen: ProfileStream['listen'];
  readonly start: (me: MySession) => void;
  readonly stop: () => void;
}

/** How long a ring test rings, ms. */
const testRingTime = 3_000;

/** Makes the stream and the calls of a page; nothing opens before `start`. */
export function createSignedIn(parts: {
  readonly stores: SignedInStores;
  readonly devices: MediaDevicesWatch;
  readonly sounds: PageSounds;
  readonly browser: Browser;
}): SignedIn {
  const { stores, devices, sounds, browser } = parts;
  const tabs = openTabs();
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const stream = createProfileStream({
    api,
    tabs,
    locks,
    inCall: () => stores.calls.calls.get().some(({ phase }) => phase.phase !== 'ended'),
    sessionStands: async () => (await loadSession()).status !== 'signed-out',
  });
  let liveKitUrl: Promise<string | null> | undefined;
  const askLiveKitUrl = async (): Promise<string | null> =>
    (await api.get('/api/config', { schema: configSchema })).livekit ?? null;
  const calls = createCallClient({
    api,
    stores: stores.calls,
    stream,
    tabs,
    locks,
    devices,
    sounds,
    browser,
    carriesCalls: hasWebRtc(),
    displayName: () => {
      const state = session.get();
      return state.status === 'signed-in' ? state.me.display_name : '';
    },
    signedIn: () => session.get().status === 'signed-in',
    liveKitUrl: () => (liveKitUrl ??= askLiveKitUrl()),
    audioContext: sounds.context,
  });
  let started = false;

  copy(stream.connection, stores.connection);
  copy(stream.device, stores.device);
  stream.listen(calls.receive);
  stream.listen(hearOfAccount(stores, stream, sounds));
  stream.leading.subscribe(() => {
    stores.otherTabRings.set(started && !stream.leading.get());
  });
  stream.device.subscribe(() => void readDeviceRings(stores, stream.device.get()));
  followAttention(stream);
  followSession(tabs);

  return {
    calls,
    listen: stream.listen,
    start(me) {
      if (started) return;
      started = true;
      const deviceId = profileDeviceId();
      stream.start({ account: me.account, session: me.session, deviceId, name: browser.name });
      stream.attend();
    },
    stop() {
      if (!started) return;
      started = false;
      calls.endAll();
      stream.stop();
      stores.otherTabRings.set(false);
      stores.deviceRings.set(null);
    },
  };
}

function copy<Value>(from: Store<Value>, to: WritableStore<Value>): void {
  from.subscribe(() => {
    to.set(from.get());
  });
}

/** What the stream says of the account rather than of a call. */
function hearOfAccount(
  stores: SignedInStores,
  stream: ProfileStream,
  sounds: PageSounds,
): (event: StreamEvent) => void {
  let askedAt = 0;
  const note = (step: TestRingStep): void => {
    stores.testRings.update((steps) => [...steps.slice(-99), step]);
  };
  return (event) => {
    if (event.name === 'calls_changed') stores.historyChanges.update((count) => count + 1);
    if (event.name === 'device_lost' && event.data.channel === 'device')
      stores.lostDevices.update((all) => [...all, event.data]);
    if (event.name !== 'test_ring') return;
    const { device, test, step, channel = 'stream' } = event.data;
    note(event.data);
    if (step === 'asked') askedAt = Date.now();
    const mine = device === stores.device.get() && stream.leading.get();
    if (step !== 'sent' || channel !== 'stream' || !mine) return;
    sounds.start('ring');
    note({ device, test, step: 'rang', channel, at: Date.now() - askedAt });
    setTimeout(() => {
      if (stores.calls.ringing.get().length === 0) sounds.stop('ring');
    }, testRingTime);
  };
}

async function readDeviceRings(stores: SignedInStores, device: string | null): Promise<void> {
  if (device === null) return;
  try {
    const entries = await api.get('/api/my/devices', { schema: z.array(deviceEntrySchema) });
    const own = entries.find(({ id }) => id === device);
    if (own) stores.deviceRings.set(own.ring);
  } catch {
    // Unknown is no reason to say that it does not ring.
  }
}

/** The person is where the page is seen and touched: that tab holds the stream. */
function followAttention(stream: ProfileStream): void {
  const attend = (): void => {
    stream.attend();
  };
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    stream.poke();
    attend();
  });
  addEventListener('focus', attend);
  addEventListener('pageshow', attend);
  addEventListener('pointerdown', attend, { capture: true, passive: true });
  addEventListener('online', stream.poke);
  addEventListener('offline', stream.poke);
}

/** Signing in or out in one tab is seen in all. */
function followSession(tabs: ReturnType<typeof openTabs>): void {
  let before = session.get().status;
  session.subscribe(() => {
    const { status } = session.get();
    const news = before !== 'unknown' && before !== status;
    before = status;
    if (news) tabs.tell({ type: 'session' });
  });
  tabs.listen((message) => {
    if (message.type === 'session') void loadSession();
  });
}
