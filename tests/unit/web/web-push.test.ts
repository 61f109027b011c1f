import { beforeEach, expect, test, vi } from 'vitest';
import type { Config } from '@/lib/platform/own';
import { createApi } from '@/lib/web/api';
import type { PushState } from '@/lib/web/readiness';
import { createStore } from '@/lib/web/store';
import { createWebPush } from '@/lib/web/web-push';

const vapidKey = 'BPush_-0';

const config: Config = {
  origin: 'https://calls.example.com',
  domain: 'calls.example.com',
  languages: ['en', 'zh'],
  demo: false,
  cloud: 'public',
  voip_certificate_name: null,
  vapid_public_key: vapidKey,
  ring_seconds: 45,
  mesh_size: 4,
  version: '1',
  features: [],
};

/** A push service of the browser, which counts what is asked of it. */
class FakeManager {
  present: PushSubscription | null = null;
  readonly log: string[] = [];
  broken = false;

  getSubscription = () => Promise.resolve(this.present);

  subscribe = (options?: PushSubscriptionOptionsInit) => {
    this.log.push('subscribe');
    if (this.broken) return Promise.reject(new Error('There is no push service.'));
    this.present = this.make(options?.applicationServerKey, `p${this.log.length}`);
    return Promise.resolve(this.present);
  };

  make(key: PushSubscriptionOptionsInit['applicationServerKey'], name: string): PushSubscription {
    const bytes = key instanceof Uint8Array ? new Uint8Array(key).buffer : null;
    const endpoint = `https://push.example.com/${name}`;
    return {
      endpoint,
      expirationTime: null,
      options: { userVisibleOnly: true, applicationServerKey: bytes },
      getKey: () => null,
      toJSON: () => ({ endpoint, keys: { p256dh: 'A'.repeat(87), auth: 'B'.repeat(22) } }),
      unsubscribe: () => {
        this.log.push('unsubscribe');
        this.present = null;
        return Promise.resolve(true);
      },
    };
  }
}

const sent: { readonly method: string; readonly path: string; readonly body: unknown }[] = [];
let refuses = false;
const api = createApi((input, init) => {
  const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
  sent.push({
    method: init?.method ?? '',
    path: input instanceof Request ? input.url : input.toString(),
    body,
  });
  return Promise.resolve(
    refuses
      ? Response.json({ status: 'failed', result: 'No.', reason: 'failed' }, { status: 500 })
      : Response.json({ status: 'success', result: null }),
  );
});

beforeEach(() => {
  sent.length = 0;
  refuses = false;
});

function openPage(permission: NotificationPermission = 'granted') {
  const state = createStore<PushState>('unknown');
  const manager = new FakeManager();
  const known = createStore<Config | null>(config);
  const device = createStore<string | null>('d-1');
  const push = createWebPush({
    api,
    state,
    device,
    config: known,
    manager: Object.assign(manager, { permissionState: vi.fn() }),
    permission: () => permission,
    language: () => 'zh',
  });
  return { push, state, manager, known, device };
}

test('a page that may notify is subscribed, and the server told', async () => {
  const { push, state, manager } = openPage();
  await push.refresh();
  expect(state.get()).toBe('live');
  expect(manager.log).toEqual(['subscribe']);
  expect(sent).toEqual([
    {
      method: 'PUT',
      path: '/api/my/devices/d-1/push',
      body: {
        endpoint: 'https://push.example.com/p1',
        keys: { p256dh: 'A'.repeat(87), auth: 'B'.repeat(22) },
        language: 'zh',
      },
    },
  ]);
});

test('what is subscribed for the present key stays; for another key it is made anew', async () => {
  const { push, state, manager } = openPage();
  await push.refresh();
  await push.refresh();
  expect(manager.log).toEqual(['subscribe']);
  expect(sent).toHaveLength(2);
  manager.present = manager.make(new Uint8Array([1, 2, 3]), 'old');
  await push.refresh();
  expect(manager.log).toEqual(['subscribe', 'unsubscribe', 'subscribe']);
  expect(state.get()).toBe('live');
});

test('connecting trusts nothing that is there', async () => {
  const { push, manager } = openPage();
  await push.refresh();
  await push.connect();
  expect(manager.log).toEqual(['subscribe', 'unsubscribe', 'subscribe']);
});

test.each(['default', 'denied'] as const)(
  'nothing is subscribed while it is %s',
  async (permission) => {
    const { push, state, manager } = openPage(permission);
    await push.refresh();
    expect(state.get()).toBe('asleep');
    expect(manager.log).toEqual([]);
  },
);

test('a push service that refuses, and a server that does, leave it lost', async () => {
  const { push, state, manager } = openPage();
  manager.broken = true;
  await push.refresh();
  expect(state.get()).toBe('lost');
  manager.broken = false;
  refuses = true;
  await push.connect();
  expect(state.get()).toBe('lost');
  refuses = false;
  await push.connect();
  expect(state.get()).toBe('live');
});

test('a server without web push says so; a page before registration waits', async () => {
  const { push, state, known, device } = openPage();
  known.set({ ...config, vapid_public_key: null });
  await push.refresh();
  expect(state.get()).toBe('server_off');
  known.set(config);
  device.set(null);
  await push.refresh();
  expect(state.get()).toBe('unknown');
});
