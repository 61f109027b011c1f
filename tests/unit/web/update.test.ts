import { describe, expect, test, vi } from 'vitest';
import { createStore } from '@/lib/web/store';
import { followUpdates, holdWhileBusy, type WaitingWorker } from '@/lib/web/update';
import { fakeLocks } from './fake-locks';

/** A worker of a build, which takes over when it is told to. */
class FakeWorker extends EventTarget implements WaitingWorker {
  state: ServiceWorkerState = 'installed';
  readonly build: string;
  readonly #takeOver: (worker: FakeWorker) => void;

  constructor(build: string, takeOver: (worker: FakeWorker) => void) {
    super();
    this.build = build;
    this.#takeOver = takeOver;
  }

  postMessage(message: unknown, transfer?: unknown): void {
    const type: unknown = Reflect.get(Object(message), 'type');
    const ports: readonly unknown[] = Array.isArray(transfer) ? transfer : [];
    for (const port of ports) {
      if (type === 'build' && port instanceof MessagePort) port.postMessage(this.build);
    }
    if (type === 'SKIP_WAITING') this.#takeOver(this);
  }
}

class FakeContainer extends EventTarget {
  controller: WaitingWorker | null = null;
}

class FakeRegistration extends EventTarget {
  waiting: WaitingWorker | null = null;
  installing: WaitingWorker | null = null;
  update = () => Promise.resolve();
}

/** A page of build one, served by a worker of build one; `visible`: somebody looks at it. */
function openPage(visible: boolean) {
  vi.stubGlobal('document', { visibilityState: visible ? 'visible' : 'hidden' });
  const locks = fakeLocks();
  const workers = new FakeContainer();
  const registration = new FakeRegistration();
  const takeOver = (worker: FakeWorker): void => {
    registration.waiting = null;
    worker.state = 'activated';
    workers.controller = worker;
    workers.dispatchEvent(new Event('controllerchange'));
  };
  workers.controller = new FakeWorker('one', takeOver);
  const reload = vi.fn();
  const updates = followUpdates({ workers, registration, locks, build: 'one', reload });
  return {
    updates,
    reload,
    locks,
    workers,
    takeOver,
    install: (build: string): FakeWorker => {
      const worker = new FakeWorker(build, takeOver);
      worker.state = 'installing';
      registration.installing = worker;
      registration.dispatchEvent(new Event('updatefound'));
      worker.state = 'installed';
      registration.installing = null;
      registration.waiting = worker;
      worker.dispatchEvent(new Event('statechange'));
      return worker;
    },
  };
}

describe('a new version', () => {
  test('is offered, and comes when it is asked for, with one reload', async () => {
    const { updates, install, reload, workers } = openPage(true);
    expect(updates.state.get()).toBe('none');
    const worker = install('two');
    await vi.waitFor(() => expect(updates.state.get()).toBe('offered'));
    expect(workers.controller).not.toBe(worker);
    updates.apply();
    await vi.waitFor(() => expect(reload).toHaveBeenCalled());
    expect(workers.controller).toBe(worker);
    expect(updates.state.get()).toBe('applying');
    expect(reload).toHaveBeenCalledTimes(1);
  });

  test('waits for every call and every ring of the profile', async () => {
    const { updates, install, reload, workers, locks } = openPage(true);
    const old = workers.controller;
    const inCall = createStore(true);
    holdWhileBusy(locks, [inCall], inCall.get);
    const ringing = createStore(true);
    holdWhileBusy(locks, [ringing], ringing.get);
    install('two');
    await vi.waitFor(() => expect(updates.state.get()).toBe('offered'));
    updates.apply();
    await vi.waitFor(() => expect(updates.state.get()).toBe('waiting'));
    ringing.set(false);
    await locks.query();
    expect(workers.controller).toBe(old);
    expect(reload).not.toHaveBeenCalled();
    inCall.set(false);
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  });

  test('needs no word where the page came fresh from the server', async () => {
    const { updates, install, reload, workers } = openPage(true);
    const worker = install('one');
    await vi.waitFor(() => expect(workers.controller).toBe(worker));
    await vi.waitFor(() => expect(updates.state.get()).toBe('none'));
    expect(reload).not.toHaveBeenCalled();
  });

  test('that another tab asked for is offered in one that is looked at', async () => {
    const { updates, install, takeOver, reload } = openPage(true);
    takeOver(install('two'));
    await vi.waitFor(() => expect(updates.state.get()).toBe('offered'));
    expect(reload).not.toHaveBeenCalled();
    updates.apply();
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  });

  test('that another tab asked for comes at once in one that nobody looks at', async () => {
    const { install, takeOver, reload } = openPage(false);
    takeOver(install('two'));
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  });
});

test('the first worker of a page changes nothing', async () => {
  const { updates, workers, takeOver } = openPage(true);
  workers.controller = null;
  const fresh = new FakeContainer();
  const reload = vi.fn();
  followUpdates({
    workers: fresh,
    registration: new FakeRegistration(),
    locks: fakeLocks(),
    build: 'one',
    reload,
  });
  fresh.controller = new FakeWorker('two', takeOver);
  fresh.dispatchEvent(new Event('controllerchange'));
  await vi.waitFor(() => expect(updates.state.get()).toBe('none'));
  expect(reload).not.toHaveBeenCalled();
});
