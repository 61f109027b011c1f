import { createPublicKey } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { readAnswer, tokenWasAccepted } from '@/lib/server/push/apns/answers';
import { ProviderToken } from '@/lib/server/push/apns/provider-token';
import { WaitingLine } from '@/lib/server/push/apns/waiting-line';
import { makeKeyPair } from '@/tests/support/push/apns/keys';
import { createVirtualClock } from '@/tests/support/virtual-clock';

const minute = 60_000;

describe('what APNs answers', () => {
  it.each([
    [200, undefined, { kind: 'accepted' }],
    [400, 'BadDeviceToken', { kind: 'refused', about: 'device' }],
    [400, 'DeviceTokenNotForTopic', { kind: 'refused', about: 'topic_refused' }],
    [400, 'TopicDisallowed', { kind: 'refused', about: 'topic_refused' }],
    [400, 'BadPriority', { kind: 'refused', about: 'failing' }],
    [403, 'InvalidProviderToken', { kind: 'refused', about: 'key_refused' }],
    [403, 'ExpiredProviderToken', { kind: 'token_expired' }],
    [413, 'PayloadTooLarge', { kind: 'refused', about: 'device' }],
    [429, 'TooManyRequests', { kind: 'again' }],
    [429, 'TooManyProviderTokenUpdates', { kind: 'again' }],
    [500, 'InternalServerError', { kind: 'again' }],
    [503, 'ServiceUnavailable', { kind: 'again' }],
  ])('%i %s', (status, reason, meant) => {
    const body = reason === undefined ? '' : JSON.stringify({ reason });
    expect(readAnswer({ status, body })).toMatchObject(
      reason === undefined ? meant : { ...meant, reason },
    );
  });

  it.each(['Unregistered', 'ExpiredToken'])('410 %s says since when', (reason) => {
    const body = JSON.stringify({ reason, timestamp: 1_900_000_000_123 });
    expect(readAnswer({ status: 410, body })).toEqual({
      kind: 'gone',
      reason,
      since: 1_900_000_000_123,
    });
    expect(readAnswer({ status: 410, body: JSON.stringify({ reason }) })).toMatchObject({
      since: null,
    });
  });

  it.each(['', 'no JSON', '{}', '{"reason": 5}', '{"reason": "a token: 0a0b"}', '[]', 'null'])(
    'passes on nothing of a body that is none of Apple’s: %s',
    (body) => {
      expect(readAnswer({ status: 400, body })).toMatchObject({ reason: 'HTTP 400' });
    },
  );

  it.each([
    [200, '', true],
    [400, 'BadDeviceToken', true],
    [410, 'Unregistered', true],
    [429, 'TooManyRequests', true],
    [429, 'TooManyProviderTokenUpdates', false],
    [403, 'InvalidProviderToken', false],
    [503, 'ServiceUnavailable', false],
  ])('%i %s: the provider token was taken: %s', (status, reason, accepted) => {
    expect(tokenWasAccepted({ status, body: JSON.stringify({ reason }) })).toBe(accepted);
  });
});

describe('the provider token', () => {
  function open() {
    const clock = createVirtualClock();
    const pair = makeKeyPair();
    let told: () => void = () => undefined;
    const token = new ProviderToken(
      {
        team: 'TEAM000001',
        keyId: 'KEY0000001',
        privateKey: pair.privateKey,
        topic: 'com.example.voip',
        environment: 'production',
      },
      clock,
      () => told(),
    );
    /** The token once none is being signed any more. */
    const signed = async () => {
      const ready = new Promise<void>((resolve) => (told = resolve));
      token.now();
      await ready;
      return taken(token.now());
    };
    return { clock, pair, token, signed };
  }

  function taken<Value>(value: Value | undefined): Value {
    if (value === undefined) throw new Error('There is no token.');
    return value;
  }

  it('is an ES256 JWT with kid, iss and iat, and nothing else', async () => {
    const { clock, pair, signed } = open();
    const { jwt } = await signed();
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', kid: 'KEY0000001' });
    const { payload } = await jwtVerify(jwt, createPublicKey(pair.publicKey));
    expect(payload).toEqual({ iss: 'TEAM000001', iat: Math.floor(clock.now() / 1_000) });
  });

  it('is kept 50 minutes and used on while the next is signed', async () => {
    const { clock, token, signed } = open();
    const first = await signed();
    clock.advance(50 * minute - 1);
    expect(token.now()).toBe(first);
    clock.advance(1);
    expect(token.now()).toBe(first);
    const second = await signed();
    expect(second.jwt).not.toBe(first.jwt);
    expect(token.now()).toBe(second);
  });

  it('is signed anew when APNs calls it expired, not twice within 20 minutes', async () => {
    const { clock, token, signed } = open();
    const first = await signed();
    expect(token.renew(first)).toBe(true);
    expect(token.now()).toBeUndefined();
    const second = await signed();
    expect(token.renew(first), 'what was sent with the first goes again').toBe(true);
    expect(token.now()).toBe(second);
    expect(token.renew(second)).toBe(false);
    clock.advance(20 * minute);
    expect(token.renew(second)).toBe(true);
  });

  it('is signed anew when the clock was set back', async () => {
    const { clock, token, signed } = open();
    const first = await signed();
    clock.advance(-2 * minute);
    expect(token.now()).toBe(first);
    expect((await signed()).signedAt).toBe(clock.now());
  });
});

describe('the line of what waits', () => {
  it('is first in, first out, with what is sent again before the rest', () => {
    const line = new WaitingLine<number>();
    for (const n of [1, 2, 3]) line.add(n);
    expect(line.take()).toBe(1);
    line.addFirst(1);
    expect(line.length).toBe(3);
    expect([line.take(), line.take(), line.take(), line.take()]).toEqual([1, 2, 3, undefined]);
    expect(line.length).toBe(0);
  });

  it('keeps what it is told to', () => {
    const line = new WaitingLine<number>();
    for (const n of [1, 2, 3, 4]) line.add(n);
    line.take();
    line.keep((n) => n % 2 === 0);
    expect(line.drain()).toEqual([2, 4]);
    expect(line.length).toBe(0);
  });
});
