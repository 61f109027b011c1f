import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { cookiesOf } from '../../support/outside/client';
import { askHuge } from '../../support/outside/http';
import { expectCode, onEachDatabase, useScene } from '../../support/outside/scene';
import { envelope, resultsOf, signedIn } from '../../support/outside/shapes';

const path = '/api/v3/app/user/login/verify_user.shtml';

onEachDatabase('Signing in', (running) => {
  const scene = useScene(running);

  it('answers with the account in the envelope', async () => {
    const { client, alice } = scene();
    const answer = await client.verifyUser(alice.account, alice.password);
    const results = resultsOf(answer, signedIn);
    expect(results).toMatchObject({
      account: alice.account,
      userName: alice.userName,
      sipkey: alice.sipkey,
      trueName: alice.displayName,
    });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    const { timeStamp } = envelope.parse(answer.body);
    const told = Date.parse(`${timeStamp.replace(' ', 'T')}Z`);
    expect(Math.abs(told - Date.now())).toBeLessThan(60_000);
  });

  it('takes a form as well as JSON', async () => {
    const { client, alice } = scene();
    const form = {
      account: alice.account,
      pwd: alice.password,
      plat_type: 'webrtcios',
      login_url: client.origin + path,
    };
    expect(resultsOf(await client.ask(path, { form }), signedIn).account).toBe(alice.account);
  });

  it.each(['webrtcios', 'webrtcand', 'webrtcc4', 'web'])('knows plat_type %s', async (plat) => {
    const { client, alice } = scene();
    const answer = await client.verifyUser(alice.account, alice.password, { plat_type: plat });
    resultsOf(answer, signedIn);
  });

  it('takes the host of the dedicated cloud', async () => {
    const { client, alice } = scene();
    const { host, hostname } = new URL(client.origin);
    for (const name of [host, hostname]) {
      resultsOf(await client.verifyUser(alice.account, alice.password, { host: name }), signedIn);
    }
  });

  it('gives people of one organisation one companyId, and each a short number', async () => {
    const { client, alice, bob } = scene();
    const [first, second] = [await client.signIn(alice), await client.signIn(bob)];
    expect(first.companyId).toBe(second.companyId);
    expect(first.sipkey).not.toBe(second.sipkey);
    expect(first.id).not.toBe(second.id);
  });

  it('refuses a wrong password and an unknown account alike', async () => {
    const { client, alice } = scene();
    const wrong = await client.verifyUser(alice.account, 'not the password');
    const unknown = await client.verifyUser('nobody-here', 'not the password');
    expectCode(wrong, '401');
    expectCode(unknown, '401');
    expect(envelope.parse(unknown.body).results).toBe(envelope.parse(wrong.body).results);
    expect(wrong.text).not.toContain('not the password');
  });

  it.each([
    ['host', { host: 'elsewhere.example' }],
    ['login_url', { login_url: `https://elsewhere.example${path}` }],
  ])('refuses a %s of another server', async (_name, more) => {
    const { client, alice } = scene();
    const answer = await client.verifyUser(alice.account, alice.password, more);
    expectCode(answer, '400', '401', '403');
  });

  it('never fetches what host and login_url name', async () => {
    const { client, alice } = scene();
    let visits = 0;
    const trap = createServer((_request, response) => {
      visits += 1;
      response.end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const { port } = trap.address() as AddressInfo;
    const host = `127.0.0.1:${port}`;
    await client.verifyUser(alice.account, alice.password, {
      host,
      login_url: `http://${host}${path}`,
    });
    await client.signIn(alice);
    expect(visits).toBe(0);
    await new Promise((resolve) => trap.close(resolve));
  });

  describe('bad input', () => {
    it.each([
      ['no account', { json: { pwd: 'x' } }],
      ['no password', { json: { account: 'alice' } }],
      ['a number for the account', { json: { account: 7, pwd: 'x' } }],
      ['an array', { json: ['alice'] }],
      ['null', { json: null }],
      ['broken JSON', { raw: '{"account":' }],
      ['nothing at all', { method: 'POST' }],
      ['plain text', { raw: 'account=alice', headers: { 'content-type': 'text/plain' } }],
    ])('answers %s in the envelope', async (_name, question) => {
      expectCode(await scene().client.ask(path, question), '400');
    });

    it('refuses a body of 10 MB in the envelope', async () => {
      const { client } = scene();
      const headers = { 'content-type': 'application/json' };
      const answer = await askHuge(client.origin + path, headers, 10 * 1024 * 1024);
      expect(answer.status).toBe(200);
      expect(envelope.parse(answer.body).code).not.toBe('200');
    });

    it('answers an unknown verb under /api/v3/ with HTTP 200 and its code', async () => {
      const { client } = scene();
      const answer = await client.ask('/api/v3/app/user/login/nothing.shtml', { json: {} });
      expect(answer.status).toBe(200);
      expect(envelope.parse(answer.body).code).not.toBe('200');
    });
  });

  describe('the cookie of our own page', () => {
    const signInFrom = (origin: string | undefined, plat_type: string, how: 'json' | 'form') => {
      const { client, alice } = scene();
      const login_url = client.origin + path;
      const body = { account: alice.account, pwd: alice.password, plat_type, login_url };
      const headers = origin === undefined ? {} : { origin };
      return client.ask(path, how === 'json' ? { json: body, headers } : { form: body, headers });
    };

    it('comes with a sign-in by JSON from our own origin', async () => {
      const answer = await signInFrom(scene().client.origin, 'web', 'json');
      resultsOf(answer, signedIn);
      const [cookie = ''] = answer.headers['set-cookie'] ?? [];
      expect(cookie).toMatch(/; HttpOnly/i);
      expect(cookie).toMatch(/; SameSite=Lax/i);
      expect(cookie).toMatch(/; Path=\//i);
    });

    it.each([
      ['another origin', 'https://elsewhere.example', 'web', 'json'],
      ['no origin', undefined, 'web', 'json'],
      ['another plat_type', 'ours', 'webrtcios', 'json'],
      ['a form', 'ours', 'web', 'form'],
    ] as const)('does not come with %s', async (_name, origin, plat, how) => {
      const from = origin === 'ours' ? scene().client.origin : origin;
      expect(cookiesOf(await signInFrom(from, plat, how))).toBe('');
    });
  });

  it('slows wrong passwords down with code 423, and neither calls nor devices notice', async () => {
    const { client, alice, carol } = scene();
    const device = await scene().device(carol);
    const codes = new Set<string>();
    for (let attempt = 0; attempt < 50 && !codes.has('423'); attempt += 1) {
      const answer = await client.verifyUser(carol.account, `wrong ${attempt}`);
      expectCode(answer, '401', '423');
      codes.add(envelope.parse(answer.body).code);
    }
    expect(codes).toContain('423');
    const caller = await scene().device(alice);
    await scene().in(caller.call(carol.userName));
    await device.rung({ remote_address: alice.userName });
  });
});
