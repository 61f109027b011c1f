import * as z from 'zod/mini';
import { Reader, type Value } from './reader';
import { Writer } from './writer';

const types = { call: 1, answer: 2, error: 3, signal: 4 } as const;

/** Fields of a message's header, by their numbers (D-Bus specification, "Header Fields"). */
const fields = {
  path: { number: 1, signature: 'o' },
  interface: { number: 2, signature: 's' },
  member: { number: 3, signature: 's' },
  error: { number: 4, signature: 's' },
  destination: { number: 6, signature: 's' },
  sender: { number: 7, signature: 's' },
} as const;

const replySerial = 5;
const bodySignature = 8;

const headerSchema = z.array(z.tuple([z.int(), z.union([z.string(), z.int()])]));

/** What a message of ours says beside its body. */
export interface Heading {
  readonly type: keyof typeof types;
  readonly path?: string;
  readonly interface?: string;
  readonly member?: string;
  readonly error?: string;
  readonly destination?: string;
  /** The serial of the call that this answers. */
  readonly replyTo?: number;
  readonly signature?: string;
}

/** A message that came. */
export interface Message {
  readonly isCall: boolean;
  readonly serial: number;
  /** The serial of our call that it answers; 0: none. */
  readonly replyTo: number;
  readonly member: string;
  readonly sender: string;
  readonly body: readonly Value[];
}

/** Writes a message; `body` writes what the heading's signature says. */
export function writeMessage(
  serial: number,
  heading: Heading,
  body: (writer: Writer) => unknown = () => undefined,
): Buffer {
  const content = new Writer();
  body(content);
  const writer = new Writer()
    .byte('l'.charCodeAt(0))
    .byte(types[heading.type])
    .byte(0)
    .byte(1)
    .unsigned(content.bytes.length)
    .unsigned(serial);
  return writer
    .array(8, () => {
      for (const name of ['path', 'interface', 'member', 'error', 'destination'] as const) {
        const value = heading[name];
        if (value === undefined) continue;
        const { number, signature } = fields[name];
        writer.align(8).byte(number).signature(signature).text(value);
      }
      if (heading.replyTo !== undefined) {
        writer.align(8).byte(replySerial).signature('u').unsigned(heading.replyTo);
      }
      if (heading.signature !== undefined) {
        writer.align(8).byte(bodySignature).signature('g').signature(heading.signature);
      }
    })
    .align(8)
    .raw(content.bytes).bytes;
}

/** Takes the first message off what has come; undefined until all of it is there. */
export function takeMessage(
  bytes: Buffer,
): { readonly message: Message; readonly rest: Buffer } | undefined {
  if (bytes.length < 16) return undefined;
  const bodyLength = bytes.readUInt32LE(4);
  const bodyFrom = Math.ceil((16 + bytes.readUInt32LE(12)) / 8) * 8;
  if (bytes.length < bodyFrom + bodyLength) return undefined;
  const found = new Map<number, string | number>();
  const [entries] = new Reader(bytes, 12).all('a(yv)');
  for (const [number, value] of headerSchema.parse(entries)) found.set(number, value);
  const text = (number: number) => {
    const value = found.get(number);
    return typeof value === 'string' ? value : '';
  };
  const answered = found.get(replySerial);
  const body = new Reader(bytes.subarray(bodyFrom, bodyFrom + bodyLength));
  return {
    message: {
      isCall: bytes.readUInt8(1) === types.call,
      serial: bytes.readUInt32LE(8),
      replyTo: typeof answered === 'number' ? answered : 0,
      member: text(fields.member.number),
      sender: text(fields.sender.number),
      body: body.all(text(bodySignature)),
    },
    rest: bytes.subarray(bodyFrom + bodyLength),
  };
}
