import { expect, test } from 'vitest';
import { createApi } from '@/lib/web/api';
import type { PushFacts } from '@/lib/web/offline/pieces';
import { renewSubscription } from '@/lib/web/worker/renewal';

const facts: PushFacts = {
  device: 'd-1',
  vapidKey: 'BPush_-0',
  endpoint: 'https://push.example.com/old',
  language: 'zh',
};

function subscription(name: string): PushSubscription {
  const endpoint = `https://push.example.com/${name}`;
  return {
    endpoint,
    expirationTime: null,
    options: { userVisibleOnly: true, applicationServerKey: null },
    getKey: () => null,
    toJSON: () => ({ endpoint, keys: { p256dh: 'A'.repeat(87), auth: 'B'.repeat(22) } }),
    unsubscribe: () => Promise.resolve(true),
  };
}

/** Renews in a browser that made `given` itself; tells what was said to whom, in its order. */
async function renew(given: PushSubscription | null, known: PushFacts | null) {
  const said: string[] = [];
  const kept: PushFacts[] = [];
  const api = createApi((input, init) => {
    const path = input instanceof Request ? input.url : input.toString();
    said.push(`${init?.method ?? ''} ${path} ${typeof init?.body === 'string' ? init.body : ''}`);
    return Promise.resolve(Response.json({ status: 'success', result: null }));
  });
  await renewSubscription(given, {
    api,
    manager: {
      getSubscription: () => Promise.resolve(null),
      permissionState: () => Promise.resolve('granted'),
      subscribe: (options) => {
        const key = options?.applicationServerKey;
        said.push(`subscribe with ${key instanceof Uint8Array ? key.length : 0} bytes`);
        return Promise.resolve(subscription('made'));
      },
    },
    recall: () => Promise.resolve(known),
    keep: (fresh) => {
      kept.push(fresh);
      return Promise.resolve();
    },
    tellPages: () => {
      said.push('told');
      return Promise.resolve();
    },
  });
  return { said, kept };
}

const put = (name: string) =>
  `PUT /api/my/devices/d-1/push ${JSON.stringify({
    endpoint: `https://push.example.com/${name}`,
    keys: { p256dh: 'A'.repeat(87), auth: 'B'.repeat(22) },
    language: 'zh',
  })}`;

test('what the browser subscribed in place of the old goes to the server, and pages hear of it', async () => {
  const { said, kept } = await renew(subscription('given'), facts);
  expect(said).toEqual([put('given'), 'told']);
  expect(kept).toEqual([{ ...facts, endpoint: 'https://push.example.com/given' }]);
});

test('a browser that made none is subscribed anew with the key of the server', async () => {
  const { said, kept } = await renew(null, facts);
  expect(said).toEqual(['subscribe with 6 bytes', put('made'), 'told']);
  expect(kept).toEqual([{ ...facts, endpoint: 'https://push.example.com/made' }]);
});

test('nobody who has signed out is subscribed again', async () => {
  const { said, kept } = await renew(null, null);
  expect([said, kept]).toEqual([[], []]);
});
