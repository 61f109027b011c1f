import { createHash, createHmac, randomBytes } from 'node:crypto';

/** RFC 8489, section 5. */
const magicCookie = 0x2112a442;
const headerBytes = 20;

/** Message types (RFC 8656, section 17): method and class in one number. */
const types = {
  allocate: 0x0003,
  allocated: 0x0103,
  refused: 0x0113,
  refresh: 0x0004,
} as const;

/** Attributes (RFC 8489, section 18.3; RFC 8656, section 18). */
const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedTransport: 0x0019,
} as const;

/** REQUESTED-TRANSPORT: UDP is protocol 17 of IPv4, three reserved bytes follow. */
const relayUdp = Buffer.from([17, 0, 0, 0]);

/** Who asks, under the long-term credentials of RFC 8489, section 9.2. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly realm: string;
  readonly nonce: string;
}

/** What a TURN server answers to a request for an allocation. */
export type TurnAnswer =
  | { readonly kind: 'allocated'; readonly relay: string }
  | {
      readonly kind: 'refused';
      readonly code: number;
      readonly reason: string;
      readonly realm: string;
      readonly nonce: string;
    };

/** Asks for an allocation; without credentials the server answers 401 and names its realm. */
export function allocateRequest(credentials?: Credentials): Buffer {
  const parts = [attribute(attributes.requestedTransport, relayUdp)];
  return request(types.allocate, parts, credentials);
}

/** Gives an allocation back: a lifetime of 0 s (RFC 8656, section 7). */
export function releaseRequest(credentials: Credentials): Buffer {
  return request(types.refresh, [attribute(attributes.lifetime, Buffer.alloc(4))], credentials);
}

function request(type: number, parts: readonly Buffer[], credentials?: Credentials): Buffer {
  const id = randomBytes(12);
  if (credentials === undefined) return message(type, id, Buffer.concat(parts));
  const { username, realm, nonce } = credentials;
  const body = Buffer.concat([
    ...parts,
    attribute(attributes.username, Buffer.from(username)),
    attribute(attributes.realm, Buffer.from(realm)),
    attribute(attributes.nonce, Buffer.from(nonce)),
  ]);
  return withIntegrity(message(type, id, body), credentials);
}

/** Appends MESSAGE-INTEGRITY (RFC 8489, section 14.5): the length that it signs counts itself. */
export function withIntegrity(
  bytes: Buffer,
  { username, realm, password }: Omit<Credentials, 'nonce'>,
): Buffer {
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  const signed = Buffer.from(bytes);
  signed.writeUInt16BE(bytes.length - headerBytes + 24, 2);
  const integrity = createHmac('sha1', key).update(signed).digest();
  return Buffer.concat([signed, attribute(attributes.messageIntegrity, integrity)]);
}

function message(type: number, id: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(body.length, 2);
  header.writeUInt32BE(magicCookie, 4);
  return Buffer.concat([header, id, body]);
}

/** Type, length, value, and zeros up to a multiple of four bytes. */
function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

/** How many bytes the message that begins here has; undefined while its header is not all there. */
export function messageLength(bytes: Buffer): number | undefined {
  return bytes.length < 4 ? undefined : headerBytes + bytes.readUInt16BE(2);
}

/** Whether a message answers a request. */
export function isAnswerTo(request: Buffer, bytes: Buffer): boolean {
  return bytes.length >= headerBytes && bytes.subarray(4, 20).equals(request.subarray(4, 20));
}

/** Reads an answer; undefined: it is none to an Allocate. */
export function readAnswer(bytes: Buffer): TurnAnswer | undefined {
  const type = bytes.readUInt16BE(0);
  const values = attributesOf(bytes);
  const text = (id: number) => values.get(id)?.toString('utf8') ?? '';
  const relayed = values.get(attributes.xorRelayedAddress);
  if (type === types.allocated && relayed) {
    return { kind: 'allocated', relay: addressOf(relayed, bytes.subarray(4, 20)) };
  }
  if (type !== types.refused) return undefined;
  const error = values.get(attributes.errorCode);
  return {
    kind: 'refused',
    code: error && error.length >= 4 ? (error.readUInt8(2) & 7) * 100 + error.readUInt8(3) : 0,
    reason: error?.subarray(4).toString('utf8') ?? '',
    realm: text(attributes.realm),
    nonce: text(attributes.nonce),
  };
}

function attributesOf(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16BE(at + 2);
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  return found;
}

/** XOR-MAPPED-ADDRESS (RFC 8489, section 14.2): the address under cookie and transaction id. */
function addressOf(value: Buffer, mask: Buffer): string {
  const bytes = value.subarray(4).map((byte, index) => byte ^ (mask[index] ?? 0));
  if (value[1] === 1) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
  );
  return groups.join(':');
}
