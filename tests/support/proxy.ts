import { once } from 'node:events';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { generate } from 'selfsigned';

/** How a proxy is set up; as it should be where nothing is said. */
export interface ProxyWishes {
  /** The host that its certificate is of. */
  readonly certificateOf?: string;
  /** How many days its certificate is good for from now on; negative: it has ended. */
  readonly days?: number;
  /** It sends an answer on only when it is there whole. */
  readonly buffers?: boolean;
  readonly passesWebSockets?: boolean;
  /** It takes the client's own X-Forwarded-For for true. */
  readonly believes?: boolean;
  /** It answers a path that is not percent-encoded well itself, as servers written in Go do. */
  readonly refusesPercent?: boolean;
  /** The Host that it sends on instead of the one that was asked for. */
  readonly host?: string;
}

/** A proxy with TLS on loopback, in front of a server there. */
export interface Proxy {
  /** `https://localhost:<port>`. */
  readonly origin: string;
  /** PEM: what its clients trust. */
  readonly authority: string;
  /** The port of the server behind it. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

const dayMilliseconds = 86_400_000;

/** Starts it on a free port. */
export async function startProxy(wishes: ProxyWishes = {}): Promise<Proxy> {
  const { certificateOf = 'localhost', days = 90, passesWebSockets = true } = wishes;
  const made = await certificate(certificateOf, days);
  let behind = 0;
  const onward = (url: string | undefined, method: string | undefined, headers: object) =>
    ask({ host: '127.0.0.1', port: behind, path: url, method, headers: { ...headers } });
  const server = createServer({ cert: made.cert, key: made.private }, (incoming, outgoing) => {
    if (wishes.refusesPercent && incoming.url?.includes('%%')) {
      outgoing.writeHead(400, { 'content-type': 'text/plain' }).end('400 Bad Request');
      return;
    }
    const headers = headersOnward(wishes, incoming.headers, incoming.socket.remoteAddress ?? '');
    const asked = onward(incoming.url, incoming.method, headers);
    asked.on('error', () => outgoing.writeHead(502).end());
    asked.on('response', (answer) => {
      if (wishes.buffers) {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(parts));
        });
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    outgoing.on('close', () => asked.destroy());
    incoming.pipe(asked);
  });
  if (passesWebSockets) {
    server.on('upgrade', (incoming, socket) => {
      const from = incoming.socket.remoteAddress ?? '';
      const asked = onward(incoming.url, 'GET', {
        ...headersOnward(wishes, incoming.headers, from),
        connection: 'Upgrade',
        upgrade: 'websocket',
      });
      asked.on('error', () => socket.destroy());
      asked.on('upgrade', (answer, wire, head) => {
        const lines = Object.entries(answer.headers).map(
          ([name, value]) => `${name}: ${String(value)}`,
        );
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        socket.write(head);
        wire.pipe(socket).pipe(wire);
        socket.on('error', () => wire.destroy());
        wire.on('error', () => socket.destroy());
      });
      asked.end();
    });
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    origin: `https://localhost:${address.port}`,
    authority: made.cert,
    leadTo: (port) => {
      behind = port;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function headersOnward(
  { believes = false, host }: ProxyWishes,
  headers: IncomingHttpHeaders,
  from: string,
): IncomingHttpHeaders {
  const claimed = believes ? headers['x-forwarded-for'] : undefined;
  return {
    ...headers,
    'x-forwarded-for': claimed ?? from,
    ...(host === undefined ? {} : { host }),
  };
}

async function certificate(host: string, days: number) {
  const until = Date.now() + days * dayMilliseconds;
  return generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(until - 90 * dayMilliseconds),
    notAfterDate: new Date(until),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
}
