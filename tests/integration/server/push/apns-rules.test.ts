import { afterEach, describe, expect, it, vi } from 'vitest';
import { incomingSchema } from '@/lib/platform/calling';
import {
  incoming,
  keyId,
  openStage,
  team,
  tokenOf,
  topic,
  type ApnsStage,
  type StageWishes,
} from './apns-stage';

let stage: ApnsStage;

async function open(wishes?: StageWishes): Promise<ApnsStage> {
  stage = await openStage(wishes);
  return stage;
}

afterEach(async () => {
  const { apns } = stage;
  await stage.end();
  expect(apns.violations).toEqual([]);
});

describe('a push to APNs', () => {
  it('has the path, the headers and the payload of a VoIP push', async () => {
    const { apns, send } = await open();
    const push = send({ token: tokenOf(7) });
    expect(await push.result).toEqual({ state: 'accepted', status: 200, providerId: push.id });
    const { headers, payload } = await apns.nextPush();
    expect(headers).toMatchObject({
      ':method': 'POST',
      ':path': `/3/device/${tokenOf(7)}`,
      'apns-topic': topic,
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
      'apns-id': push.id,
    });
    expect(payload).toEqual({ aps: {}, ...incoming });
    expect(push.steps).toEqual(['connecting', 'sent', 'answered 200']);
  });

  it('fits into 5,120 bytes whatever the names are', async () => {
    const { apns, send } = await open();
    const long = { ...incoming, remote_display_name: '👨‍👩‍👧‍👦'.repeat(2_000) };
    const push = send({ message: { purpose: 'ring', incoming: long } });
    expect(await push.result).toMatchObject({ state: 'accepted' });
    const { payload } = await apns.nextPush();
    expect(incomingSchema.parse(payload).remote_display_name).toMatch(/^(👨‍👩‍👧‍👦)+…$/u);
  });

  it('is refused before it leaves where not even the addresses fit', async () => {
    const { apns, send } = await open();
    const huge = { ...incoming, conference_alias: 'x'.repeat(6_000) };
    const push = send({ message: { purpose: 'ring', incoming: huge } });
    expect(await push.result).toEqual({
      state: 'refused',
      status: 413,
      reason: 'PayloadTooLarge',
    });
    expect(apns.pushes).toEqual([]);
  });

  it('does not leave for what is over, nor to take a ring back', async () => {
    const { apns, send } = await open();
    const over = send({ message: { purpose: 'over', incoming, reason: 'cancelled' } });
    const dropped = send({ isDropped: () => true });
    const expired = send({ expiresIn: 0 });
    const { result } = send();
    expect(await result).toMatchObject({ state: 'accepted' });
    expect(await over.result).toEqual({ state: 'dropped' });
    expect(await dropped.result).toEqual({ state: 'dropped' });
    expect(await expired.result).toEqual({ state: 'expired' });
    expect(apns.pushes).toHaveLength(1);
  });

  it('needs credentials', async () => {
    const { provider, send, appKey } = await open({
      appKeys: (appKey) => [{ ...appKey, credentials: null }],
    });
    const push = send({ appKey: { ...appKey, credentials: null } });
    expect(await push.result).toMatchObject({ state: 'failed', reason: 'no credentials' });
    expect(await provider.check()).toMatchObject([{ state: 'off', verdict: 'no_credentials' }]);
  });
});

