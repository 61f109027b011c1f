import { configSchema, type Config } from '@/lib/platform/own';
import { api } from './api';
import { thisBrowser } from './browser';
import { createCallStores, createLazyCalls } from './call/lazy-calls';
import { recallCalls } from './call/remembered-calls';
import { createLazyCheck } from './check/lazy-check';
import { createInstallation } from './install';
import { createMediaDevices } from './media/devices';
import { createPreferences } from './preferences';
import { createPageReadiness } from './page-readiness';
import type { PushState } from './readiness';
import type { Connection, Runtime, TestRingStep } from './runtime-view';
import { loadSession, session, type SessionState } from './session';
import type { SignedIn, SignedInStores } from './signed-in';
import { createSounds } from './sounds';
import { createStore } from './store';

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
    historyChanges: createStore(0),
  };
  const signedIn = loadOnce(async () => {
    const { createSignedIn } = await import('./signed-in');
    devices.watch();
    return createSignedIn({ stores, devices, sounds, browser: thisBrowser() });
  });
  const calls = createLazyCalls(stores.calls, async () => (await signedIn()).calls.intents);
  const installation = createInstallation(thisBrowser);
  const readiness = createPageReadiness({
    stores,
    devices,
    sounds,
    installation,
    connectPush: () => Promise.resolve(),
  });
  let started = false;
  let wanted = false;

  const follow = (): void => {
    const state = session.get();
    if (state.status === 'signed-in' && wanted) {
      void signedIn().then((page) => {
        if (session.get().status !== 'signed-in') return;
        page.start(state.me);
        return page.calls.returnToCalls();
      }, retryLater);
    }
    if (state.status === 'signed-out' && wanted) {
      wanted = false;
      void signedIn().then((page) => page.stop(), ignore);
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
    devices,
    preferences,
    sounds,
    config,
    readiness: readiness.state,
    installation,
    connection: stores.connection,
    device: stores.device,
    testRings: stores.testRings,
    historyChanges: stores.historyChanges,
    mediaCheck: createLazyCheck(devices, sounds),
    noteDeviceRings(device, rings) {
      if (device === stores.device.get()) stores.deviceRings.set(rings);
    },
    start() {
      if (started) return;
      started = true;
      preferences.load();
      installation.watch();
      readiness.start();
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
    startSignedIn() {
      if (wanted) return;
      wanted = true;
      sounds.probe();
      calls.preload();
      follow();
    },
  };
}

function loadOnce(load: () => Promise<SignedIn>): () => Promise<SignedIn> {
  let loading: Promise<SignedIn> | undefined;
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

/** Asks until somebody answers: a server that restarts is there again soon. */
async function askWhoIsHere(): Promise<SessionState> {
  let state = await loadSession();
  while (state.status === 'unreachable') {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    state = await loadSession();
  }
  return state;
}

async function loadConfig(): Promise<Config | null> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      return await api.get('/api/config', { schema: configSchema });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1_000 * (attempt + 1)));
    }
  }
  return null;
}
