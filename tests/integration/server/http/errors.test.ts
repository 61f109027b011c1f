import { describe, expect, it } from 'vitest';
import { failureSchema } from '@/lib/platform/envelope';
import { origin, useEdge } from './edge';

const signInPath = '/api/v3/app/user/login/verify_user.shtml';
const host = new URL(origin).host;

describe('Every error', () => {
  const edge = useEdge();

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, more: object = {}) =>
    edge().app.inject({ method, url, headers: { host }, ...more });

  it.each([
    ['GET', '/api', 404, 'not_found'],
    ['GET', '/api/nothing', 404, 'not_found'],
    ['POST', '/no/such/page', 404, 'not_found'],
    ['DELETE', '/api/config', 405, 'bad_request'],
    ['GET', '/api/registrations/alice/new_session', 405, 'bad_request'],
    ['GET', '/api/%ff', 400, 'bad_request'],
    ['GET', '/api/my/session', 401, 'unauthorized'],
  ] as const)('%s %s answers %i in the envelope', async (method, url, status, reason) => {
    const answer = await ask(method, url);
    expect(answer.statusCode).toBe(status);
    expect(failureSchema.parse(answer.json())).toMatchObject({ status: 'failed', reason });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('names the methods that a path knows', async () => {
    const answer = await ask('PUT', '/api/my/profile');
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, PATCH');
  });

  it('answers under /api/v3/ with HTTP 200 and its code', async () => {
    const asked = [
      { method: 'POST', url: '/api/v3/nothing', code: '404' },
      { method: 'GET', url: signInPath, code: '404' },
      { method: 'POST', url: signInPath, payload: '{', code: '400' },
      { method: 'POST', url: signInPath, payload: 'x'.repeat(1_048_577), code: '413' },
      { method: 'POST', url: signInPath, payload: '{"account":"nobody","pwd":"x"}', code: '401' },
      { method: 'POST', url: '/api/v3/app/registrations/jpush_token', payload: '', code: '401' },
    ] as const;
    for (const { code, ...question } of asked) {
      const headers = { host, 'content-type': 'application/json' };
      const answer = await edge().app.inject({ headers, ...question });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ code });
      expect(answer.json()).toHaveProperty(
        'timeStamp',
        expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      );
    }
  });

  it('says which field is not understood, and not what stood in it', async () => {
    const payload = { current: 'hunter2hunter2', new: 'short' };
    const answer = await ask('POST', '/api/my/password', { payload });
    expect(answer.statusCode).toBe(400);
    const { result } = failureSchema.parse(answer.json());
    expect(result).toContain('"new"');
    expect(answer.body).not.toMatch(/hunter2|"short"/);
  });

  it('refuses types of bodies that no client sends', async () => {
    const answer = await ask('POST', '/api/registrations/alice/new_session', {
      headers: { host, 'content-type': 'application/xml' },
      payload: '<device/>',
    });
    expect(answer.statusCode).toBe(415);
    expect(failureSchema.parse(answer.json()).reason).toBe('bad_request');
  });

  it('refuses a body over the limit', async () => {
    const payload = { device_id: 'x'.repeat(1_048_577) };
    const answer = await ask('POST', '/api/registrations/alice/new_session', { payload });
    expect(answer.statusCode).toBe(413);
    expect(failureSchema.parse(answer.json()).reason).toBe('too_large');
  });

  it('keeps to itself what went wrong inside', async () => {
    const { app, context } = edge();
    const answer = await app.inject({ url: '/healthz', headers: { host } });
    expect(answer.json()).toEqual({ status: 'success', result: { state: 'alive' } });
    await context.db.schema.alterTable('account').renameTo('elsewhere').execute();
    try {
      const failed = await ask('POST', signInPath, {
        payload: { account: 'alice', pwd: 'PASSWORD-IN-A-BODY' },
      });
      expect(failed.json()).toMatchObject({ code: '500' });
      expect(failed.body).not.toMatch(/account|SQL|table/i);
    } finally {
      await context.db.schema.alterTable('elsewhere').renameTo('account').execute();
    }
    expect(edge().log()).toContain('"msg":"failed"');
    expect(edge().log()).not.toContain('PASSWORD-IN-A-BODY');
  });
});
