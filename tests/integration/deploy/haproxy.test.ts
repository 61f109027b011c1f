import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFront, frontMissing } from '@/scripts/fronts.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import {
  environmentOf,
  filledIn,
  root,
  startProgram,
  withSettings,
  type Program,
} from '../../support/deploy/program';
import { startBehind, type RingwayBehind } from '../../support/deploy/ringway';
import { SecureClient } from '../../support/deploy/secure-client';
import { OutsideClient } from '../../support/outside/client';
import { basicHeader } from '../../support/outside/codec';
import { rawRequest } from '../../support/outside/http';
import { makeCertificate } from '../../support/push/certificates';

const configuration = join(root, 'deploy/haproxy.cfg');

/** Stands where coturn listens with TLS: it greets by the name it was asked for. */
async function startRelay(): Promise<{ server: Server; authority: string; port: number }> {
  const { certificate, privateKey, authority } = await makeCertificate();
  const server = createServer({ cert: certificate, key: privateKey }, (socket) => {
    socket.end(`relay, asked for as ${String(socket.servername)}`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, authority, port: (server.address() as AddressInfo).port };
}

describe('The shipped haproxy.cfg', () => {
  let folder: string;
  let settings: Record<string, string>;
  let ringway: RingwayBehind;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let haproxy: Program;
  let client: SecureClient;
  let port: number;
  let program: string;

  beforeAll(async () => {
    const found = findFront('haproxy');
    if (found === undefined) throw new Error(frontMissing.haproxy);
    program = found;
    folder = await mkdtemp(join(tmpdir(), 'ringway-haproxy-'));
    const { certificate, privateKey, authority } = await makeCertificate();
    await writeFile(join(folder, 'tls.crt'), certificate);
    await writeFile(join(folder, 'tls.key'), privateKey);
    port = await anyFreePort('127.0.0.1');
    const origin = `https://localhost:${port}`;
    ringway = await startBehind(origin);
    relay = await startRelay();
    client = new SecureClient(origin, authority);
    settings = {
      PORT: String(ringway.port),
      PUBLIC_HTTPS_PORT: String(port),
      TURN_HOST_NAME: 'turn.localhost',
      TURN_BACKEND_PORT: String(relay.port),
      TLS: folder,
    };
    haproxy = await startProgram([program, '-f', configuration], settings, port);
  });

  afterAll(async () => {
    await haproxy.stop();
    relay.server.close();
    await ringway.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('is valid, with all its defaults too', () => {
    for (const env of [settings, { TLS: folder }]) {
      execFileSync(withSettings, [program, '-c', '-q', '-f', configuration], {
        env: environmentOf({ ...filledIn, ...env }),
      });
    }
  });

  it('gives TLS that asks for the name of the relay to the relay, with its own certificate', async () => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      servername: 'turn.localhost',
      ca: relay.authority,
      checkServerIdentity: () => undefined,
    });
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(socket, 'close');
    expect(text).toBe('relay, asked for as turn.localhost');
  });

  it('gives everything else to Ringway, with HTTP/2 and the address of the client', async () => {
    const answer = await client.ask('/api/config?token=of-the-query', {
      localAddress: '127.0.0.9',
      headers: { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.test' },
    });
    expect(answer.status).toBe(200);
    expect(ringway.log()).toContain('"client":"127.0.0.9"');
    expect(ringway.log()).not.toContain('203.0.113.9');
    const session = await client.http2();
    expect(session.alpnProtocol).toBe('h2');
    session.close();
    expect(haproxy.written()).toContain('GET /api/config 200');
    expect(haproxy.written()).not.toContain('of-the-query');
  });

  it('brings the events of a stream at once', async () => {
    const behind = new OutsideClient(`http://127.0.0.1:${ringway.port}`);
    const [alice, bob] = [ringway.account('alice'), ringway.account('bob')];
    const answer = await client.ask('/api/registrations/alice/new_session', {
      body: '{}',
      headers: { authorization: basicHeader('alice', alice.password) },
    });
    const { token } = (JSON.parse(answer.text) as { result: { token: string } }).result;
    const session = await client.http2();
    const path = `/api/registrations/alice/events?token=${token}`;
    const stream = await client.events(session, path);
    const caller = await behind.device(bob);
    const called = await caller.call('alice');
    const answered = performance.now();
    await stream.inbox.next('incoming');
    expect(stream.inbox.isClosed).toBe(false);
    expect(performance.now() - answered).toBeLessThan(1_000);
    await called.leave();
    stream.close();
    session.close();
    caller.cut();
    expect(haproxy.written()).not.toContain(token);
  });

  it('lets the doubled % of outside clients through, which Caddy refuses', async () => {
    const { password } = ringway.account('alice');
    const answer = await client.askRaw(
      rawRequest(
        'POST',
        '/api/registrations/alice%%40localhost/new_session',
        { Host: new URL(client.origin).host, Authorization: basicHeader('alice', password) },
        '',
      ),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is what the documentation and the settings say of it', async () => {
    const example = await readFile(join(root, 'deploy/settings.env.example'), 'utf8');
    expect(example).toContain('#TURN_HOST_NAME=');
    expect(example).toContain('#TURN_TLS_PORT=443');
    expect(example).toContain('#HTTPS_PORT=');
  });
});
