import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { takeMessage, writeMessage, type Heading, type Message } from './message';
import type { Writer } from './writer';

const busName = 'org.freedesktop.DBus';

/** One who has joined a session bus. */
export interface BusMember {
  /** Takes a name on the bus, under which others call. */
  own(name: string): Promise<void>;
  send(heading: Heading, body?: (writer: Writer) => unknown): void;
  leave(): void;
}

/** Joins the bus at a socket; `onCall` gets every call that others make. */
export async function joinBus(
  socketPath: string,
  onCall: (call: Message) => void,
): Promise<BusMember> {
  const socket = createConnection(socketPath);
  await once(socket, 'connect');
  const early = await authenticate(socket);
  const answers = new Map<number, (answer: Message) => void>();
  let serial = 0;
  let pending = early;
  const take = (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    for (let taken = takeMessage(pending); taken; taken = takeMessage(pending)) {
      pending = taken.rest;
      if (taken.message.isCall) onCall(taken.message);
      else answers.get(taken.message.replyTo)?.(taken.message);
    }
  };
  socket.on('data', take);
  const send: BusMember['send'] = (heading, body) => {
    serial += 1;
    socket.write(writeMessage(serial, heading, body));
  };
  const ask = (member: string, signature?: string, body?: (writer: Writer) => unknown) =>
    new Promise<Message>((resolve) => {
      answers.set(serial + 1, resolve);
      send(
        {
          type: 'call',
          destination: busName,
          path: '/org/freedesktop/DBus',
          interface: busName,
          member,
          ...(signature && { signature }),
        },
        body,
      );
    });
  await ask('Hello');
  return {
    own: async (name) => {
      const answer = await ask('RequestName', 'su', (writer) => writer.text(name).unsigned(0));
      if (answer.body[0] !== 1) throw new Error(`Somebody else on the bus is ${name} already.`);
    },
    send,
    leave: () => void socket.destroy(),
  };
}

/** Says who we are by our user's number (D-Bus specification, "Authentication Protocol"). */
async function authenticate(socket: Socket): Promise<Buffer> {
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${user}\r\n`);
  let said = Buffer.alloc(0);
  while (!said.includes('\r\n')) {
    const told: unknown[] = await once(socket, 'data');
    if (Buffer.isBuffer(told[0])) said = Buffer.concat([said, told[0]]);
  }
  if (!said.toString('latin1').startsWith('OK ')) {
    throw new Error(`The bus did not let us in: ${said.toString('latin1').trim()}`);
  }
  socket.write('BEGIN\r\n');
  return said.subarray(said.indexOf('\r\n') + 2);
}
