import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { webPushMessageSchema } from '@/lib/platform/web-push';
import type { PushMessage, PushProvider, WebTarget } from '@/lib/server/push/push';
import { createWebPushProvider } from '@/lib/server/push/web-push/provider';
import { openVapidKeys, type VapidKeys } from '@/lib/server/push/web-push/vapid';
import { incomingCall, outgoingPush } from '@/tests/support/push/outgoing';
import {
  startWebPushService,
  type StandInSubscription,
  type WebPushStandIn,
} from '@/tests/support/push/web/server';
import { createVirtualClock, type VirtualClock } from '@/tests/support/virtual-clock';

const ringTime = 45_000;
const origin = 'https://calls.example.com';
const contact = 'mailto:admin@example.com';

let data: string;
let clock: VirtualClock;
let vapidKeys: VapidKeys;
let service: WebPushStandIn;
let other: WebPushStandIn;
let provider: PushProvider<WebTarget>;
let logged: string[];
let subscription: StandInSubscription;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'ringway-web-push-'));
  clock = createVirtualClock(Date.now());
  vapidKeys = await openVapidKeys(data, null);
  service = await startWebPushService();
  other = await startWebPushService();
  logged = [];
  provider = createProvider();
  subscription = service.subscribe(vapidKeys.publicKey);
});

afterEach(async () => {
  await provider.close();
  await Promise.all([service.stop(), other.stop()]);
  rmSync(data, { recursive: true });
});

function createProvider(settings: { contact?: string | null; testHosts?: string[] } = {}) {
  return createWebPushProvider({
    settings: { contact, testHosts: [service.host, other.host], ...settings },
    origin,
    vapidKeys,
    clock,
    log: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
    resolve: (name) => Promise.resolve(addresses[name] ?? []),
  });
}

