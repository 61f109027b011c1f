import { dehydrate, QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepLists } from '@/lib/web/hooks/kept-lists';
import { createStore } from '@/lib/web/store';

const { readKept, writeKept } = vi.hoisted(() => ({ readKept: vi.fn(), writeKept: vi.fn() }));
vi.mock('@/lib/web/offline/database', () => ({ readKept, writeKept }));
vi.mock('@/lib/web/runtime', () => ({
  getRuntime: () => ({ connection: createStore('offline') }),
}));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', new EventTarget());
  writeKept.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const people = ['people', '', 100];

/** What a page kept that had listed Carol. */
function keptBefore() {
  const before = new QueryClient();
  before.setQueryData(people, [{ display_name: 'Carol' }]);
  return { account: 1, written: Date.now(), text: JSON.stringify(dehydrate(before)) };
}

test('a page that has not read yet what is kept does not write over it', async () => {
  let read = (_kept: unknown): void => undefined;
  readKept.mockReturnValue(new Promise((resolve) => (read = resolve)));
  const client = new QueryClient();
  const end = keepLists(client, 1);
  client.setQueryData(['calls'], ['Bob']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(writeKept).not.toHaveBeenCalled();

  read(keptBefore());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(client.getQueryData(people)).toEqual([{ display_name: 'Carol' }]);
  expect(writeKept).toHaveBeenCalledOnce();
  expect(JSON.stringify(writeKept.mock.lastCall)).toMatch(/Carol.*Bob|Bob.*Carol/);
  end();
});

test('what cannot be read is written anew', async () => {
  readKept.mockResolvedValue({ account: 1, written: Date.now(), text: 'no JSON' });
  const client = new QueryClient();
  const end = keepLists(client, 1);
  client.setQueryData(['calls'], ['Bob']);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(JSON.stringify(writeKept.mock.lastCall)).toContain('Bob');
  end();
});

test('a list that could not be asked for anew, as without a network, is kept as it came', async () => {
  readKept.mockResolvedValue(null);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const end = keepLists(client, 1);
  client.setQueryData(people, [{ display_name: 'Carol' }]);
  const asked = new QueryObserver(client, {
    queryKey: people,
    queryFn: () => Promise.reject(new Error('no network')),
  });
  await asked.refetch();
  expect(client.getQueryState(people)?.status).toBe('error');
  await vi.advanceTimersByTimeAsync(10_000);
  readKept.mockResolvedValue(writeKept.mock.lastCall?.[1]);
  end();

  const later = new QueryClient();
  const endLater = keepLists(later, 1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(later.getQueryState(people)).toMatchObject({
    data: [{ display_name: 'Carol' }],
    status: 'success',
    error: null,
  });
  endLater();
});

test('a list that is left while it is asked for in vain stays what was kept of it', async () => {
  readKept.mockResolvedValue(keptBefore());
  const client = new QueryClient();
  const asked = new QueryObserver(client, {
    queryKey: people,
    queryFn: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('left')))),
  });
  const leave = asked.subscribe(() => undefined);
  const end = keepLists(client, 1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(client.getQueryData(people)).toEqual([{ display_name: 'Carol' }]);
  leave();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(client.getQueryData(people)).toEqual([{ display_name: 'Carol' }]);
  expect(JSON.stringify(writeKept.mock.lastCall)).toContain('Carol');
  end();
});
