import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { headerBytes } from './message';

/** How a client reaches the relay. */
export type Transport = 'udp' | 'tcp' | 'tls';

/** Where the relay listens, on loopback. */
export interface Listening {
  readonly port: number;
  readonly tlsPort: number;
  /** PEM: what its certificate must be of. */
  readonly authority: string;
}

/** Carries whole STUN messages. */
export interface Pipe {
  send(message: Buffer): void;
  onMessage(listener: (message: Buffer) => void): void;
  close(): void;
}

const host = '127.0.0.1';

/** Opens a way to the relay. */
export async function openPipe(transport: Transport, relay: Listening): Promise<Pipe> {
  switch (transport) {
    case 'udp':
      return overUdp(relay.port);
    case 'tcp': {
      const socket = connectTcp(relay.port, host);
      await once(socket, 'connect');
      return overStream(socket);
    }
    case 'tls': {
      const { authority: ca, tlsPort: port } = relay;
      const socket = connectTls({ host, port, ca, servername: 'localhost' });
      await once(socket, 'secureConnect');
      return overStream(socket);
    }
  }
}

function overUdp(port: number): Pipe {
  const socket = createSocket('udp4');
  return {
    send: (message) => socket.send(message, port, host),
    onMessage: (listener) => socket.on('message', listener),
    close: () => socket.close(),
  };
}

/** Over a stream each message ends where its header says (RFC 8489, 6.2.2). */
function overStream(socket: Socket): Pipe {
  let rest = Buffer.alloc(0);
  return {
    send: (message) => socket.write(message),
    onMessage(listener) {
      socket.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        while (rest.length >= headerBytes) {
          const end = headerBytes + rest.readUInt16BE(2);
          if (rest.length < end) return;
          listener(rest.subarray(0, end));
          rest = rest.subarray(end);
        }
      });
    },
    close: () => socket.destroy(),
  };
}