const addresses: Readonly<Record<string, readonly string[]>> = {
  'loopback.example.com': ['127.0.0.1'],
  'loopback6.example.com': ['::1'],
  'metadata.example.com': ['169.254.169.254'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  'private.example.com': ['192.168.0.1', 'fd00::1'],
};

function pushTo(
  { endpoint, keys }: Pick<StandInSubscription, 'endpoint' | 'keys'>,
  message: PushMessage = { purpose: 'ring', incoming: incomingCall() },
) {
  const target = { provider: 'web', endpoint, ...keys, language: 'en' } as const;
  return outgoingPush<WebTarget>({ target, message, expiresAt: clock.now() + ringTime });
}

const over = (reason: 'missed' | 'answered_elsewhere'): PushMessage => ({
  purpose: 'over',
  incoming: incomingCall(),
  reason,
});

const read = (text: string | undefined) => webPushMessageSchema.parse(JSON.parse(text ?? ''));

describe('a ring', () => {
  it('reaches a subscribed browser, encrypted and signed, for the seconds left', async () => {
    const push = pushTo(subscription);
    clock.advance(5_500);
    const result = await provider.send(push);
    expect(result).toMatchObject({ state: 'accepted', status: 201 });
    const message = await service.nextMessage();
    expect(message).toMatchObject({
      ttl: 39,
      urgency: 'high',
      topic: incomingCall().invitation.replaceAll('-', ''),
    });
    expect(read(message.text).notification.title).toBe('Alice');
    expect(push.steps).toEqual([{ step: 'sent' }, { step: 'answered', detail: '201' }]);
    expect(provider.states()).toMatchObject([{ state: 'good', verdict: 'ready' }]);
  });

  it('shows the key by a token that is used for an hour', async () => {
    for (const minutes of [0, 59, 1]) {
      clock.advance(minutes * 60_000);
      await provider.send(pushTo(subscription));
    }
    const [first, second, third] = service.messages.map(({ authorization }) => authorization);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('of somebody with a huge name is at most 4,000 bytes', async () => {
    const name = '👩‍👩‍👧‍👦'.repeat(500);
    const incoming = incomingCall({ remote_display_name: name, remote_organisation: name });
    const result = await provider.send(pushTo(subscription, { purpose: 'ring', incoming }));
    expect(result.state).toBe('accepted');
    const { bytes, text } = await service.nextMessage();
    expect(bytes).toBeLessThanOrEqual(4_000);
    expect(read(text).notification.title).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
  });

  it('that is over before the browser is back is a missed call alone', async () => {
    subscription.disconnect();
    await provider.send(pushTo(subscription));
    await provider.send(pushTo(subscription, over('missed')));
    subscription.connect();
    expect(service.messages).toHaveLength(1);
    const [message] = service.messages;
    expect(read(message?.text).notification.title).toBe('Missed call from Alice');
    expect(message?.ttl).toBe(86_400);
  });

  it('answered elsewhere is told silently, for two minutes', async () => {
    await provider.send(pushTo(subscription, over('answered_elsewhere')));
    const { ttl, text } = await service.nextMessage();
    expect(ttl).toBe(120);
    expect(read(text).notification).toMatchObject({
      title: 'Answered on another device',
      silent: true,
    });
  });

  it('that ended, or whose time is over, is not sent', async () => {
    const dropped = pushTo(subscription);
    dropped.drop();
    expect(await provider.send(dropped)).toEqual({ state: 'dropped' });
    const late = pushTo(subscription);
    clock.advance(ringTime);
    expect(await provider.send(late)).toEqual({ state: 'expired' });
    expect(service.answers).toEqual([]);
  });
});

describe('what a push service answers', () => {
  it.each([404, 410])('%i: the subscription is gone', async (status) => {
    service.behave({ status });
    expect(await provider.send(pushTo(subscription))).toMatchObject({
      state: 'gone',
      status,
      since: null,
    });
  });

  it('after the permission was taken back the subscription is gone', async () => {
    subscription.unsubscribe();
    expect(await provider.send(pushTo(subscription))).toMatchObject({
      state: 'gone',
      reason: '410 Unregistered',
    });
  });

  it('413 is refused, and says nothing of the service', async () => {
    service.behave({ status: 413 });
    expect(await provider.send(pushTo(subscription))).toMatchObject({ state: 'refused' });
    expect(provider.states()).toMatchObject([{ verdict: 'not_checked' }]);
  });

  it.each([400, 401, 403])('%i is refused, once, and is about the key', async (status) => {
    service.behave({ status, reason: 'BadJwtToken' });
    const result = await provider.send(pushTo(subscription));
    expect(result).toEqual({ state: 'refused', status, reason: `${status} BadJwtToken` });
    expect(service.answers).toEqual([status]);
    expect(provider.states()).toMatchObject([
      { state: 'bad', verdict: 'key_refused', detail: `${service.host}: ${status} BadJwtToken` },
    ]);
  });

  it('one that refuses is a warning while another takes pushes', async () => {
    service.behave({ status: 403 });
    await provider.send(pushTo(subscription));
    await provider.send(pushTo(other.subscribe(vapidKeys.publicKey)));
    expect(provider.states()).toMatchObject([{ state: 'warning', verdict: 'key_refused' }]);
    await provider.send(pushTo(subscription));
    expect(provider.states()).toMatchObject([{ state: 'good', verdict: 'ready' }]);
  });

  it('a subscription made with another key is refused', async () => {
    const theirs = await openVapidKeys(data, Buffer.alloc(32, 7).toString('base64url'));
    const result = await provider.send(pushTo(service.subscribe(theirs.publicKey)));
    expect(result).toMatchObject({ state: 'refused', reason: '403 VapidPkHashMismatch' });
  });

  it('a contact that nobody can write to is refused, as Apple does', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    provider = createProvider({ contact: 'mailto:x@localhost' });
    const result = await provider.send(pushTo(subscription));
    expect(result).toMatchObject({ state: 'refused', reason: '403 BadJwtToken' });
  });

  it.each([301, 302, 307, 308])('%i is not followed', async (status) => {
    service.behave({ status, headers: { Location: `${other.url}/elsewhere` } });
    expect(await provider.send(pushTo(subscription))).toMatchObject({ state: 'refused', status });
    expect(other.answers).toEqual([]);
  });

  it('429 is obeyed where the wait fits into the ring', async () => {
    service.behave({ status: 429, headers: { 'Retry-After': '20' } });
    const push = pushTo(subscription);
    const sent = provider.send(push);
    await vi.waitFor(() => expect(push.steps).toContainEqual({ step: 'retrying', detail: '429' }));
    expect(provider.states()).toMatchObject([{ verdict: 'out_of_quota' }]);
    clock.advance(19_999);
    expect(service.answers).toEqual([429]);
    clock.advance(1);
    expect(await sent).toMatchObject({ state: 'accepted' });
  });

  it('429 for longer than the ring fails', async () => {
    const date = new Date(clock.now() + 60_000).toUTCString();
    service.behave({ status: 429, headers: { 'Retry-After': date } });
    const result = await provider.send(pushTo(subscription));
    expect(result).toEqual({ state: 'failed', status: 429, reason: '429' });
    expect(service.answers).toEqual([429]);
  });

  it('5xx is tried again, at once the first time', async () => {
    service.behave({ status: 503 });
    expect(await provider.send(pushTo(subscription))).toMatchObject({ state: 'accepted' });
    expect(service.answers).toEqual([503, 201]);
  });

  it('5xx is tried until the ring is over', async () => {
    service.behave({ status: 500, times: Infinity });
    let result: unknown;
    void provider.send(pushTo(subscription)).then((end) => (result = end));
    const moveOn = () => {
      clock.advance(1_000);
      expect(result).toEqual({ state: 'failed', status: 500, reason: '500' });
    };
    await vi.waitFor(moveOn, { interval: 20, timeout: 10_000 });
    expect(service.answers.length).toBeLessThan(20);
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'failing' }]);
  });

  it('5xx for what is worth telling for a day is tried ever less often', async () => {
    service.behave({ status: 500, times: Infinity });
    const push = { ...pushTo(subscription, over('missed')), expiresAt: clock.now() + 86_400_000 };
    let result: unknown;
    void provider.send(push).then((end) => (result = end));
    const moveOn = () => {
      const underWay = service.requests.length > service.answers.length;
      if (!underWay) clock.advance(450_000);
      expect(result).toMatchObject({ state: 'failed' });
    };
    await vi.waitFor(moveOn, { interval: 2, timeout: 15_000 });
    expect(service.requests.length).toBeLessThan(130);
  });

  it('nothing at all: given up after some seconds, and tried again', async () => {
    service.behave({ hang: true });
    const push = pushTo(subscription);
    const sent = provider.send(push);
    await vi.waitFor(() => expect(service.requests).toHaveLength(1));
    clock.advance(5_000);
    expect(await sent).toMatchObject({ state: 'accepted' });
    expect(push.steps).toContainEqual({ step: 'retrying', detail: 'timeout' });
  });

  it('one that hangs holds up nobody at another', async () => {
    service.behave({ hang: true, times: Infinity });
    const hanging = Array.from({ length: 200 }, () => provider.send(pushTo(subscription)));
    const elsewhere = other.subscribe(vapidKeys.publicKey);
    expect(await provider.send(pushTo(elsewhere))).toMatchObject({ state: 'accepted' });
    await provider.close();
    const ends = await Promise.all(hanging);
    expect(ends.every((end) => 'reason' in end && end.reason === 'closed')).toBe(true);
  });

  it('one that cannot be reached is said', async () => {
    await service.stop();
    const sent = provider.send(pushTo(subscription));
    await vi.waitFor(() =>
      expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'unreachable' }]),
    );
    clock.advance(ringTime);
    expect(await sent).toMatchObject({ state: 'failed', status: null });
  });
});

