import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { startJPush, type JPushStandIn } from '@/tests/support/push/jpush/server';

const device = '171976fa8a8c5e4d2f1';
const right = {
  platform: ['ios'],
  audience: { registration_id: [device] },
  notification: { voip: { token: 'a' } },
  options: { time_to_live: 30, apns_production: true },
};

let jpush: JPushStandIn;

beforeEach(async () => {
  jpush = await startJPush({
    apps: [
      { appKey: 'plain', masterSecret: 'secret' },
      { appKey: 'vip', masterSecret: 'secret', vip: true },
    ],
  });
});
afterEach(() => jpush.stop());

const basic = (appKey: string, secret = 'secret') =>
  `Basic ${Buffer.from(`${appKey}:${secret}`).toString('base64')}`;

const answerSchema = z.object({
  msg_id: z.optional(z.number()),
  cidlist: z.optional(z.array(z.string())),
  error: z.optional(z.object({ code: z.int(), message: z.string() })),
});

/** Asks as the app `plain`, unless `as` says otherwise; a body makes it a POST. */
async function ask(path: string, body?: unknown, as: string | null = basic('plain')) {
  const response = await fetch(`${jpush.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: as === null ? {} : { authorization: as },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = z.parse(answerSchema, JSON.parse(text));
  return { status: response.status, headers: response.headers, text, ...answer };
}

const refusal = async (body: unknown) => {
  const { status, error } = await ask('/v3/push', body);
  return [status, error?.code];
};

const cids = async (as?: string) => (await ask('/v3/push/cid?count=1000', undefined, as)).cidlist;

describe('the local service answers as JPush’s:', () => {
  it.each<[string, string | null, number, number]>([
    ['nobody', null, 401, 1004],
    ['an AppKey that there is not', basic('another'), 400, 1008],
    ['a wrong master secret', basic('plain', 'guess'), 401, 1004],
  ])('%s', async (_who, as, status, code) => {
    expect(await ask('/v3/push', right, as)).toMatchObject({ status, error: { code } });
    expect(jpush.pushes).toEqual([]);
  });

  it.each<[string, object, number]>([
    ['no platform', { ...right, platform: undefined }, 1002],
    ['a platform that there is not', { ...right, platform: ['symbian'] }, 1003],
    ['no audience', { ...right, audience: undefined }, 1002],
    ['nothing to say', { ...right, notification: undefined }, 1002],
    ['an empty message', { ...right, message: { msg_content: '' } }, 1003],
    ['a member that it does not know', { ...right, sound: 'ring' }, 1009],
    ['a PushKit token', { ...right, audience: { registration_id: ['a'.repeat(64)] } }, 1003],
    ['nobody in the audience', { ...right, audience: { registration_id: [] } }, 1003],
    ['more than ten days', { ...right, options: { time_to_live: 864_001 } }, 1003],
    ['2,001 bytes for iOS', { ...right, notification: { voip: { a: 'x'.repeat(1_993) } } }, 1005],
    ['a cid that it did not give', { ...right, cid: 'plain-mine' }, 1003],
  ])('%s', async (_what, body, code) => {
    expect(await refusal(body)).toEqual([400, code]);
    expect(jpush.pushes).toEqual([]);
  });

  it('only POST pushes', async () => {
    expect(await ask('/v3/push')).toMatchObject({ status: 405, error: { code: 1001 } });
  });

  it('a message id larger than JavaScript’s numbers, the same for the same cid', async () => {
    const [cid] = (await cids()) ?? [];
    const first = await ask('/v3/push', { ...right, cid });
    expect(first.status).toBe(200);
    expect(first.text).toMatch(/"msg_id":\d{17,}[,}]/);
    expect((await ask('/v3/push', { ...right, cid })).text).toBe(first.text);
    expect(jpush.pushes).toHaveLength(1);
  });

  it('that a device has the app no more', async () => {
    jpush.forget('plain', device);
    expect(await refusal(right)).toEqual([400, 1011]);
  });

  it('ten cids to an ordinary app, a thousand and the batch verb to a VIP', async () => {
    expect(await cids()).toHaveLength(10);
    expect(await cids(basic('vip'))).toHaveLength(1_000);
    const batch = await ask('/v3/push/batch/regid/single', { pushlist: {} });
    expect(batch).toMatchObject({ status: 403, error: { code: 2006 } });
  });

  it('its rate headers, and 2002 when the window is used up', async () => {
    jpush.setQuota('plain', { remaining: 1, resetSeconds: 30 });
    const { headers } = await ask('/v3/push', right);
    expect(headers.get('x-rate-limit-limit')).toBe('600');
    expect(headers.get('x-rate-limit-remaining')).toBe('0');
    expect(Number(headers.get('x-rate-limit-reset'))).toBeGreaterThan(28);
    expect(await refusal(right)).toEqual([429, 2002]);
  });
});
