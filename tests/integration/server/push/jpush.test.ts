import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeBase64 } from '@/lib/platform/base64';
import { incomingSchema, type Incoming } from '@/lib/platform/calling';
import type { JPushAppKey } from '@/lib/server/push/app-keys';
import { createJPushProvider } from '@/lib/server/push/jpush/provider';
import type { JPushTarget, PushMessage, PushProvider } from '@/lib/server/push/push';
import { startJPush, type JPushStandIn } from '@/tests/support/push/jpush/server';
import { incomingCall, outgoingPush } from '@/tests/support/push/outgoing';
import { createVirtualClock, type VirtualClock } from '@/tests/support/virtual-clock';

const ringTime = 45_000;
const iosDevice = '171976fa8a8c5e4d2f1';
const androidDevice = '140fe1da9e22a23f92f';

function appKey(name: string, masterSecret: string | null = `secret of ${name}`): JPushAppKey {
  const credentials =
    masterSecret === null ? null : { appKey: name, masterSecret, environment: 'sandbox' as const };
  return { key: name, provider: 'jpush', certificateName: null, credentials };
}

const plain = appKey('plainapp');
const vip = appKey('vipapp');
const almostVip = appKey('almostvip');
const wrong = appKey('wrongapp', 'not its secret');
const unset = appKey('unsetapp', null);

let clock: VirtualClock;
let jpush: JPushStandIn;
let provider: PushProvider<JPushTarget>;
let logged: string[];

beforeEach(async () => {
  clock = createVirtualClock();
  logged = [];
  jpush = await startJPush({
    now: () => clock.now(),
    apps: [
      { appKey: 'plainapp', masterSecret: 'secret of plainapp' },
      { appKey: 'vipapp', masterSecret: 'secret of vipapp', vip: true },
      { appKey: 'almostvip', masterSecret: 'secret of almostvip', vip: true, batch: false },
      { appKey: 'wrongapp', masterSecret: 'another secret' },
    ],
  });
  provider = createJPushProvider({
    url: jpush.url,
    appKeys: [plain, vip, almostVip, wrong, unset],
    clock,
    log: pino({ level: 'trace' }, { write: (line) => logged.push(line) }),
  });
});

afterEach(async () => {
  await provider.close();
  await jpush.stop();
});

function pushTo(
  key: JPushAppKey,
  {
    platform = 'ios',
    registrationId = platform === 'ios' ? iosDevice : androidDevice,
    call = incomingCall(),
    message = { purpose: 'ring', incoming: call },
  }: Partial<Omit<JPushTarget, 'appKey'>> & { call?: Incoming; message?: PushMessage } = {},
) {
  const target = { provider: 'jpush', appKey: key, registrationId, platform } as const;
  return outgoingPush<JPushTarget>({ target, message, expiresAt: clock.now() + ringTime });
}

function stateOf(key: JPushAppKey) {
  return provider.states().find(({ app_key }) => app_key === key.key);
}

