import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { credentialsHeader, pathSegment } from '../../support/outside/codec';
import { openEvents } from '../../support/outside/events';
import { askHuge, askRaw, rawRequest, type Answer } from '../../support/outside/http';
import { expectCode, expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';
import { failure, registered, resultOf } from '../../support/outside/shapes';

const allowedHeaders = [
  'content-type',
  'token',
  'pin',
  'role',
  'authorization',
  'x-cloud-authorization',
  'sessionid',
  'rtc-user-agent',
];
const foreign = 'https://vendor.example';

onEachDatabase('The edge of the server', (running) => {
  const scene = useScene(running);

  describe('another Host', () => {
    it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.nip.example:80', ''])(
      'is refused with 421: "%s"',
      async (host) => {
        const { client } = scene();
        for (const path of ['/api/config', '/', '/api/v3/meet/checkJoin.shtml']) {
          const answer = await askRaw(client.origin, rawRequest('GET', path, { Host: host }, ''));
          expect([400, 421], answer.text).toContain(answer.status);
          if (host !== '') expect(answer.status).toBe(421);
        }
      },
    );

    it('is refused in the envelope, and before anything is done', async () => {
      const { client, alice } = scene();
      const body = JSON.stringify({ account: alice.account, pwd: alice.password });
      const headers = { Host: 'evil.example', 'Content-Type': 'application/json' };
      const path = '/api/services/bob/new_session';
      const answer = await askRaw(client.origin, rawRequest('POST', path, headers, body));
      expect(answer.status).toBe(421);
      expect(failure.safeParse(answer.body).success, answer.text).toBe(true);
    });

    it.each(['/healthz', '/readyz'])('still gets %s', async (path) => {
      const { client } = scene();
      const headers = { Host: 'evil.example' };
      const answer = await askRaw(client.origin, rawRequest('GET', path, headers, ''));
      expect(answer.status).toBe(200);
    });

    it('is not ours by X-Forwarded-Host', async () => {
      const { client } = scene();
      const headers = { Host: 'evil.example', 'X-Forwarded-Host': new URL(client.origin).host };
      const answer = await askRaw(client.origin, rawRequest('GET', '/api/config', headers, ''));
      expect(answer.status).toBe(421);
    });
  });

  describe('a page of another origin', () => {
    const preflights = [
      '/api/registrations/alice/new_session',
      '/api/registrations/alice/events',
      '/api/services/bob%40localhost/new_session',
      '/api/services/bob%40localhost/participants/x/calls',
      '/api/v3/app/user/login/verify_user.shtml',
      '/api/v3/app/registrations/jpush_token',
      '/api/v3/meet/checkJoin.shtml',
    ];

    it.each(preflights)('may ask %s with all of its headers', async (path) => {
      const answer = await scene().client.ask(path, {
        method: 'OPTIONS',
        headers: {
          origin: foreign,
          'access-control-request-method': 'POST',
          'access-control-request-headers': allowedHeaders.join(', '),
        },
      });
      expect([200, 204], answer.text).toContain(answer.status);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      const allowed = String(answer.headers['access-control-allow-headers']).toLowerCase();
      for (const name of allowedHeaders) expect(allowed.split(/, */)).toContain(name);
      const methods = String(answer.headers['access-control-allow-methods']);
      expect(methods).toContain('POST');
      expect(methods).toContain('GET');
    });

    it('may read answers, refusals and streams', async () => {
      const { client, alice } = scene();
      const device = await scene().device(alice);
      const path = `/api/registrations/${alice.account}/events?token=${device.token}`;
      const stream = await scene().stream(openEvents(client.origin + path, { origin: foreign }));
      expect(stream.headers.get('access-control-allow-origin')).toBe('*');
      const answers: Answer[] = [
        await client.ask('/api/services/bob/participants', { headers: { origin: foreign } }),
        await client.ask('/api/services/bob/new_session', {
          json: {},
          headers: { origin: foreign },
        }),
        await client.ask('/api/nothing/here', { headers: { origin: foreign } }),
        await client.ask('/api/services/%ff/new_session', { headers: { origin: foreign } }),
      ];
      for (const answer of answers) {
        expect(answer.headers['access-control-allow-origin'], answer.text).toBe('*');
        expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      }
    });

    it('may register with the credentials header', async () => {
      const { client, alice } = scene();
      const header = `x-cloud-basic ${Buffer.from(`${alice.account}:${alice.password}`).toString('base64')}`;
      const answer = await client.ask(`/api/registrations/${alice.account}/new_session`, {
        json: {},
        headers: { authorization: header, origin: foreign },
      });
      resultOf(answer, registered);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    });
  });

  it('reads the absolute form of a target, as proxies pass it on', async () => {
    const { client, alice } = scene();
    const { host } = new URL(client.origin);
    const headers = {
      Host: host,
      Authorization: credentialsHeader(alice.account, alice.password),
    };
    const path = `http://${host}/api/registrations/${alice.account}/new_session`;
    resultOf(await askRaw(client.origin, rawRequest('POST', path, headers, '')), registered);
    const unknown = rawRequest('POST', `http://${host}/api/v3/nothing`, headers, '');
    expectCode(await askRaw(client.origin, unknown), '404');
    const config = rawRequest('GET', `http://${host}/api/config?x=1`, headers, '');
    expect((await askRaw(client.origin, config)).status).toBe(200);
    // Without a path it is the root, whether or not pages were built.
    const [bare, root] = await Promise.all(
      [`http://${host}?x=1`, '/?x=1'].map((target) =>
        askRaw(client.origin, rawRequest('GET', target, headers, '')),
      ),
    );
    expect(bare?.status).toBe(root?.status);
    expect(bare?.body).toEqual(root?.body);
  });

  describe('the cookie', () => {
    it.each([
      ['our own origin', 'ours', 200],
      ['another origin', foreign, 401],
      ['the origin null', 'null', 401],
    ] as const)('counts on a GET from %s: %s', async (_name, origin, status) => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const from = origin === 'ours' ? client.origin : origin;
      const answer = await client.ask('/api/my/session', { headers: { cookie, origin: from } });
      expect([status, status === 401 ? 403 : status], answer.text).toContain(answer.status);
    });

    it.each([
      ['same-origin', 200],
      ['none', 200],
      ['same-site', 401],
      ['cross-site', 401],
      [undefined, 401],
    ] as const)('counts on a GET without Origin by Sec-Fetch-Site %s', async (site, status) => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const headers = { cookie, ...(site === undefined ? {} : { 'sec-fetch-site': site }) };
      const answer = await client.ask('/api/my/session', { headers });
      expect([status, status === 401 ? 403 : status], answer.text).toContain(answer.status);
    });

    it.each([undefined, foreign, 'null'])('changes nothing from origin %s', async (origin) => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const headers = {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(origin === undefined ? {} : { origin }),
      };
      const questions = [
        client.ask('/api/my/session', { method: 'DELETE', headers }),
        client.ask('/api/rooms', { json: {}, headers }),
        client.ask('/api/my/profile', { method: 'PATCH', json: { busy: 'reject' }, headers }),
      ];
      for (const answer of await Promise.all(questions)) {
        expectFailure(answer, [401, 403], ['unauthorized', 'forbidden']);
      }
      const still = await client.ask('/api/my/session', {
        headers: { cookie, origin: client.origin },
      });
      expect(still.status).toBe(200);
    });

    it('is not let in by Access-Control-Allow-Credentials', async () => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const headers = { cookie, origin: foreign };
      const answer = await client.ask('/api/my/people', { headers });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      expect([401, 403]).toContain(answer.status);
    });

    it('places no call for a page of another origin', async () => {
      const { client, alice, bob } = scene();
      await scene().device(bob);
      const cookie = await scene().cookie(alice);
      const answer = await client.newSession(bob.userName, { cookie, origin: foreign });
      expectFailure(answer, [401, 403], ['unauthorized', 'forbidden']);
    });
  });

  describe('a redirect or an error', () => {
    it('never carries a token', async () => {
      const { client } = scene();
      const secret = 'SECRET-TOKEN-IN-THE-QUERY';
      const paths = [
        '/',
        '/call',
        '/call/',
        '/sign-in',
        '//call',
        '/api',
        '/api/',
        '/api/docs',
        '/api/registrations/alice/events',
        '/api/registrations/alice/events/',
        '/api/services/bob/events',
        '/api/services/bob/end_session',
        '/no/such/page',
      ];
      for (const path of paths) {
        const answer = await client.ask(`${path}?token=${secret}`, {
          headers: { accept: 'text/html' },
        });
        expect(answer.headers.location ?? '', path).not.toContain(secret);
        expect(answer.text, path).not.toContain(secret);
        expect(answer.status, path).toBeLessThan(500);
      }
    });
  });

  describe('bad input', () => {
    it.each([
      ['POST', '/api/services/bob/fly'],
      ['POST', '/api/services/bob/participants/x/fly'],
      ['POST', '/api/registrations/alice/fly'],
      ['GET', '/api/nothing'],
      ['POST', '/api/my/nothing'],
      ['DELETE', '/api/services/bob/new_session'],
      ['GET', '/api/services/bob/new_session'],
      ['PUT', '/api/rooms'],
    ])('an unknown verb: %s %s', async (method, path) => {
      const answer = await scene().client.ask(path, { method });
      expectFailure(answer, [401, 404, 405], ['not_found', 'bad_request', 'unauthorized']);
    });

    it.each(['TRACE', 'PROPFIND', 'BREW'])('the method %s', async (method) => {
      const { client } = scene();
      const headers = { Host: new URL(client.origin).host };
      const answer = await askRaw(client.origin, rawRequest(method, '/api/config', headers, ''));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(502);
    });

    it.each([
      '/api/services/bob/new_session',
      '/api/registrations/alice/new_session',
      '/api/rooms',
    ])('a body of 10 MB at %s', async (path) => {
      const { client } = scene();
      const headers = { 'content-type': 'application/json' };
      const answer = await askHuge(client.origin + path, headers, 10 * 1024 * 1024);
      expectFailure(answer, 413, 'too_large');
    });

    it('a body of 10 MB, also to a client that sends all of it before it reads', async () => {
      const { client } = scene();
      const { host, hostname, port } = new URL(client.origin);
      const socket = connect(Number(port), hostname).pause();
      const headers = { Host: host, 'Content-Type': 'application/json' };
      const whole = rawRequest('POST', '/api/rooms', headers, 'a'.repeat(10 * 1024 * 1024));
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.write(whole, (error) => (error ? reject(error) : resolve()));
      });
      const answer = await text(socket);
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('"too_large"');
    });

    it.each([
      ['broken JSON', '{"display_name":', 'application/json'],
      ['an array', '[1]', 'application/json'],
      ['a string', '"hello"', 'application/json'],
      ['a number for a name', '{"display_name":5}', 'application/json'],
      ['XML', '<a/>', 'application/xml'],
      ['a poisoned prototype', '{"__proto__":{"admin":true}}', 'application/json'],
      ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'application/json'],
    ])('%s as a body', async (_name, raw, type) => {
      const { client, bob } = scene();
      const path = `/api/services/${pathSegment(bob.userName)}/new_session`;
      const answer = await client.ask(path, { raw, headers: { 'content-type': type } });
      expectFailure(answer, [400, 403, 415], ['bad_request', 'forbidden']);
    });

    it.each(['%', '%%', '%ff', '%00', '%E0%A4%A', 'a'.repeat(3_000), '..%2f..%2fetc', '%%%40%%'])(
      'a path like %s',
      async (segment) => {
        const { client } = scene();
        for (const prefix of ['/api/services/', '/api/registrations/', '/']) {
          const path = `${prefix}${segment}/new_session`;
          const headers = { Host: new URL(client.origin).host, 'Content-Type': 'application/json' };
          const answer = await askRaw(client.origin, rawRequest('POST', path, headers, '{}'));
          expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
          expect(answer.status, answer.text).toBeLessThan(500);
          if (prefix !== '/')
            expect(failure.safeParse(answer.body).success, answer.text).toBe(true);
        }
      },
    );

    it('a header of 100 kB', async () => {
      const { client } = scene();
      const headers = { Host: new URL(client.origin).host, token: 'a'.repeat(100_000) };
      const answer = await askRaw(client.origin, rawRequest('GET', '/api/config', headers, ''));
      expect(answer.status).toBe(431);
    });

    it('leaves the server well', async () => {
      const { client, alice } = scene();
      await client.signIn(alice);
      expect((await client.ask('/readyz')).status).toBe(200);
    });
  });

  it('says who it is on every answer: strict headers', async () => {
    const { client } = scene();
    const answer = await client.ask('/api/config');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });
});
