import { configSchema, type Config } from '@/lib/platform/own';
import { api } from './api';
import { thisBrowser } from './browser';
import { createCallStores, createLazyCalls } from './call/lazy-calls';
import { recallCalls } from './call/remembered-calls';
import { createLazyCaptions } from './captions/lazy-captions';
import { createLazyCheck } from './check/lazy-check';
import { createInstallation } from './install';
import { recallMeetingKeys } from './meeting-keys';
import { createMediaDevices } from './media/devices';
import { createPreferences } from './preferences';
import { createPageReadiness } from './page-readiness';
import type { PushState } from './readiness';
import type { Connection, LostDevice, Runtime, TestRingStep } from './runtime-view';
import { loadSession, session, type SessionState } from './session';
import type { SignedInStores } from './signed-in';
import { createShimStores } from './shim/stores';
import { createSounds } from './sounds';
import { keptMark } from './offline/mark';
import { profileShelf } from './storage';
import { createStore } from './store';
import type { UpdateState } from './update';
import { onceDrawn } from './once-drawn';

export type { Runtime } from './runtime-view';

let runtime: Runtime | undefined;

/** The runtime of this page, made at its first use. */
export function getRuntime(): Runtime {
  runtime ??= createRuntime();
  return runtime;
}

function createRuntime(): Runtime {
  const preferences = createPreferences();
  const sounds = createSounds(() => preferences.state.get().ringtone);
  const devices = createMediaDevices();
  const config = createStore<Config | null>(null);
  const stores: SignedInStores = {
    calls: createCallStores(),
    connection: createStore<Connection>('connecting'),
    device: createStore<string | null>(null),
    deviceRings: createStore<boolean | null>(null),
    otherTabRings: createStore(false),
    push: createStore<PushState>('unknown'),
    testRings: createStore<readonly TestRingStep[]>([]),
    lostDevices: createStore<readonly LostDevice[]>([]),
    historyChanges: createStore(0),
  };
  const update = createStore<UpdateState>('none');
  const shim = createShimStores();
  const signedIn = loadOnce(async () => {
    const { createSignedIn } = await import('./signed-in');
    devices.watch();
    const page = createSignedIn({ stores, devices, sounds, browser: thisBrowser() });
    page.listen((event) => {
      if (event.name !== 'device_lost' || event.data.channel !== 'web') return;
      void background().then((behind) => behind.pushWasLost(), ignore);
    });
    return page;
  });
  const background = loadOnce(async () => {
    const { startBackground } = await import('./background');
    return startBackground({ ...stores, config, update });
  });
  const calls = createLazyCalls(stores.calls, async () => (await signedIn()).calls.intents);
  const installation = createInstallation(thisBrowser);
  const readiness = createPageReadiness({
    stores,
    devices,
    sounds,
    installation,
    shim,
    connectPush: async () => (await background()).connectPush(),
  });
  let started = false;
  let wanted = false;

  const follow = (): void => {
    const state = session.get();
    if (state.status === 'signed-in' && wanted) {
      onceDrawn(() => void background().catch(ignore));
      void signedIn().then((page) => {
        if (session.get().status !== 'signed-in') return;
        page.start(state.me);
        return page.calls.returnToCalls();
      }, retryLater);
    }
    if (state.status === 'signed-out') {
      if (wanted) void signedIn().then((page) => page.stop(), ignore);
      wanted = false;
      if (profileShelf.read(keptMark) !== null) void forgetPerson().catch(ignore);
    }
  };
  /** The code did not come: the network is away. */
  const retryLater = (): void => {
    stores.connection.set('offline');
    setTimeout(follow, 5_000);
  };

  return {
    session,
    calls,
    captions: createLazyCaptions(stores.calls.calls),
    devices,
    preferences,
    sounds,
    config,
    readiness: readiness.state,
    installation,
    update: { state: update, apply: () => void background().then((page) => page.applyUpdate()) },
    connection: stores.connection,
    device: stores.device,
    testRings: stores.testRings,
    lostDevices: stores.lostDevices,
    historyChanges: stores.historyChanges,
    mediaCheck: createLazyCheck(devices, sounds),
    shim,
    noteDevice: stores.device.set,
    noteDeviceRings(device, rings) {
      if (device === stores.device.get()) stores.deviceRings.set(rings);
    },
    start() {
      if (started) return;
      started = true;
      preferences.load();
      installation.watch();
      readiness.start();
      void recallMeetingKeys().catch(ignore);
      unlockByTouch(() => void sounds.unlock());
      session.subscribe(follow);
      void loadConfig().then((loaded) => {
        config.set(loaded);
      });
      void askWhoIsHere().then((state) => {
        if (recallCalls().length === 0) return;
        // A reload in a call goes back to it, on whatever page.
        if (state.status === 'signed-in') this.startSignedIn();
        else void signedIn().then((page) => page.calls.returnToCalls(), ignore);
      });
    },
    prepareCalls: () => {
      calls.preload();
    },
    startSignedIn() {
      if (wanted) return;
      wanted = true;
      sounds.probe();
      calls.preload();
      follow();
    },
  };
}

function loadOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      // What could not be downloaded is tried again.
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

const ignore = (): void => undefined;

/** Until the first touch a page may make no sound; every touch may be the first that counts. */
function unlockByTouch(unlock: () => void): void {
  for (const event of ['pointerup', 'keydown', 'touchend'] as const) {
    addEventListener(event, unlock, { capture: true, passive: true });
  }
}

/**
 * Asks until somebody answers: a server that restarts is there again soon. Who was here before is shown
 * meanwhile.
 */
async function askWhoIsHere(): Promise<SessionState> {
  let state = await loadSession();
  while (state.status === 'unreachable' || (state.status === 'signed-in' && state.recalled)) {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    state = await loadSession();
  }
  return state;
}

async function forgetPerson(): Promise<void> {
  const forgetting = await import('./offline/forget');
  await forgetting.forgetPerson();
}

/** Asks until the server answers: whoever starts without a network needs it later. */
async function loadConfig(): Promise<Config> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await api.get('/api/config', { schema: configSchema });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, Math.min(attempt, 15) * 1_000));
    }
  }
}