describe('what JPush gets', () => {
  it('a VoIP push for an iPhone, for Apple’s environment of the app key, for the seconds left', async () => {
    const push = pushTo(plain);
    clock.advance(5_500);
    const result = await provider.send(push);
    const [got] = jpush.pushes;
    expect(result).toEqual({ state: 'accepted', status: 200, providerId: got?.messageId });
    expect(got).toMatchObject({
      platforms: ['ios'],
      registrationIds: [iosDevice],
      voip: incomingCall(),
      messageContent: null,
      timeToLive: 39,
      apnsProduction: false,
    });
    expect(push.steps).toEqual([{ step: 'sent' }, { step: 'answered', detail: '200' }]);
  });

  it('a custom message of base64 for an Android device', async () => {
    await provider.send(pushTo(plain, { platform: 'android' }));
    const [got] = jpush.pushes;
    expect(got).toMatchObject({ platforms: ['android'], voip: null, apnsProduction: null });
    const text = decodeBase64((got?.messageContent ?? '').replace(/=+$/, ''));
    expect(JSON.parse(text ?? '')).toEqual(incomingCall());
  });

  it.each(['ios', 'android'] as const)('names of any length, cut, for %s', async (platform) => {
    const name = '👩‍👩‍👧‍👦🇨🇳é'.repeat(400);
    const call = incomingCall({ remote_display_name: name, remote_organisation: name });
    const result = await provider.send(pushTo(plain, { platform, call }));
    expect(result.state).toBe('accepted');
    const [got] = jpush.pushes;
    const json = decodeBase64((got?.messageContent ?? '').replace(/=+$/, '')) ?? '';
    const carried = incomingSchema.parse(got?.voip ?? JSON.parse(json));
    expect(name.startsWith(carried.remote_display_name.replace(/…$/, ''))).toBe(true);
  });

  it('nothing where a call does not fit with the shortest names', async () => {
    const call = incomingCall({ bsskey: 'x'.repeat(5_000) });
    expect(await provider.send(pushTo(plain, { call }))).toMatchObject({ state: 'refused' });
    expect(jpush.calls).toEqual([]);
  });

  it('nothing when a ring is over: no client of JPush knows such a message', async () => {
    const message: PushMessage = { purpose: 'over', incoming: incomingCall(), reason: 'missed' };
    for (const platform of ['ios', 'android'] as const) {
      const result = await provider.send(pushTo(plain, { platform, message }));
      expect(result).toEqual({ state: 'dropped' });
    }
    expect(jpush.calls).toEqual([]);
  });

  it('nothing for a call that ended, or after the ring time', async () => {
    const dropped = pushTo(plain);
    dropped.drop();
    expect(await provider.send(dropped)).toEqual({ state: 'dropped' });
    const late = pushTo(plain);
    clock.advance(ringTime);
    expect(await provider.send(late)).toEqual({ state: 'expired' });
    expect(jpush.pushes).toEqual([]);
  });

  it('nothing for a call that ended while its cid was fetched', async () => {
    const push = pushTo(plain);
    const sent = provider.send(push);
    push.drop();
    expect(await sent).toEqual({ state: 'dropped' });
    expect(jpush.pushes).toEqual([]);
  });
});

