import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  incoming,
  keyId,
  openStage,
  tokenOf,
  type ApnsStage,
  type StageWishes,
} from './apns-stage';

let stage: ApnsStage;

async function open(wishes?: StageWishes): Promise<ApnsStage> {
  stage = await openStage(wishes);
  return stage;
}

afterEach(async () => {
  const { apns, logged, privateKey } = stage;
  await stage.end();
  expect(apns.violations).toEqual([]);
  for (const secret of [
    privateKey.split('\n')[1] ?? '',
    'bearer',
    'eyJ',
    'aaaaaa',
    incoming.token,
  ]) {
    expect(logged()).not.toContain(secret);
  }
});

const hour = 3_600_000;

describe('what APNs refuses', () => {
  it('a token of the other environment is not tried again, and the state says so', async () => {
    const { apns, provider, send } = await open();
    apns.know(tokenOf(1), { elsewhere: true });
    const push = send({ token: tokenOf(1) });
    expect(await push.result).toEqual({ state: 'refused', status: 400, reason: 'BadDeviceToken' });
    expect(apns.pushes).toHaveLength(1);
    expect(provider.states()).toMatchObject([{ state: 'warning', detail: '400 BadDeviceToken' }]);
    await send().result;
    expect(provider.states()).toMatchObject([{ state: 'good', verdict: 'ready' }]);
  });

  it('a token of another topic is not tried again, and the state says so', async () => {
    const { apns, provider, send } = await open();
    apns.know(tokenOf(1), { topic: 'com.other.voip' });
    expect(await send({ token: tokenOf(1) }).result).toEqual({
      state: 'refused',
      status: 400,
      reason: 'DeviceTokenNotForTopic',
    });
    expect(apns.pushes).toHaveLength(1);
    expect(provider.states()).toMatchObject([{ state: 'warning', verdict: 'topic_refused' }]);
  });

  it('a token that is gone is gone since the time that APNs says', async () => {
    const { apns, send } = await open();
    apns.know(tokenOf(1), { goneSince: 1_893_000_000_123 });
    expect(await send({ token: tokenOf(1) }).result).toEqual({
      state: 'gone',
      status: 410,
      reason: 'Unregistered',
      since: 1_893_000_000_123,
    });
  });

  it('a revoked key: no retry, and the verdict', async () => {
    const { apns, provider, send } = await open();
    await send().result;
    apns.revoke(keyId);
    expect(await send().result).toEqual({
      state: 'refused',
      status: 403,
      reason: 'InvalidProviderToken',
    });
    expect(apns.pushes).toHaveLength(2);
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'key_refused' }]);
  });

  it('a clock that is two hours behind', async () => {
    const { apns, provider, send } = await open({ ahead: 2 * hour });
    const push = send();
    expect(await push.result).toMatchObject({ state: 'refused', reason: 'ExpiredProviderToken' });
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'clock_wrong' }]);
    // A new token helps nothing here, and is not made for each push.
    await send().result;
    expect(new Set(apns.pushes.map(({ headers }) => headers.authorization)).size).toBe(2);
    expect(apns.pushes).toHaveLength(3);
  });

  it('a clock that is two hours ahead, where APNs says its time', async () => {
    const { provider, send } = await open({ ahead: -2 * hour, apns: { dates: true } });
    expect(await send().result).toMatchObject({ reason: 'InvalidProviderToken' });
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'clock_wrong' }]);
  });

  it('an expired provider token is replaced, once', async () => {
    let slept = 0;
    const { apns, send } = await open({
      // A machine that was suspended: its timers stood still, its time jumped on.
      clock: (clock) => ({ ...clock, now: () => clock.now() + slept }),
      apns: { now: () => Date.UTC(2030, 0, 1) + 2 * hour },
    });
    const push = send({
      expiresIn: 4 * hour,
      onStep: (step) => {
        if (step.startsWith('answered 403')) slept = 2 * hour;
      },
    });
    expect(await push.result).toMatchObject({ state: 'accepted' });
    expect(push.steps.filter((step) => step !== 'connecting')).toEqual([
      'sent',
      'answered 403 ExpiredProviderToken',
      'retrying ExpiredProviderToken',
      'sent',
      'answered 200',
    ]);
    expect(apns.pushes.map(({ headers }) => headers['apns-id'])).toEqual([push.id, push.id]);
  });

  it('too many provider tokens: the one in use is kept', async () => {
    const { apns, send } = await open();
    await send().result;
    const reason = 'TooManyProviderTokenUpdates';
    apns.behave({ kind: 'answer', status: 429, reason }, { times: 1 });
    expect(await send().result).toMatchObject({ state: 'accepted' });
    apns.behave({ kind: 'answer', status: 429, reason });
    expect(await send().result).toEqual({ state: 'failed', status: 429, reason });
    expect(new Set(apns.pushes.map(({ headers }) => headers.authorization)).size).toBe(1);
  });
});

