import { describe, expect, it } from 'vitest';
import { failureSchema } from '@/lib/platform/envelope';
import { origin, useEdge } from './edge';

const host = new URL(origin).host;
const signInPath = '/api/v3/app/user/login/verify_user.shtml';

describe('Hosts', () => {
  const edge = useEdge({ settings: { ORIGIN_ALIASES: 'http://alias.test:8080' } });

  it.each([host, `${host}:80`, 'RINGWAY.test', 'alias.test:8080', 'alias.test'])(
    'of this server are answered: %s',
    async (own) => {
      const answer = await edge().app.inject({ url: '/api/config', headers: { host: own } });
      expect(answer.statusCode).toBe(200);
    },
  );

  it.each(['evil.test', 'ringway.test.evil.test', 'evil.test:80', '127.0.0.1', '[::1]'])(
    'of others are refused with 421: %s',
    async (foreign) => {
      for (const url of ['/', '/api/config', signInPath, '/_next/static/x.js']) {
        const answer = await edge().app.inject({ url, headers: { host: foreign } });
        expect(answer.statusCode).toBe(421);
        expect(failureSchema.safeParse(answer.json()).success).toBe(true);
      }
    },
  );

  it.each(['/healthz', '/readyz', '/metrics'])('matter not for %s', async (url) => {
    const answer = await edge().app.inject({ url, headers: { host: 'evil.test' } });
    expect(answer.statusCode).not.toBe(421);
  });

  it('are not taken from a proxy’s header', async () => {
    const headers = { host: 'evil.test', 'x-forwarded-host': host };
    const answer = await edge().app.inject({ url: '/api/config', headers });
    expect(answer.statusCode).toBe(421);
  });
});

describe('Pages of other origins', () => {
  const edge = useEdge();
  const foreign = 'https://vendor.test';

  it('may send the headers of the platform, and no cookie', async () => {
    const answer = await edge().app.inject({
      method: 'OPTIONS',
      url: '/api/services/bob/new_session',
      headers: { host, origin: foreign, 'access-control-request-method': 'POST' },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect(answer.headers['access-control-allow-headers']).toBe(
      'content-type, token, pin, role, authorization, x-cloud-authorization, sessionid, rtc-user-agent',
    );
  });

  it('may read answers and refusals', async () => {
    for (const url of ['/api/config', '/api/nothing', '/api/my/session']) {
      const answer = await edge().app.inject({ url, headers: { host, origin: foreign } });
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  it('may not read pages', async () => {
    const answer = await edge().app.inject({ url: '/', headers: { host, origin: foreign } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('The cookie', () => {
  const edge = useEdge();

  const signIn = async (more: { headers?: object; payload?: object } = {}) => {
    const { headers = { origin } } = more;
    const { account, password } = await edge().person(`person-${crypto.randomUUID()}`);
    return edge().app.inject({
      method: 'POST',
      url: signInPath,
      headers: { host, ...headers },
      payload: { account, pwd: password, plat_type: 'web', ...more.payload },
    });
  };

  const cookieOf = (answer: Awaited<ReturnType<typeof signIn>>) => {
    const [cookie] = answer.cookies;
    if (!cookie) throw new Error(`no cookie with ${answer.body}`);
    return cookie;
  };

  it('is kept from scripts, other sites and other paths', async () => {
    expect(cookieOf(await signIn())).toMatchObject({
      name: 'ringway',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
    });
  });

  it.each([
    ['without Origin', { headers: {} }],
    ['from another origin', { headers: { origin: 'https://evil.test' } }],
    ['from the origin null', { headers: { origin: 'null' } }],
    ['as another platform', { payload: { plat_type: 'webrtcios' } }],
  ])('is not set %s', async (_name, more) => {
    const answer = await signIn(more);
    expect(answer.json()).toMatchObject({ code: '200' });
    expect(answer.cookies).toEqual([]);
  });

  it('is not set for a form', async () => {
    const { account, password } = await edge().person('form-person');
    const answer = await edge().app.inject({
      method: 'POST',
      url: signInPath,
      headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ account, pwd: password, plat_type: 'web' }).toString(),
    });
    expect(answer.json()).toMatchObject({ code: '200' });
    expect(answer.cookies).toEqual([]);
  });

  it.each([
    [{ origin }, 200],
    [{ origin: 'https://evil.test' }, 401],
    [{ origin: 'null' }, 401],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 401],
    [{ 'sec-fetch-site': 'cross-site' }, 401],
    [{ origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' }, 401],
    [{}, 401],
  ])('counts on a GET with %j: %i', async (headers, status) => {
    const { name, value } = cookieOf(await signIn());
    const answer = await edge().app.inject({
      url: '/api/my/session',
      headers: { host, ...headers },
      cookies: { [name]: value },
    });
    expect(answer.statusCode).toBe(status);
  });

  it.each([
    [{ origin }, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 401],
    [{ origin: 'https://evil.test' }, 401],
  ])('changes something with %j: %i', async (headers, status) => {
    const { name, value } = cookieOf(await signIn());
    const answer = await edge().app.inject({
      method: 'PATCH',
      url: '/api/my/profile',
      headers: { host, ...headers },
      cookies: { [name]: value },
      payload: { busy: 'reject' },
    });
    expect(answer.statusCode).toBe(status);
  });

  it('goes with the session', async () => {
    const { name, value } = cookieOf(await signIn());
    const ask = (method: 'GET' | 'DELETE') =>
      edge().app.inject({
        method,
        url: '/api/my/session',
        headers: { host, origin },
        cookies: { [name]: value },
      });
    const signedOut = await ask('DELETE');
    expect(signedOut.statusCode).toBe(200);
    expect(signedOut.cookies).toMatchObject([{ name, value: '' }]);
    expect((await ask('GET')).statusCode).toBe(401);
  });
});

describe('The cookie where TLS is', () => {
  const edge = useEdge({ settings: { ORIGIN: 'https://ringway.test' } });

  it('is bound to its host and to TLS', async () => {
    const { account, password } = await edge().person('alice');
    const answer = await edge().app.inject({
      method: 'POST',
      url: signInPath,
      headers: { host, origin: 'https://ringway.test' },
      payload: { account, pwd: password, plat_type: 'web' },
    });
    expect(answer.cookies).toMatchObject([{ name: '__Host-ringway', secure: true, path: '/' }]);
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
    const plain = await edge().app.inject({
      url: '/api/my/session',
      headers: { host, origin: 'https://ringway.test' },
      cookies: { ringway: answer.cookies[0]?.value ?? '' },
    });
    expect(plain.statusCode).toBe(401);
  });
});
