import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Connection } from '@/lib/web/runtime-view';
import { createShimStores } from '@/lib/web/shim/stores';
import { followWantedCall } from '@/lib/web/shim/wanted-call';
import { createStore } from '@/lib/web/store';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const intent = { channel: 'alice@x', callType: 'audio' } as const;

function openPage(state: Connection) {
  const shim = createShimStores();
  const connection = createStore<Connection>(state);
  const place = vi.fn();
  return { shim, connection, place, stop: followWantedCall(shim, connection, place) };
}

test('a call waits for the stream and is placed once', () => {
  const { shim, connection, place } = openPage('connecting');
  shim.wantedCall.set({ intent, until: 2_000 });
  expect(place).not.toHaveBeenCalled();
  connection.set('online');
  connection.set('offline');
  connection.set('online');
  expect(place.mock.calls).toEqual([[intent]]);
});

test('a call that was asked for before anybody placed calls is placed', () => {
  const shim = createShimStores();
  shim.wantedCall.set({ intent, until: 2_000 });
  const place = vi.fn();
  followWantedCall(shim, createStore<Connection>('online'), place);
  expect(place.mock.calls).toEqual([[intent]]);
});

test('nobody is called who was wanted too long ago, nor by a page that is left', () => {
  const late = openPage('connecting');
  late.shim.wantedCall.set({ intent, until: 1_000 });
  late.connection.set('online');
  expect(late.place).not.toHaveBeenCalled();
  expect(late.shim.wantedCall.get()).toBeNull();
  const left = openPage('online');
  left.stop();
  left.shim.wantedCall.set({ intent, until: 2_000 });
  expect(left.place).not.toHaveBeenCalled();
});