describe('what APNs fails at', () => {
  it.each([
    [429, 'TooManyRequests'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
    [503, 'Shutdown'],
  ])('%i %s: once more at once with the same apns-id', async (status, reason) => {
    const { apns, provider, send } = await open();
    const end = apns.behave({ kind: 'answer', status, reason }, { times: 1 });
    const push = send();
    expect(await push.result).toMatchObject({ state: 'accepted' });
    expect(apns.pushes.map(({ headers }) => headers['apns-id'])).toEqual([push.id, push.id]);
    end();
    apns.behave({ kind: 'answer', status, reason });
    expect(await send().result).toEqual({ state: 'failed', status, reason });
    expect(apns.pushes).toHaveLength(4);
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'failing' }]);
  });

  it('is not tried again when the ring time is over', async () => {
    const { apns, clock, send } = await open();
    await send().result;
    apns.behave({ kind: 'answer', status: 503, reason: 'ServiceUnavailable' }, { times: 1 });
    const late = send({
      expiresIn: 1_000,
      onStep: (step) => {
        if (step.startsWith('answered')) clock.advance(1_000);
      },
    });
    expect(await late.result).toEqual({
      state: 'failed',
      status: 503,
      reason: 'ServiceUnavailable',
    });
    expect(apns.pushes).toHaveLength(2);
  });

  it('is not tried again when the call ended meanwhile', async () => {
    const { apns, send } = await open();
    let isDropped = false;
    apns.behave({ kind: 'answer', status: 503, reason: 'ServiceUnavailable' }, { times: 1 });
    const push = send({
      isDropped: () => isDropped,
      onStep: (step) => (isDropped ||= step.startsWith('answered')),
    });
    expect(await push.result).toMatchObject({ state: 'failed', status: 503 });
    expect(apns.pushes).toHaveLength(1);
  });

  it.each([0, 11])('GOAWAY %i with streams in flight loses no push', async (code) => {
    const { apns, send } = await open();
    await send().result;
    const release = apns.behave({ kind: 'hold' }, { times: 40 });
    const held = Array.from({ length: 40 }, (_, n) => send({ token: tokenOf(n) }));
    await vi.waitFor(() => expect(apns.pushes).toHaveLength(41));
    apns.behave({ kind: 'goaway', unread: true, code }, { times: 1 });
    const unread = send({ token: tokenOf(40) });
    expect(await unread.result).toMatchObject({ state: 'accepted' });
    const more = Array.from({ length: 40 }, (_, n) => send({ token: tokenOf(41 + n) }));
    await Promise.all(more.map(({ result }) => result));
    release();
    const results = await Promise.all(held.map(({ result }) => result));
    expect(results.every(({ state }) => state === 'accepted')).toBe(true);
    expect(unread.steps).toContain('retrying not read');
    expect(apns.connections.opened).toBe(2);
  });

  it('GOAWAY after all was read: each push is sent once', async () => {
    const { apns, send } = await open();
    await send().result;
    apns.behave({ kind: 'goaway', unread: false }, { times: 1 });
    expect(await send().result).toMatchObject({ state: 'accepted' });
    expect(await send().result).toMatchObject({ state: 'accepted' });
    expect(apns.pushes.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });

  it('a connection that breaks off: once more on another one with the same apns-id', async () => {
    const { apns, provider, send, pass } = await open();
    await send().result;
    apns.behave({ kind: 'cut' }, { times: 1 });
    const push = send();
    expect(await pass(push.result)).toMatchObject({ state: 'accepted' });
    expect(apns.pushes.slice(1).map(({ headers }) => headers['apns-id'])).toEqual([
      push.id,
      push.id,
    ]);
    apns.behave({ kind: 'cut' });
    expect(await pass(send().result)).toMatchObject({ state: 'failed', status: null });
    expect(provider.states()).toMatchObject([{ state: 'bad', verdict: 'unreachable' }]);
  });

  it('never answering: once more after a few seconds, then it is told', async () => {
    const { apns, clock, send, pass } = await open();
    await send().result;
    apns.behave({ kind: 'hold' }, { token: tokenOf(1) });
    const begun = clock.now();
    const push = send({ token: tokenOf(1) });
    expect(await pass(push.result, 20)).toMatchObject({ state: 'failed', status: null });
    expect(clock.now() - begun).toBeLessThan(15_000);
    expect(push.steps.filter((step) => step === 'sent')).toHaveLength(2);
  });

  it('a slow answer holds up nobody else', async () => {
    const { apns, send } = await open();
    await send().result;
    const release = apns.behave({ kind: 'hold' }, { token: tokenOf(1) });
    const slow = send({ token: tokenOf(1) });
    const others = Array.from({ length: 50 }, (_, n) => send({ token: tokenOf(2 + n) }));
    const results = await Promise.all(others.map(({ result }) => result));
    expect(results.every(({ state }) => state === 'accepted')).toBe(true);
    expect(slow.steps).toEqual(['sent']);
    release();
    expect(await slow.result).toMatchObject({ state: 'accepted' });
  });

  it('a first push that hangs gets others a connection of their own', async () => {
    const { apns, clock, send, pass } = await open();
    apns.behave({ kind: 'hold' }, { token: tokenOf(1) });
    const begun = clock.now();
    const slow = send({ token: tokenOf(1) });
    await apns.nextPush();
    expect(await pass(send().result, 20)).toMatchObject({ state: 'accepted' });
    expect(clock.now() - begun).toBeLessThan(2_000);
    expect(slow.steps.filter((step) => step.startsWith('answered'))).toEqual([]);
  });

  it('nobody there: told within ten seconds, and what ended meanwhile is dropped', async () => {
    const { apns, provider, send, pass, clock } = await open();
    await apns.stop();
    const begun = clock.now();
    const push = send();
    await vi.waitFor(() =>
      expect(provider.states()).toMatchObject([
        { state: 'bad', verdict: 'unreachable', detail: 'ECONNREFUSED' },
      ]),
    );
    expect(await pass(push.result)).toMatchObject({ state: 'failed', status: null });
    expect(clock.now() - begun).toBeLessThan(11_000);
    const dropped = send({ isDropped: () => clock.now() > begun + 12_000 });
    expect(await pass(dropped.result)).toEqual({ state: 'dropped' });
  });
});
