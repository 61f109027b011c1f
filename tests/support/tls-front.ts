import { once } from 'node:events';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import { makeCertificate } from './push/certificates';

/** TLS in front of a server on loopback, as an operator's proxy does it: nothing is buffered. */
export interface TlsFront {
  /** `https://localhost:<port>`. */
  readonly origin: string;
  /** PEM: what its clients trust. */
  readonly authority: string;
  /** The port of the server behind it. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

/** Starts it on a free port; until it leads somewhere it answers 502. */
export async function startTlsFront(): Promise<TlsFront> {
  const { certificate, privateKey, authority } = await makeCertificate();
  let behind: number | undefined;
  const server = createServer({ cert: certificate, key: privateKey }, (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const fail = (): void => {
      if (!outgoing.headersSent) outgoing.writeHead(502);
      outgoing.end();
    };
    if (behind === undefined) {
      fail();
      return;
    }
    const asked = ask({ host: '127.0.0.1', port: behind, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    asked.on('error', fail);
    outgoing.on('close', () => asked.destroy());
    incoming.pipe(asked);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The front has no port.');
  return {
    origin: `https://localhost:${address.port}`,
    authority,
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