describe('the connection to APNs', () => {
  it('is open before the first push where it was warmed', async () => {
    const { apns, provider, send } = await open();
    provider.warm();
    await vi.waitFor(() => expect(apns.connections.open).toBe(1));
    const first = send();
    await first.result;
    const push = send();
    expect(await push.result).toMatchObject({ state: 'accepted' });
    expect(push.steps).toEqual(['sent', 'answered 200']);
    expect(apns.connections.opened).toBe(1);
  });

  it('carries one stream until the provider token was taken, then many', async () => {
    const { apns, send } = await open();
    const release = apns.behave({ kind: 'hold' });
    const pushes = Array.from({ length: 300 }, (_, n) => send({ token: tokenOf(n) }));
    await apns.nextPush();
    expect(apns.pushes).toHaveLength(1);
    release();
    const hold = apns.behave({ kind: 'hold' });
    await vi.waitFor(() => expect(apns.pushes).toHaveLength(300));
    hold();
    const results = await Promise.all(pushes.map(({ result }) => result));
    expect(results.every(({ state }) => state === 'accepted')).toBe(true);
    expect(apns.connections.opened).toBe(1);
  });

  it('gets a second one only when all its streams are taken, and never a third', async () => {
    const { apns, clock, send } = await open();
    await send().result;
    const releaseFirst = apns.behave({ kind: 'hold' }, { times: 1_000 });
    const first = Array.from({ length: 1_000 }, (_, n) => send({ token: tokenOf(n) }));
    const arrived = () => expect.poll(() => apns.pushes.length, { timeout: 20_000 });
    await arrived().toBe(1_001);
    expect(apns.connections.opened).toBe(1);
    await send({ token: tokenOf(1_000) }).result;
    expect(apns.connections.opened).toBe(2);
    const releaseSecond = apns.behave({ kind: 'hold' }, { times: 1_000 });
    const more = Array.from({ length: 2_000 }, (_, n) => send({ token: tokenOf(1_001 + n) }));
    // Both are full now: the last thousand waits.
    await arrived().toBe(2_002);
    releaseFirst();
    releaseSecond();
    await Promise.all([...first, ...more].map(({ result }) => result));
    expect(new Set(apns.pushes.map(({ token }) => token)).size).toBe(3_001);
    expect(apns.pushes).toHaveLength(3_002);
    expect(apns.connections.opened).toBe(2);
    clock.advance(60_000);
    await vi.waitFor(() => expect(apns.connections.open).toBe(1));
  });

  it('is shared by app keys of one key and environment', async () => {
    const other = 'com.example.other.voip';
    const { apns, send, appKey, provider } = await open({
      apns: { topics: [topic, other] },
      appKeys: (one) => [one, withTopic(one, other)],
    });
    await send().result;
    expect(await send({ appKey: withTopic(appKey, other) }).result).toMatchObject({
      state: 'accepted',
    });
    expect(apns.connections.opened).toBe(1);
    expect(provider.states()).toMatchObject([
      { topic, verdict: 'ready' },
      { topic: other, verdict: 'ready' },
    ]);
  });

  it('is asked by PING whether it is there when it is idle', async () => {
    const { apns, clock, send } = await open();
    await send().result;
    const before = apns.pings;
    clock.advance(60_000);
    await vi.waitFor(() => expect(apns.pings).toBe(before + 1));
    await send().result;
    expect(apns.connections.opened).toBe(1);
  });

  it('is given up when it answers no PING, and what was in flight goes on another one', async () => {
    const { apns, clock, send } = await open();
    await send().result;
    apns.behave({ kind: 'hold' }, { times: 1 });
    const push = send();
    await vi.waitFor(() => expect(apns.pushes).toHaveLength(2));
    // The answer to PING cannot be read in between: the connection is as good as dead.
    clock.advance(4_000);
    expect(await push.result).toMatchObject({ state: 'accepted' });
    expect(push.steps).toContain('retrying no answer to PING');
    expect(apns.connections.opened).toBe(2);
  });

  it('ends with the provider, and what is under way fails', async () => {
    const { apns, provider, send } = await open();
    await send().result;
    apns.behave({ kind: 'hold' });
    const push = send();
    await vi.waitFor(() => expect(apns.pushes).toHaveLength(2));
    await provider.close();
    expect(await push.result).toMatchObject({ state: 'failed', status: null });
    expect(await send().result).toMatchObject({ state: 'failed', status: null });
    await vi.waitFor(() => expect(apns.connections.open).toBe(0));
  });
});

describe('the credentials of APNs', () => {
  it('are ready when an impossible token is all that is wrong', async () => {
    const { apns, clock, provider } = await open();
    expect(provider.states()).toMatchObject([{ state: 'warning', verdict: 'not_checked' }]);
    expect(await provider.check()).toEqual([
      {
        provider: 'apns',
        app_key: 'app-key',
        certificate_name: 'apns_example',
        environment: 'production',
        topic,
        team,
        state: 'good',
        verdict: 'ready',
        detail: '',
        quota: null,
        checked: new Date(clock.now()).toISOString(),
      },
    ]);
    expect(apns.pushes[0]?.answer).toEqual({ status: 400, reason: 'BadDeviceToken' });
  });

  it('are found out: a revoked key, a topic of somebody else, nobody there', async () => {
    const { apns, provider } = await open();
    apns.revoke(keyId);
    expect(await provider.check()).toMatchObject([
      { state: 'bad', verdict: 'key_refused', detail: '403 InvalidProviderToken' },
    ]);
    await stage.end();
    const { provider: another } = await open({ credentials: { topic: 'com.other.voip' } });
    expect(await another.check()).toMatchObject([
      { state: 'bad', verdict: 'topic_refused', detail: '400 TopicDisallowed' },
    ]);
    await stage.end();
    const { provider: third, pass } = await open({ url: 'https://127.0.0.1:1' });
    expect(await pass(third.check())).toMatchObject([{ state: 'bad', verdict: 'unreachable' }]);
  });
});

function withTopic(appKey: ApnsStage['appKey'], other: string): ApnsStage['appKey'] {
  const { credentials } = appKey;
  return { ...appKey, key: other, credentials: credentials && { ...credentials, topic: other } };
}
