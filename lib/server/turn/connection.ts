import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isAnswerTo, messageLength } from './message';
import type { TurnAddress } from './url';

/** A way to a TURN server: one request at a time. */
export interface TurnConnection {
  /** The answer to a request; rejects when none comes in time. */
  ask(request: Buffer): Promise<Buffer>;
  /** Sends without waiting. */
  tell(request: Buffer): void;
  close(): void;
}

/** How long (ms) to wait for a connection or an answer. */
const patience = 4_000;

/** When a request over UDP is sent again (ms after the first): RFC 8489, section 6.2.1. */
const repeats = [500, 1_500, 3_000];

/** Nobody answered in time. */
class NoAnswer extends Error {
  constructor() {
    super(`no answer within ${patience / 1_000} s`);
  }
}

/** Opens the way that an address names; `authority`: PEM that a certificate may be of, beside the system's. */
export async function connectTurn(
  address: TurnAddress,
  authority?: string,
): Promise<TurnConnection> {
  if (address.transport === 'udp') return overUdp(address);
  return overStream(await openStream(address, authority));
}

async function overUdp({ host, port }: TurnAddress): Promise<TurnConnection> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  // The error of a host without such a port comes by an event, as well as by the answer that fails.
  socket.on('error', () => undefined);
  socket.connect(port, host);
  await once(socket, 'connect');
  return {
    ask(request) {
      const again = repeats.map((time) => setTimeout(() => socket.send(request), time));
      socket.send(request);
      return answerOf(
        request,
        (hear, fail) => {
          socket.on('message', hear).on('error', fail);
          return () => socket.off('message', hear).off('error', fail);
        },
        () => again.forEach(clearTimeout),
      );
    },
    tell: (request) => socket.send(request),
    close: () => setImmediate(() => socket.close()),
  };
}

async function openStream(
  { host, port, transport }: TurnAddress,
  authority: string | undefined,
): Promise<Socket> {
  const socket =
    transport === 'tcp'
      ? connectTcp({ host, port })
      : connectTls({
          ...{ host, port },
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...(authority === undefined ? {} : { ca: authority }),
        });
  socket.setTimeout(patience, () => socket.destroy(new NoAnswer()));
  try {
    await once(socket, transport === 'tcp' ? 'connect' : 'secureConnect');
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** STUN over a stream (RFC 8656, section 3.1): messages follow one another, each says its length. */
function overStream(socket: Socket): TurnConnection {
  let rest = Buffer.alloc(0);
  const listeners = new Set<(message: Buffer) => void>();
  socket.on('error', () => undefined);
  socket.on('data', (part: Buffer) => {
    rest = Buffer.concat([rest, part]);
    for (
      let length = messageLength(rest);
      length !== undefined && rest.length >= length;
      length = messageLength(rest)
    ) {
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      for (const listener of listeners) listener(message);
    }
  });
  return {
    ask(request) {
      socket.write(request);
      return answerOf(request, (hear, fail) => {
        listeners.add(hear);
        const closed = () => fail(new Error('the connection was closed'));
        socket.on('error', fail).on('close', closed);
        return () => {
          listeners.delete(hear);
          socket.off('error', fail).off('close', closed);
        };
      });
    },
    tell: (request) => void socket.write(request),
    close: () => socket.end(),
  };
}

type Listen = (hear: (message: Buffer) => void, fail: (error: Error) => void) => () => unknown;

function answerOf(
  request: Buffer,
  listen: Listen,
  after: () => void = () => undefined,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const finish = (work: () => void) => {
      clearTimeout(limit);
      unlisten();
      after();
      work();
    };
    const unlisten = listen(
      (message) => {
        if (isAnswerTo(request, message)) finish(() => resolve(message));
      },
      (error) => finish(() => reject(error)),
    );
    const limit = setTimeout(() => finish(() => reject(new NoAnswer())), patience);
  });
}
