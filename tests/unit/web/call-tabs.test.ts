import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApi } from '@/lib/web/api';
import { createCallTabs } from '@/lib/web/call/call-tabs';
import type { RememberedCall } from '@/lib/web/call/remembered-calls';
import type { Peer } from '@/lib/web/call/view';
import { createStore } from '@/lib/web/store';
import type { TabMessage, Tabs } from '@/lib/web/stream/tabs';
import { fakeLocks, locksOfTab } from './fake-locks';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const alice: Peer = { address: 'alice@x', displayName: 'Alice' };
const call: RememberedCall = {
  address: 'alice@x',
  client: 'c',
  invitation: null,
  ticket: 't',
  pin: null,
  key: null,
  guestName: null,
  token: 'participant token',
  direction: 'incoming',
  kind: 'gateway',
  callType: 'video',
  peer: alice,
  since: 5,
  microphone: true,
  camera: true,
  held: false,
};

/** A browser profile whose tabs hear each other. */
function profile() {
  const locks = fakeLocks();
  const left: string[] = [];
  const api = createApi((path, init) => {
    left.push(
      `${typeof path === 'string' ? path : ''} ${new Headers(init?.headers).get('token') ?? ''}`,
    );
    return Promise.resolve(new Response('{"status":"success","result":null}'));
  });
  const all: { readonly id: string; readonly hear: (message: TabMessage) => void }[] = [];
  const open = (options: { readonly leads?: boolean; readonly calls?: RememberedCall[] } = {}) => {
    const id = `tab ${all.length}`;
    const listeners = new Set<(message: TabMessage) => void>();
    let closed = false;
    const tabs: Tabs = {
      id,
      tell: (message) => {
        if (closed) return;
        for (const one of all) if (one.id !== id) one.hear(message);
      },
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    all.push({
      id,
      hear: (message) => {
        if (!closed) for (const listener of [...listeners]) listener(message);
      },
    });
    const tab = locksOfTab(locks);
    const elsewhere = createStore<{ readonly peer: Peer } | null>(null);
    const callTabs = createCallTabs({
      api,
      tabs,
      locks: tab.locks,
      elsewhere,
      leads: () => options.leads ?? false,
      onHandOver: () => {
        const calls = options.calls ?? [];
        callTabs.leave();
        return calls;
      },
    });
    const vanish = (): void => {
      closed = true;
      tab.vanish();
    };
    return { callTabs, elsewhere, vanish };
  };
  return { open, left };
}

const patience = 400;

test('one tab is in a call, the others know with whom, until it ends', async () => {
  const { open, left } = profile();
  const [one, two] = [open(), open({ leads: true })];
  expect(await one.callTabs.enter(patience)).toBe(true);
  one.callTabs.tell(alice, [call]);
  expect(two.elsewhere.get()).toEqual({ peer: alice });
  const refused = two.callTabs.enter(patience);
  await vi.advanceTimersByTimeAsync(patience);
  expect(await refused).toBe(false);
  one.callTabs.leave();
  expect(two.elsewhere.get()).toBeNull();
  expect(await two.callTabs.enter(patience)).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(left).toEqual([]);
});

test('a tab that vanished is waited for, then its call is left, by one tab alone', async () => {
  const { open, left } = profile();
  const [one] = [open(), open({ leads: true }), open()];
  await one.callTabs.enter(patience);
  one.callTabs.tell(alice, [call]);
  one.vanish();
  await vi.advanceTimersByTimeAsync(9_999);
  expect(left).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(left).toEqual(['/api/services/alice%40x/end_session participant token']);
});

test('a tab that reloads comes back for its call', async () => {
  const { open, left } = profile();
  const [one, two] = [open(), open({ leads: true })];
  await one.callTabs.enter(patience);
  one.callTabs.tell(alice, [call]);
  one.vanish();
  await vi.advanceTimersByTimeAsync(1_000);
  const again = open();
  await again.callTabs.enter(patience);
  again.callTabs.tell(alice, [call]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(left).toEqual([]);
  expect(two.elsewhere.get()).toEqual({ peer: alice });
});

test('a call moves to the tab that asks for it', async () => {
  const { open } = profile();
  const [one, two] = [open({ calls: [call] }), open()];
  await one.callTabs.enter(patience);
  one.callTabs.tell(alice, [call]);
  expect(await two.callTabs.fetch()).toEqual([call]);
  expect(await two.callTabs.enter(patience)).toBe(true);
});

test('a tab that is frozen gives nothing away, and the asking ends', async () => {
  const { open } = profile();
  const [one, two] = [open(), open()];
  await one.callTabs.enter(patience);
  one.vanish();
  const asked = two.callTabs.fetch();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await asked).toBeNull();
});
