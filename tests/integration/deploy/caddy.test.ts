import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { limits } from '@/lib/server/http/limits';
import { findFront, frontMissing } from '@/scripts/fronts.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import {
  environmentOf,
  startProgram,
  filledIn,
  root,
  withSettings,
  type Program,
} from '../../support/deploy/program';
import { startBehind, type RingwayBehind } from '../../support/deploy/ringway';
import { SecureClient } from '../../support/deploy/secure-client';
import { basicHeader, servicePath } from '../../support/outside/codec';
import { OutsideClient } from '../../support/outside/client';
import { rawRequest } from '../../support/outside/http';
import { makeCertificate } from '../../support/push/certificates';

const caddyfile = join(root, 'deploy/Caddyfile');
const signInPath = '/api/v3/app/user/login/verify_user.shtml';

describe('The shipped Caddyfile, with a certificate of its own', () => {
  let folder: string;
  let settings: Record<string, string>;
  let ringway: RingwayBehind;
  let caddy: Program;
  let client: SecureClient;

  beforeAll(async () => {
    const program = findFront('caddy');
    if (program === undefined) throw new Error(frontMissing.caddy);
    folder = await mkdtemp(join(tmpdir(), 'ringway-caddy-'));
    const { certificate, privateKey, authority } = await makeCertificate();
    await writeFile(join(folder, 'tls.crt'), certificate);
    await writeFile(join(folder, 'tls.key'), privateKey);
    const [secure, plain] = [await anyFreePort('127.0.0.1'), await anyFreePort('127.0.0.1')];
    const origin = `https://localhost:${secure}`;
    ringway = await startBehind(origin);
    client = new SecureClient(origin, authority);
    settings = {
      HOME: folder,
      PORT: String(ringway.port),
      HTTP_PORT: String(plain),
      HTTPS_PORT: String(secure),
      CERTIFICATES: 'given',
      CERTIFICATE: join(folder, 'tls.crt'),
      CERTIFICATE_KEY: join(folder, 'tls.key'),
    };
    const command = [program, 'run', '--config', caddyfile, '--adapter', 'caddyfile'];
    caddy = await startProgram(command, settings, secure);
  });

  afterAll(async () => {
    await caddy.stop();
    await ringway.end();
    await rm(folder, { recursive: true, force: true });
  });

  const behind = () => new OutsideClient(`http://127.0.0.1:${ringway.port}`);

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
    const registered = await client.ask('/api/registrations/alice/new_session', {
      body: '{}',
      headers: {
        'content-type': 'application/json',
        authorization: basicHeader('alice', ringway.account('alice').password),
      },
    });
    const { token } = (JSON.parse(registered.text) as { result: { token: string } }).result;
    const path = `/api/registrations/alice/events?token=${token}`;
    const stream = await client.events(session, path);
    const called = await bob.call('alice');
    const answered = performance.now();
    await stream.inbox.next('incoming');
    // The stream stays open: a proxy that gathers what it brings would bring nothing yet.
    expect(stream.inbox.isClosed).toBe(false);
    expect(performance.now() - answered).toBeLessThan(1_000);
    await called.leave();
    await stream.inbox.next('incoming_cancelled');
    stream.close();
    bob.cut();
    session.close();
    expect(caddy.written()).not.toContain(token);
  });

  it("carries a room's events over a WebSocket", async () => {
    const bob = await behind().device(ringway.account('bob'));
    const carol = await behind().device(ringway.account('carol'));
    const called = await bob.call('carol');
    const path = servicePath(called.address).replace('/api/', '/wapi/');
    const url = `${client.origin.replace('https', 'wss')}${path}/wsevents?token=${called.token}`;
    const socket = new WebSocket(url, { ca: await readFile(join(folder, 'tls.crt'), 'utf8') });
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(String(message))).toMatchObject({ _command: 'event' });
    socket.close();
    await once(socket, 'close');
    await called.leave();
    bob.cut();
    carol.cut();
    expect(caddy.written()).not.toContain(called.token);
  });

  it("tells Ringway the client's address, whatever a client says of itself", async () => {
    const answer = await client.ask('/api/config?forged', {
      localAddress: '127.0.0.9',
      headers: {
        'x-forwarded-for': '203.0.113.9',
        'x-forwarded-host': 'evil.test',
        'x-forwarded-proto': 'http',
        'x-real-ip': '203.0.113.9',
        forwarded: 'for=203.0.113.9',
      },
    });
    expect(answer.status).toBe(200);
    const lines = ringway
      .log()
      .split('\n')
      .filter((line) => line.includes('"/api/config"'));
    expect(lines.at(-1)).toContain('"client":"127.0.0.9"');
    expect(ringway.log()).not.toContain('203.0.113.9');
  });

  it('leaves it to Ringway to say why a body is too long', async () => {
    const answer = await client.ask('/api/registrations/alice/new_session', {
      body: 'a'.repeat(limits.bodyBytes + 1),
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'failed' });
    const own = /max_size (\d+)MiB/.exec(await readFile(caddyfile, 'utf8'))?.[1];
    expect(Number(own) * 1_048_576).toBe(limits.discardedBytes);
  });

  it('does not let the doubled % of outside clients through: that is what haproxy.cfg is for', async () => {
    const { host } = new URL(client.origin);
    const path = '/api/registrations/alice%%40localhost/new_session';
    const answer = await client.askRaw(rawRequest('POST', path, { Host: host }, ''));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toContain('"status"');
  });

  it('leads from HTTP to HTTPS', async () => {
    const url = `http://localhost:${settings['HTTP_PORT'] ?? ''}/sign-in?token=of-the-redirect`;
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.status).toBe(308);
    expect(answer.headers.get('location')).toMatch(/^https:\/\/localhost\/sign-in/);
  });

  it('waits for Ringway to start again, and logs neither query strings nor headers when it does not', async () => {
    await ringway.stop();
    const headers = { token: 'of-the-header', 'x-cloud-authorization': 'of-the-credentials' };
    const waiting = client.ask('/api/config?token=of-the-query', { headers });
    await ringway.start();
    expect((await waiting).status).toBe(200);
    await ringway.stop();
    const lost = await client.ask('/api/config?token=of-the-query', { headers });
    expect(lost.status).toBe(502);
    await ringway.start();

    const written = caddy.written();
    expect(written).toContain('"uri":"/api/config"');
    expect(written).toContain('"uri":"/sign-in"');
    expect(written).toContain('"logger":"http.log.error');
    expect(written).not.toMatch(/"uri":"[^"]*\?/);
    expect(written).not.toMatch(/of-the-(query|header|credentials|redirect)/);
  });

  it('is valid, also with certificates by ACME and with a name of the relay', () => {
    const program = findFront('caddy') ?? '';
    for (const more of [{}, { CERTIFICATES: '', TURN_HOST_NAME: 'turn.example.com' }]) {
      const said = execFileSync(
        withSettings,
        [program, 'adapt', '--validate', '--config', caddyfile, '--adapter', 'caddyfile'],
        {
          encoding: 'utf8',
          env: environmentOf({ ...filledIn, ...settings, ...more }),
          stdio: ['ignore', 'pipe', 'ignore'],
        },
      );
      expect(said).toContain('"host":["localhost"]');
      expect(said.includes('turn.example.com')).toBe('TURN_HOST_NAME' in more);
      expect(said).toContain('"admin":{"disabled":true}');
    }
  });
});