describe('many at once', () => {
  it('go one by one for an ordinary app, each once', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, () => provider.send(pushTo(plain))),
    );
    expect(results.every(({ state }) => state === 'accepted')).toBe(true);
    expect(jpush.pushes.every(({ batched }) => !batched)).toBe(true);
    expect(new Set(jpush.pushes.map(({ cid }) => cid)).size).toBe(50);
  });

  it('go together for a VIP, each to its own device with its own token', async () => {
    provider.warm();
    await vi.waitFor(() => expect(stateOf(vip)?.verdict).toBe('ready'));
    const calls = Array.from({ length: 1_200 }, (_, index) => `token ${index}`);
    const results = await Promise.all(
      calls.map((token, index) =>
        provider.send(
          pushTo(vip, {
            registrationId: `1719${String(index).padStart(12, '0')}`,
            call: incomingCall({ token }),
          }),
        ),
      ),
    );
    expect(results.every(({ state }) => state === 'accepted')).toBe(true);
    expect(new Set(jpush.pushes.map(({ voip }) => voip?.token))).toEqual(new Set(calls));
    const verb = 'POST /v3/push/batch/regid/single';
    expect(jpush.calls.filter((call) => call === verb).length).toBeLessThanOrEqual(4);
  });

  it('of a batch each gets its own answer', async () => {
    provider.warm();
    await vi.waitFor(() => expect(stateOf(vip)?.verdict).toBe('ready'));
    jpush.forget('vipapp', androidDevice);
    const results = await Promise.all([
      provider.send(pushTo(vip)),
      provider.send(pushTo(vip, { platform: 'android' })),
      provider.send(pushTo(vip, { registrationId: 'no such form!' })),
    ]);
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'gone', 'gone']);
  });

  it.each([
    { status: 400, code: 1003, message: 'pushlist is invalid' },
    { status: 404, code: 1020, message: 'no such verb' },
  ])('go one by one where a batch is refused as a whole: %j', async (error) => {
    provider.warm();
    await vi.waitFor(() => expect(stateOf(vip)?.verdict).toBe('ready'));
    jpush.behave({ error });
    const results = await Promise.all([1, 2, 3].map(() => provider.send(pushTo(vip))));
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('are refused together where it is about the app', async () => {
    provider.warm();
    await vi.waitFor(() => expect(stateOf(vip)?.verdict).toBe('ready'));
    jpush.behave({ error: { status: 403, code: 2003, message: 'black list' } });
    const results = await Promise.all([1, 2, 3].map(() => provider.send(pushTo(vip))));
    expect(results.map(({ state }) => state)).toEqual(['refused', 'refused', 'refused']);
    expect(stateOf(vip)?.verdict).toBe('key_refused');
  });

  it('go one by one where JPush refuses the batch verb', async () => {
    provider.warm();
    await vi.waitFor(() => expect(stateOf(almostVip)?.verdict).toBe('ready'));
    const results = await Promise.all([1, 2, 3].map(() => provider.send(pushTo(almostVip))));
    expect(results.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(jpush.pushes).toHaveLength(3);
    expect(stateOf(almostVip)?.verdict).toBe('ready');
  });
});

describe('retries', () => {
  it('a busy JPush is asked again, with the same cid', async () => {
    jpush.behave({ times: 1, error: { status: 503, code: 1030, message: 'timeout' } });
    const push = pushTo(plain);
    expect(await provider.send(push)).toMatchObject({ state: 'accepted' });
    expect(push.steps.map(({ step }) => step)).toEqual([
      'sent',
      'answered',
      'retrying',
      'sent',
      'answered',
    ]);
  });

  it('a lost answer rings nobody twice', async () => {
    jpush.behave({ loseAnswer: true });
    const result = await provider.send(pushTo(plain));
    expect(result).toMatchObject({ state: 'accepted', providerId: jpush.pushes[0]?.messageId });
    expect(jpush.pushes).toHaveLength(1);
  });

  it('one that hangs is given up after some seconds, and the next attempt gets through', async () => {
    jpush.behave({ hang: true });
    const push = pushTo(plain);
    const sent = provider.send(push);
    await vi.waitFor(() => expect(jpush.calls).toContain('POST /v3/push'));
    clock.advance(5_000);
    expect(await sent).toMatchObject({ state: 'accepted' });
    expect(push.steps).toContainEqual({ step: 'retrying', detail: 'timeout' });
  });

  it('one that hangs holds up no other app', async () => {
    jpush.behave({ times: 1, hang: true });
    const hanging = provider.send(pushTo(plain));
    await vi.waitFor(() => expect(jpush.calls).toContain('POST /v3/push'));
    expect(await provider.send(pushTo(vip))).toMatchObject({ state: 'accepted' });
    clock.advance(5_000);
    await hanging;
  });

  it('end with the ring time', async () => {
    jpush.behave({ times: Infinity, error: { status: 500, code: 1000, message: 'internal' } });
    const push = pushTo(plain);
    let result: unknown;
    void provider.send(push).then((end) => (result = end));
    const moveOn = () => {
      clock.advance(1_000);
      expect(result).toEqual({ state: 'failed', status: 500, reason: '1000 internal error' });
    };
    await vi.waitFor(moveOn, { interval: 20, timeout: 10_000 });
    expect(stateOf(plain)).toMatchObject({ state: 'bad', verdict: 'failing' });
  });

  it('end when the call does', async () => {
    jpush.behave({ times: Infinity, error: { status: 500, code: 1000, message: 'internal' } });
    const push = pushTo(plain);
    const sent = provider.send(push);
    await vi.waitFor(() => expect(push.steps.length).toBeGreaterThan(5));
    push.drop();
    clock.advance(10_000);
    expect(await sent).toEqual({ state: 'failed', status: 500, reason: '1000 internal error' });
  });

  it('end at once when the server stops', async () => {
    jpush.behave({ times: Infinity, hang: true });
    const sent = provider.send(pushTo(plain));
    await vi.waitFor(() => expect(jpush.calls).toContain('POST /v3/push'));
    await provider.close();
    expect(await sent).toEqual({ state: 'failed', status: null, reason: 'closed' });
  });

  it('an unreachable JPush is said', async () => {
    await jpush.stop();
    const push = pushTo(plain);
    const sent = provider.send(push);
    await vi.waitFor(() => expect(stateOf(plain)?.verdict).toBe('unreachable'));
    clock.advance(ringTime);
    expect(await sent).toMatchObject({ state: 'failed', reason: 'ECONNREFUSED' });
  });
});

describe('quota', () => {
  it('is shown as the headers tell it', async () => {
    await provider.check();
    jpush.setQuota('plainapp', { remaining: 41, resetSeconds: 30 });
    await provider.send(pushTo(plain));
    expect(stateOf(plain)?.quota).toEqual({ limit: 600, remaining: 40, reset_s: 30 });
  });

  it('that comes back within the ring time is waited for', async () => {
    await provider.check();
    jpush.setQuota('plainapp', { remaining: 0, resetSeconds: 20 });
    const push = pushTo(plain);
    const sent = provider.send(push);
    await vi.waitFor(() =>
      expect(push.steps).toContainEqual({ step: 'retrying', detail: 'out_of_quota' }),
    );
    expect(stateOf(plain)).toMatchObject({ state: 'warning', verdict: 'out_of_quota' });
    const before = jpush.calls.length;
    clock.advance(19_000);
    expect(jpush.calls).toHaveLength(before);
    clock.advance(1_000);
    expect(await sent).toMatchObject({ state: 'accepted' });
    expect(stateOf(plain)).toMatchObject({ state: 'good', verdict: 'ready' });
  });

  it('that comes back too late fails the push, and the next does not even ask', async () => {
    await provider.check();
    jpush.setQuota('plainapp', { remaining: 0, resetSeconds: 55 });
    const failed = { state: 'failed', status: 429, reason: 'out_of_quota' };
    expect(await provider.send(pushTo(plain))).toEqual(failed);
    const before = jpush.calls.length;
    expect(await provider.send(pushTo(plain))).toEqual(failed);
    expect(jpush.calls).toHaveLength(before);
  });

  it('of one app is not that of another', async () => {
    await provider.check();
    jpush.setQuota('plainapp', { remaining: 0, resetSeconds: 55 });
    await provider.send(pushTo(plain));
    expect(await provider.send(pushTo(vip))).toMatchObject({ state: 'accepted' });
  });
});

describe('what JPush refuses', () => {
  it('a device that has the app no more is gone', async () => {
    jpush.forget('plainapp', iosDevice);
    expect(await provider.send(pushTo(plain))).toEqual({
      state: 'gone',
      status: 400,
      reason: '1011 no such target',
      since: null,
    });
    expect(stateOf(plain)?.verdict).toBe('ready');
  });

  it('a wrong secret is refused, once, and said', async () => {
    expect(await provider.send(pushTo(wrong))).toMatchObject({ state: 'refused', status: 401 });
    expect(jpush.calls).toHaveLength(1);
    expect(stateOf(wrong)).toMatchObject({ state: 'bad', verdict: 'key_refused' });
  });

  it('an app on the blacklist is refused', async () => {
    jpush.behave({ error: { status: 403, code: 2003, message: 'black list' } });
    expect(await provider.send(pushTo(plain))).toMatchObject({ state: 'refused', status: 403 });
    expect(stateOf(plain)?.verdict).toBe('key_refused');
  });

  it('an app key without credentials is refused here', async () => {
    expect(await provider.send(pushTo(unset))).toMatchObject({ state: 'refused' });
    expect(stateOf(unset)).toMatchObject({ state: 'off', verdict: 'no_credentials' });
  });
});

describe('the credentials', () => {
  it('are not checked at first, then without ringing anybody', async () => {
    expect(stateOf(plain)).toMatchObject({ state: 'warning', verdict: 'not_checked' });
    await provider.check();
    expect(stateOf(plain)).toMatchObject({ state: 'good', verdict: 'ready' });
    expect(stateOf(wrong)).toMatchObject({ state: 'bad', verdict: 'key_refused' });
    expect(jpush.pushes).toEqual([]);
  });

  it('stand neither in the log nor in a state, nor does what was pushed', async () => {
    jpush.behave({ times: 2, error: { status: 400, code: 1003, message: `bad ${iosDevice}` } });
    const results = [await provider.send(pushTo(plain)), await provider.send(pushTo(wrong))];
    const told = JSON.stringify([logged, provider.states(), results]);
    for (const secret of [
      'secret of',
      'not its secret',
      iosDevice,
      incomingCall().token,
      'Alice',
    ]) {
      expect(told).not.toContain(secret);
    }
  });
});
