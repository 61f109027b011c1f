import { createECDH } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import webPush from 'web-push';
import { decrypt } from '@/tests/support/push/web/encryption';
import {
  startWebPushService,
  type StandInSubscription,
  type WebPushStandIn,
} from '@/tests/support/push/web/server';

const contact = 'mailto:admin@example.com';
const hour = 3_600;

let service: WebPushStandIn;
let subscription: StandInSubscription;
let keys: { readonly publicKey: string; readonly privateKey: string };

beforeEach(async () => {
  service = await startWebPushService();
  keys = webPush.generateVAPIDKeys();
  subscription = service.subscribe(keys.publicKey);
});
afterEach(() => service.stop());

/** A VAPID header (RFC 8292); `seconds` from now on it is good. */
async function vapid({
  audience = service.url,
  subject = contact,
  pair = keys,
  seconds = hour,
} = {}) {
  const point = Buffer.from(pair.publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString('base64url'),
  );
  const jwk = { kty: 'EC', crv: 'P-256', d: pair.privateKey, x: x ?? '', y: y ?? '' };
  const exp = Math.floor(Date.now() / 1_000) + seconds;
  const token = await new SignJWT({ aud: audience, sub: subject, exp })
    .setProtectedHeader({ typ: 'JWT', alg: 'ES256' })
    .sign(await importJWK(jwk, 'ES256'));
  return `vapid t=${token}, k=${pair.publicKey}`;
}

function encrypted(text = 'a call'): Buffer {
  const { p256dh, auth } = subscription.keys;
  return webPush.encrypt(p256dh, auth, text, 'aes128gcm').cipherText;
}

/** Posts a right message but for some headers; undefined leaves one out. */
async function post(
  change: Readonly<Record<string, string | undefined>> = {},
  body = encrypted(),
  endpoint = subscription.endpoint,
) {
  const headers = new Headers({
    authorization: await vapid(),
    'content-encoding': 'aes128gcm',
    ttl: '30',
    urgency: 'high',
    topic: 'call',
  });
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) headers.delete(name);
    else headers.set(name, value);
  }
  const response = await fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(body) });
  return [response.status, await response.text()];
}

const reason = (word: string) => JSON.stringify({ reason: word });

describe('the local service answers as push services do:', () => {
  it('201 to what is right, which the browser reads', async () => {
    expect(await post()).toEqual([201, '']);
    expect(service.messages).toMatchObject([
      { text: 'a call', ttl: 30, urgency: 'high', topic: 'call' },
    ]);
  });

  it.each([
    ['no TTL', { ttl: undefined }, 400, 'BadTtl'],
    ['an urgency that there is not', { urgency: 'at once' }, 400, 'BadUrgency'],
    ['a topic that is too long', { topic: 'a'.repeat(33) }, 400, 'BadWebPushTopic'],
    ['another encoding', { 'content-encoding': 'aesgcm' }, 415, 'BadContentEncoding'],
    ['no authorisation', { authorization: undefined }, 401, 'MissingAuthorization'],
  ] as const)('%s', async (_what, change, status, word) => {
    expect(await post(change)).toEqual([status, reason(word)]);
    expect(service.messages).toEqual([]);
  });

  it.each([
    ['of another push service', { audience: 'https://push.example.com' }],
    ['that ran out', { seconds: -1 }],
    ['for more than a day', { seconds: 24 * hour + 60 }],
    ['of whom nobody can write to', { subject: 'mailto:x@localhost' }],
  ])('a token %s', async (_what, wishes) => {
    const authorization = await vapid(wishes);
    expect(await post({ authorization })).toEqual([403, reason('BadJwtToken')]);
  });

  it('a key that the browser did not subscribe with', async () => {
    const authorization = await vapid({ pair: webPush.generateVAPIDKeys() });
    expect(await post({ authorization })).toEqual([403, reason('VapidPkHashMismatch')]);
  });

  it('what was not encrypted for this browser, or is too large', async () => {
    expect(await post({}, Buffer.from('a call in clear text'))).toEqual([
      400,
      reason('BadEncryption'),
    ]);
    expect(await post({}, Buffer.alloc(4_097))).toEqual([413, reason('PayloadTooLarge')]);
  });

  it('a subscription that there is not, or no more', async () => {
    expect(await post({}, encrypted(), `${service.url}/push/another`)).toEqual([404, '']);
    subscription.unsubscribe();
    expect(await post()).toEqual([410, reason('Unregistered')]);
  });

  it('by keeping messages for a browser that is away, one a topic, for their TTL', async () => {
    subscription.disconnect();
    await post({}, encrypted('first'));
    await post({}, encrypted('second'));
    await post({ topic: 'another', ttl: '0' }, encrypted('gone'));
    subscription.connect();
    expect(service.messages.map(({ text }) => text)).toEqual(['second']);
  });
});

it('decrypts the worked example of RFC 8291, appendix A', () => {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url'));
  const auth = Buffer.from('BTBZMqHH6r4Tts7J_aSIgg', 'base64url');
  const body = Buffer.from(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz' +
      'AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    'base64url',
  );
  expect(decrypt(body, { curve, auth })).toBe('When I grow up, I want to be a watermelon');
});
