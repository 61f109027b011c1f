import * as z from 'zod/mini';
import { ask, type ToWorker } from './worker/messages';
import type { Locks } from './stream/lead';
import { createStore, type Store } from './store';

/**
 * Whether a new version is there. `offered`: it waits to be asked for; `waiting`: it was, and comes as soon
 * as no tab is in a call; `applying`: the page is about to load anew.
 */
export type UpdateState = 'none' | 'offered' | 'waiting' | 'applying';

/** New versions of the pages. */
export interface Updates {
  readonly state: Store<UpdateState>;
  /** Brings the new version, now or after the calls of this profile. */
  readonly apply: () => void;
}

/** The side of the browser that updates look at; `navigator.serviceWorker`, or a fake of it. */
export interface WorkerContainer extends EventTarget {
  readonly controller: WaitingWorker | null;
}

/** A worker of some version. */
export type WaitingWorker = Pick<ServiceWorker, 'postMessage' | 'state'> & EventTarget;

/** The registration that updates look at. */
export interface Registered extends EventTarget {
  readonly waiting: WaitingWorker | null;
  readonly installing: WaitingWorker | null;
  readonly update: () => Promise<unknown>;
}

/** What updates need of their surroundings. */
export interface UpdateParts {
  readonly workers: WorkerContainer;
  readonly registration: Registered;
  readonly locks: Locks | undefined;
  /** The build of this page. */
  readonly build: string;
  readonly reload: () => void;
}

/** Held, shared, by each tab that is in a call or rings: a new version waits for all of them. */
const busyLock = 'ringway-busy';

/** How long a worker may take to say which build it is, ms. */
const buildPatience = 2_000;

/** Follows the registration for new versions. */
export function followUpdates(parts: UpdateParts): Updates {
  const { workers, registration, locks, build, reload } = parts;
  const state = createStore<UpdateState>('none');
  let controlled = workers.controller !== null;
  let asked = false;

  const buildOf = (worker: WaitingWorker): Promise<string | null> =>
    ask(worker, { type: 'build' }, { schema: z.string(), patience: buildPatience });
  /** A version is installed and waits. */
  const consider = async (worker: WaitingWorker): Promise<void> => {
    if ((await buildOf(worker)) === build) {
      // The page came fresh from the server already: only the worker behind it changes.
      void whenFree(locks, () => takeOver(worker));
      return;
    }
    if (state.get() === 'none') state.set('offered');
  };
  const watchInstalling = (): void => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && workers.controller !== null) void consider(worker);
    });
  };
  const comeAnew = (): void => {
    state.set('waiting');
    void whenFree(locks, () => {
      state.set('applying');
      reload();
    });
  };

  workers.addEventListener('controllerchange', () => {
    const first = !controlled;
    controlled = true;
    const { controller } = workers;
    if (first || controller === null) return;
    void buildOf(controller).then((now) => {
      if (now === build) return;
      // Whoever asked in one tab did not ask in this one, if it is looked at.
      if (asked || document.visibilityState === 'hidden') comeAnew();
      else state.set('offered');
    });
  });
  registration.addEventListener('updatefound', watchInstalling);
  watchInstalling();
  if (registration.waiting !== null) void consider(registration.waiting);

  return {
    state,
    apply() {
      if (state.get() !== 'offered') return;
      asked = true;
      state.set('waiting');
      void whenFree(locks, () => {
        state.set('applying');
        const { waiting } = registration;
        if (waiting === null) reload();
        else takeOver(waiting);
      });
    },
  };
}

/** Whether this tab is in a call or rings, as {@link holdWhileBusy} was told. */
let isBusyHere: () => boolean = () => false;

function takeOver(worker: WaitingWorker): void {
  worker.postMessage({ type: 'SKIP_WAITING' } satisfies ToWorker);
}

/** Holds the lock of busy tabs while this one is in a call or rings. */
export function holdWhileBusy(
  locks: Locks | undefined,
  sources: readonly Store<unknown>[],
  isBusy: () => boolean,
): void {
  isBusyHere = isBusy;
  let release: (() => void) | null = null;
  const follow = (): void => {
    if (isBusy() === (release !== null)) return;
    if (release !== null) {
      release();
      release = null;
      return;
    }
    const busy = new Promise<void>((resolve) => {
      release = resolve;
    });
    locks?.request(busyLock, { mode: 'shared' }, () => busy).catch(() => undefined);
  };
  for (const source of sources) source.subscribe(follow);
  follow();
}

/** Acts once no tab of the profile is in a call or rings. */
async function whenFree(locks: Locks | undefined, act: () => void): Promise<void> {
  if (locks === undefined) {
    act();
    return;
  }
  const isFree = await locks.request(busyLock, { mode: 'exclusive' }, () => {
    // A call that moved to this very tab waits behind this request: it goes first.
    if (isBusyHere()) return false;
    act();
    return true;
  });
  if (!isFree) await whenFree(locks, act);
}
