import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp, type ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyFreePort } from '@/scripts/ports.mjs';
import {
  haproxy,
  haproxyConfiguration,
  putCertificate,
  startFront,
  type Front,
} from '../../support/deploy/front';
import { environmentOf, filledIn, withSettings } from '../../support/deploy/program';
import { SecureClient } from '../../support/deploy/secure-client';
import { makeCertificate } from '../../support/push/certificates';

const relayName = 'turn.localhost';

/** The first bytes of a request for a relayed address (RFC 8489, 5; RFC 8656, 5), and of one of HTTP. */
const allocate = Buffer.from('000300002112a442', 'hex');
const request = Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');

/** Stands where coturn listens: it says what it got, and then echoes. */
async function startRelay(): Promise<Server> {
  const server = createServer((socket) => {
    socket.once('data', (first) => socket.write(`relay, ${first.toString('hex')}\n`));
    socket.pipe(socket);
    socket.on('error', () => undefined);
  });
  return listening(server);
}

/** Stands where Ringway listens: its answers have no end, and go on when a test says so. */
async function startPages() {
  const answers: ServerResponse[] = [];
  const server = createHttp((_asked, answer) => {
    answers.push(answer);
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.write('pages\n');
  });
  await listening(server);
  const goOn = () => answers.forEach((answer) => answer.write('and on\n'));
  return { server, goOn };
}

async function listening<Kind extends Server>(server: Kind): Promise<Kind> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** What comes over a connection, until a test has seen enough. */
class Line {
  readonly socket: TLSSocket;
  #text = '';

  constructor(port: number, authority: string, servername: string) {
    this.socket = connect({ port, host: '127.0.0.1', servername, ca: authority });
    this.socket.setEncoding('utf8').on('data', (part: string) => (this.#text += part));
  }

  async comes(wanted: string): Promise<string> {
    while (!this.#text.includes(wanted)) await once(this.socket, 'data');
    return this.#text;
  }
}

describe('The shipped haproxy.cfg', () => {
  let relay: Server;
  let pages: Awaited<ReturnType<typeof startPages>>;
  let front: Front;
  let port: number;

  beforeAll(async () => {
    [relay, pages] = await Promise.all([startRelay(), startPages()]);
    port = await anyFreePort('127.0.0.1');
    front = await startFront({
      ...{ port, ringway: portOf(pages.server), relay: portOf(relay), relayName },
    });
  });

  afterAll(async () => {
    await front.stop();
    relay.close();
    pages.server.close();
    pages.server.closeAllConnections();
  });

  const open = (servername: string) => new Line(port, front.authority, servername);

  it('is valid, with all its defaults too', () => {
    for (const settings of [front.settings, { TLS: front.folder }]) {
      execFileSync(withSettings, [haproxy(), '-c', '-q', '-f', haproxyConfiguration], {
        env: environmentOf({ ...filledIn, ...settings }),
      });
    }
  });

  it('listens at addresses of both kinds', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const socket = connect({ port, host, servername: 'localhost', ca: front.authority });
      await once(socket, 'secureConnect');
      socket.destroy();
    }
  });

  it('gives the relay whoever asks for its name (SNI), before a byte is said', async () => {
    const line = open(relayName);
    // Even what begins like HTTP.
    line.socket.write(request);
    expect(await line.comes('relay')).toContain(`relay, ${request.toString('hex')}`);
    line.socket.destroy();
  });

  it('gives the relay whoever speaks TURN under the one name of both, and everybody else to Ringway', async () => {
    const [turn, http] = [open('localhost'), open('localhost')];
    turn.socket.write(allocate);
    http.socket.write(request);
    expect(await turn.comes('relay')).toContain(`relay, ${allocate.toString('hex')}`);
    expect(await http.comes('pages')).toMatch(/^HTTP\/1\.1 200 /);
    turn.socket.destroy();
    http.socket.destroy();
  });

  it('takes a renewed certificate without an end to what goes through it', async () => {
    const turn = open(relayName);
    turn.socket.write(allocate);
    await turn.comes('relay');
    const client = new SecureClient(`https://localhost:${port}`, front.authority);
    const session = await client.http2();
    const stream = session.request({ ':path': '/api/events' });
    let events = '';
    stream.setEncoding('utf8').on('data', (part: string) => (events += part));
    await once(stream, 'data');

    const renewed = await makeCertificate([relayName]);
    await putCertificate(front.folder, renewed);
    front.signal('SIGUSR2');
    for (;;) {
      const line = new Line(port, renewed.authority, 'localhost');
      const came = await Promise.race([
        once(line.socket, 'secureConnect').then(() => 'renewed'),
        once(line.socket, 'close').then(() => 'as before'),
      ]).catch(() => 'as before');
      line.socket.destroy();
      if (came === 'renewed') break;
    }

    turn.socket.write('still here\n');
    await turn.comes('still here');
    pages.goOn();
    while (!events.includes('and on')) await once(stream, 'data');
    turn.socket.destroy();
    session.destroy();
  });

  it('shows the certificate of the name that was asked for, where the relay has one of its own', async () => {
    const relayCertificate = await makeCertificate([relayName]);
    const itsPort = await anyFreePort('127.0.0.1');
    const other = await startFront({
      ...{ port: itsPort, relayName, relayCertificate },
      ...{ ringway: portOf(pages.server), relay: portOf(relay) },
    });
    for (const [name, authority] of [
      ['localhost', other.authority],
      [relayName, relayCertificate.authority],
    ] as const) {
      const line = new Line(itsPort, authority, name);
      await once(line.socket, 'secureConnect');
      line.socket.destroy();
    }
    await other.stop();
  });
});
