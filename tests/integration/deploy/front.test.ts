import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '@/lib/server/http/limits';
import { anyFreePort } from '@/scripts/ports.mjs';
import { startFront, type Front } from '../../support/deploy/front';
import { startBehind, type RingwayBehind } from '../../support/deploy/ringway';
import { SecureClient } from '../../support/deploy/secure-client';
import { basicHeader, servicePath } from '../../support/outside/codec';
import { OutsideClient } from '../../support/outside/client';
import { rawRequest } from '../../support/outside/http';

const signInPath = '/api/v3/app/user/login/verify_user.shtml';
const registrationPath = '/api/registrations/alice/new_session';

/** What a client may say of itself, all of it false. */
const forged = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-proto': 'http',
  'x-real-ip': '203.0.113.9',
  forwarded: 'for=203.0.113.9',
};

describe('The front that is shipped (haproxy.cfg), before Ringway', () => {
  let ringway: RingwayBehind;
  let front: Front;
  let client: SecureClient;

  beforeAll(async () => {
    const port = await anyFreePort('127.0.0.1');
    const origin = `https://localhost:${port}`;
    ringway = await startBehind(origin);
    front = await startFront({ port, ringway: ringway.port });
    client = new SecureClient(origin, front.authority);
  });

  afterAll(async () => {
    await front.stop();
    await ringway.end();
  });

  const behind = () => new OutsideClient(`http://127.0.0.1:${ringway.port}`);
  const authorized = () => ({
    'content-type': 'application/json',
    authorization: basicHeader('alice', ringway.account('alice').password),
  });

  it('signs people in with a cookie that only TLS carries, and leaves security headers to Ringway', async () => {
    const { account, password } = ringway.account('alice');
    const answer = await client.ask(signInPath, {
      body: JSON.stringify({
        account,
        pwd: password,
        plat_type: 'web',
        login_url: client.origin + signInPath,
      }),
      headers: { 'content-type': 'application/json', origin: client.origin },
    });
    expect(answer.status).toBe(200);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-ringway=/);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    });
  });

  it('brings the events of a stream at once, over HTTP/2 as browsers ask', async () => {
    const session = await client.http2();
    expect(session.alpnProtocol).toBe('h2');
    const bob = await behind().device(ringway.account('bob'));
    const registered = await client.ask(registrationPath, { body: '{}', headers: authorized() });
    const { token } = (JSON.parse(registered.text) as { result: { token: string } }).result;
    const path = `/api/registrations/alice/events?token=${token}`;
    const stream = await client.events(session, path);
    const called = await bob.call('alice');
    // The stream stays open: a proxy that gathers what it brings would bring nothing yet.
    await stream.inbox.next('incoming');
    expect(stream.inbox.isClosed).toBe(false);
    await called.leave();
    await stream.inbox.next('incoming_cancelled');
    stream.close();
    bob.cut();
    session.close();
    expect(front.written()).not.toContain(token);
  });

  it("carries a room's events over a WebSocket", async () => {
    const bob = await behind().device(ringway.account('bob'));
    const carol = await behind().device(ringway.account('carol'));
    const called = await bob.call('carol');
    const path = servicePath(called.address).replace('/api/', '/wapi/');
    const url = `${client.origin.replace('https', 'wss')}${path}/wsevents?token=${called.token}`;
    const socket = new WebSocket(url, { ca: front.authority });
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(String(message))).toMatchObject({ _command: 'event' });
    socket.close();
    await once(socket, 'close');
    await called.leave();
    bob.cut();
    carol.cut();
    expect(front.written()).not.toContain(called.token);
  });

  it("tells Ringway the client's address, whatever a client says of itself", async () => {
    const answer = await client.ask('/api/probe', { localAddress: '127.0.0.9', headers: forged });
    expect(JSON.parse(answer.text)).toMatchObject({
      result: { address: '127.0.0.9', proxy: 'trusted' },
    });
    const lines = ringway.log().split('\n');
    const line = lines.findLast((one) => one.includes('"/api/probe"'));
    expect(line).toContain('"client":"127.0.0.9"');
    expect(ringway.log()).not.toContain('203.0.113.9');
    expect(ringway.log()).not.toContain('evil.test');
  });

  it('lets nobody choose by which address limits count', async () => {
    // What is on this machine itself is not counted, the address that is claimed would be.
    for (let guess = 0; guess <= limits.secretsPerMinute; guess += 1) {
      const answer = await client.ask('/api/invitation', {
        body: JSON.stringify({ secret: 'guessed', password: 'long enough for anybody' }),
        headers: { ...forged, 'content-type': 'application/json', origin: client.origin },
      });
      expect(answer.status).not.toBe(429);
    }
  });

  it('lets the doubled % of outside clients through, over HTTP/1.1 and HTTP/2', async () => {
    const path = '/api/registrations/alice%%40localhost/new_session';
    const { authorization } = authorized();
    const { host } = new URL(client.origin);
    const request = rawRequest('POST', path, { Host: host, Authorization: authorization }, '');
    expect(await client.askRaw(request)).toMatch(/^HTTP\/1\.1 200 /);
    const session = await client.http2();
    const stream = session.request({ ':method': 'POST', ':path': path, authorization });
    stream.end();
    const [headers] = (await once(stream, 'response')) as [{ ':status': number }];
    expect(headers[':status']).toBe(200);
    session.close();
  });

  it('leaves it to Ringway to say why a body is too long', async () => {
    const answer = await client.ask(registrationPath, {
      body: 'a'.repeat(limits.bodyBytes + 1),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'failed' });
  });

  it('waits for Ringway to start again, and logs neither query strings nor headers', async () => {
    await ringway.stop();
    const headers = { token: 'of-the-header', 'x-cloud-authorization': 'of-the-credentials' };
    const waiting = client.ask('/api/config?token=of-the-query', { headers });
    await ringway.start();
    expect((await waiting).status).toBe(200);
    await ringway.stop();
    const lost = await client.ask('/api/config?token=of-the-query', { headers });
    expect(lost.status).toBe(503);
    await ringway.start();
    const written = front.written();
    expect(written).toMatch(/^127\.0\.0\.1:\d+ GET \/api\/config 200 /m);
    expect(written).toMatch(/^127\.0\.0\.1:\d+ GET \/api\/config 503 /m);
    expect(written).not.toMatch(/of-the-(query|header|credentials)|\?/);
  });
});
