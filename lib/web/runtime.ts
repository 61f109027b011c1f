import { createCallStores, createLazyCalls, type CallIntents } from './call/lazy-calls';
import type { NetworkTest } from './check/view';
import { createPreferences } from './preferences';
import type { Readiness } from './readiness';
import type { Connection, Runtime, TestRingStep } from './runtime-view';
import { loadSession, session } from './session';
import { createSounds } from './sounds';
import { createStore } from './store';
import type { Config } from '@/lib/platform/own';

export type { Runtime } from './runtime-view';

let runtime: Runtime | undefined;

/** The runtime of this page, made at its first use. */
export function getRuntime(): Runtime {
  runtime ??= createRuntime();
  return runtime;
}

function createRuntime(): Runtime {
  const preferences = createPreferences();
  const stores = createCallStores();
  const calls = createLazyCalls(stores, () => Promise.reject<CallIntents>(new Error('not yet')));
  return {
    session,
    calls,
    preferences,
    sounds: createSounds(() => preferences.state.get().ringtone),
    connection: createStore<Connection>('connecting'),
    config: createStore<Config | null>(null),
    readiness: createStore<Readiness>({ verdict: 'rings_while_open', reasons: [] }),
    device: createStore<string | null>(null),
    testRings: createStore<readonly TestRingStep[]>([]),
    historyChanges: createStore(0),
    devices: {
      state: createStore({
        microphones: [],
        cameras: [],
        speakers: [],
        microphone: null,
        camera: null,
        speaker: null,
        permissions: { microphone: 'unknown', camera: 'unknown' },
      }),
      choose: () => undefined,
      request: () => Promise.resolve(null),
    },
    mediaCheck: {
      state: createStore({
        preview: null,
        cameraProblem: null,
        microphoneProblem: null,
        running: false,
        network: { state: 'idle' } satisfies NetworkTest,
        tonePlaying: false,
      }),
      microphoneLevel: createStore(0),
      start: () => Promise.resolve(),
      stop: () => undefined,
      playTestTone: () => Promise.resolve(),
      testNetwork: () => Promise.resolve(),
    },
    noteDeviceRings: () => undefined,
    start() {
      preferences.load();
      void loadSession();
    },
    startSignedIn: () => undefined,
  };
}