describe('an endpoint that is not for us', () => {
  it.each([
    'https://127.0.0.1:9/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'http://push.example.com/x',
    ...Object.keys(addresses).map((name) => `https://${name}/x`),
  ])('%s is refused', async (endpoint) => {
    const result = await provider.send(pushTo({ ...subscription, endpoint }));
    expect(result).toEqual({ state: 'refused', status: 0, reason: 'address not public' });
    expect(provider.states()).toMatchObject([{ verdict: 'not_checked' }]);
  });

  it('at a test host’s name, but another port, is refused', async () => {
    provider = createProvider({ testHosts: [service.host] });
    const elsewhere = other.subscribe(vapidKeys.publicKey);
    expect(await provider.send(pushTo(elsewhere))).toMatchObject({ state: 'refused' });
    expect(other.answers).toEqual([]);
  });

  it('with keys that are no keys is refused', async () => {
    const keys = {
      p256dh: Buffer.alloc(65, 4).toString('base64url'),
      auth: subscription.keys.auth,
    };
    expect(await provider.send(pushTo({ ...subscription, keys }))).toMatchObject({
      state: 'refused',
      reason: 'bad subscription',
    });
  });
});

describe('its state', () => {
  it('without a contact it is off', async () => {
    provider = createProvider({ contact: null });
    expect(provider.states()).toMatchObject([{ state: 'off', verdict: 'no_contact' }]);
    expect(await provider.send(pushTo(subscription))).toMatchObject({ state: 'refused' });
    expect(await provider.check()).toMatchObject([{ state: 'off', checked: null }]);
  });

  it('is checked without ringing anybody', async () => {
    expect(provider.states()).toMatchObject([{ state: 'warning', verdict: 'not_checked' }]);
    expect(await provider.check()).toMatchObject([{ state: 'good', verdict: 'ready' }]);
    expect(service.answers).toEqual([]);
  });

  it('and the log carry no key, no endpoint and nothing of the call', async () => {
    service.behave({ status: 403, reason: 'BadJwtToken' });
    const result = await provider.send(pushTo(subscription));
    const told = JSON.stringify([logged, provider.states(), result]);
    const { endpoint, keys } = subscription;
    const path = new URL(endpoint).pathname;
    for (const secret of [path, keys.auth, vapidKeys.privateKey, incomingCall().token, 'Alice']) {
      expect(told).not.toContain(secret);
    }
  });
});
