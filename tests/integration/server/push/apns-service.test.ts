import { createPrivateKey, randomUUID } from 'node:crypto';
import { connect, type ClientHttp2Session } from 'node:http2';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeKeyPair } from '@/tests/support/push/apns/keys';
import { startApns, type ApnsServer } from '@/tests/support/push/apns/server';
import { keyId, team, tokenOf, topic } from './apns-stage';

const minute = 60_000;
const pair = makeKeyPair();
let time: number;
let apns: ApnsServer;
let session: ClientHttp2Session;
/** The provider token of requests that say nothing of one. */
let usual: string;

beforeEach(async () => {
  time = Date.UTC(2030, 0, 1);
  apns = await startApns({
    keys: [{ team, keyId, publicKey: pair.publicKey }],
    topics: [topic, 'com.example.calls'],
    now: () => time,
  });
  usual = await bearer();
  session = connect(apns.url, { ca: apns.authority });
});

afterEach(async () => {
  session.destroy();
  await apns.stop();
});

interface Claims {
  readonly kid?: string;
  readonly iss?: string;
  readonly privateKey?: string;
  /** ms since 1970. */
  readonly issued?: number;
}

async function bearer(claims: Claims = {}): Promise<string> {
  const jwt = await new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: claims.kid ?? keyId })
    .setIssuer(claims.iss ?? team)
    .setIssuedAt(Math.floor((claims.issued ?? time) / 1_000))
    .sign(createPrivateKey(claims.privateKey ?? pair.privateKey));
  return `bearer ${jwt}`;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** Posts a right request but for some headers; undefined leaves one out. */
async function post(
  headers: Headers = {},
  body = '{"aps":{}}',
): Promise<{ readonly status: number; readonly told: unknown }> {
  const all: Headers = {
    ':method': 'POST',
    ':path': `/3/device/${tokenOf(1)}`,
    authorization: usual,
    'apns-topic': topic,
    'apns-push-type': 'voip',
    'apns-priority': '10',
    'apns-expiration': '0',
    'apns-id': randomUUID(),
    ...headers,
  };
  return new Promise((answered, failed) => {
    const stream = session.request(all, { endStream: false });
    let status = 0;
    let text = '';
    stream.on('response', (response) => (status = response[':status'] ?? 0));
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stream.on('error', failed);
    stream.on('close', () => answered({ status, told: text === '' ? null : JSON.parse(text) }));
    stream.end(body);
  });
}

describe('the local service answers as Apple’s:', () => {
  const cases: readonly (readonly [string, Headers, number, string])[] = [
    ['no POST', { ':method': 'GET' }, 405, 'MethodNotAllowed'],
    ['another path', { ':path': '/4/device/aa' }, 404, 'BadPath'],
    ['no device token', { ':path': '/3/device/' }, 400, 'MissingDeviceToken'],
    ['a token that is no hex', { ':path': '/3/device/xyz' }, 400, 'BadDeviceToken'],
    ['a token of zeros', { ':path': `/3/device/${'0'.repeat(64)}` }, 400, 'BadDeviceToken'],
    ['no provider token', { authorization: undefined }, 403, 'MissingProviderToken'],
    ['a provider token that is none', { authorization: 'bearer a' }, 403, 'InvalidProviderToken'],
    ['no topic', { 'apns-topic': undefined }, 400, 'MissingTopic'],
    ['a topic of another team', { 'apns-topic': 'com.other.voip' }, 400, 'TopicDisallowed'],
    ['a topic without .voip', { 'apns-topic': 'com.example.calls' }, 400, 'InvalidPushType'],
    ['another push type', { 'apns-push-type': 'alert' }, 400, 'InvalidPushType'],
    ['no push type', { 'apns-push-type': undefined }, 400, 'InvalidPushType'],
    ['a priority that there is not', { 'apns-priority': '7' }, 400, 'BadPriority'],
    ['an expiration that is no time', { 'apns-expiration': 'soon' }, 400, 'BadExpirationDate'],
    ['an id that is no UUID', { 'apns-id': '1' }, 400, 'BadMessageId'],
  ];
  it.each(cases)('%s', async (_what, headers, status, reason) => {
    expect(await post(headers)).toEqual({ status, told: { reason } });
  });

  it('200 without a body to what is right', async () => {
    expect(await post()).toEqual({ status: 200, told: null });
  });

  it('an empty payload and one over 5,120 bytes', async () => {
    expect(await post({}, '')).toEqual({ status: 400, told: { reason: 'PayloadEmpty' } });
    expect(await post({}, 'x'.repeat(5_120))).toMatchObject({ status: 200 });
    expect(await post({}, 'x'.repeat(5_121))).toEqual({
      status: 413,
      told: { reason: 'PayloadTooLarge' },
    });
  });

  it('a provider token of another key, team or signature, or of another hour', async () => {
    const refused = async (claims: Claims) =>
      (await post({ authorization: await bearer(claims) })).told;
    const invalid = { reason: 'InvalidProviderToken' };
    expect(await refused({ kid: 'KEY0000002' })).toEqual(invalid);
    expect(await refused({ iss: 'TEAM000002' })).toEqual(invalid);
    expect(await refused({ privateKey: makeKeyPair().privateKey })).toEqual(invalid);
    expect(await refused({ issued: time + 10 * minute })).toEqual(invalid);
    expect(await refused({ issued: time - 61 * minute })).toEqual({
      reason: 'ExpiredProviderToken',
    });
    expect(await refused({ issued: time - 59 * minute })).toBeNull();
  });

  it('a provider token that is renewed within 20 minutes', async () => {
    expect(await post()).toMatchObject({ status: 200 });
    time += 19 * minute;
    const renewed = { authorization: await bearer() };
    expect(await post(renewed)).toEqual({
      status: 429,
      told: { reason: 'TooManyProviderTokenUpdates' },
    });
    time += minute;
    expect(await post(renewed)).toMatchObject({ status: 200 });
  });

  it('allows one stream until a provider token was taken, then 1,000', async () => {
    expect(await post({ authorization: undefined })).toMatchObject({ status: 403 });
    expect(session.remoteSettings.maxConcurrentStreams).toBe(1);
    expect(await post()).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(session.remoteSettings.maxConcurrentStreams).toBe(1_000));
  });

  it('what it was told of a device', async () => {
    apns.know(tokenOf(1), { elsewhere: true });
    expect(await post()).toEqual({ status: 400, told: { reason: 'BadDeviceToken' } });
    apns.know(tokenOf(1), { topic: 'com.other.voip' });
    expect(await post()).toEqual({ status: 400, told: { reason: 'DeviceTokenNotForTopic' } });
    apns.know(tokenOf(1), { goneSince: 5 });
    expect(await post()).toEqual({
      status: 410,
      told: { reason: 'Unregistered', timestamp: 5 },
    });
  });
});
