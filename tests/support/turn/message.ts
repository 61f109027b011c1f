import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from './crc32';

/** The methods that the tests use (RFC 8489, 18.2; RFC 8656, 17). */
export const methods = {
  allocate: 0x003,
  refresh: 0x004,
  createPermission: 0x008,
  channelBind: 0x009,
} as const;

/** One of {@link methods}. */
export type Method = keyof typeof methods;

/** The attributes that the tests use (RFC 8489, 18.3; RFC 8656, 18). */
export const attributes = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  xorRelayedAddress: 0x0016,
  requestedAddressFamily: 0x0017,
  requestedTransport: 0x0019,
  software: 0x8022,
  fingerprint: 0x8028,
} as const;

/** One of {@link attributes}. */
export type Attribute = keyof typeof attributes;

/** A STUN message of ours, or of the server's. */
export interface Message {
  /** The first two bytes: class and method (RFC 8489, 5). */
  readonly type: number;
  /** 12 bytes. */
  readonly transaction: Buffer;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

/** Length of a message's header, bytes. */
export const headerBytes = 20;

const magicCookie = 0x2112a442;
const successBits = 0x0100;
const errorBits = 0x0110;
const integrityBytes = 4 + 20;
const fingerprintBytes = 4 + 4;
const fingerprintMask = 0x5354554e;

/** A request with a transaction of its own; signed with `key` where there is one (RFC 8489, 14.5). */
export function writeRequest(
  method: Method,
  values: (transaction: Buffer) => readonly (readonly [Attribute, Buffer])[],
  key?: Buffer,
): { readonly transaction: Buffer; readonly bytes: Buffer } {
  const transaction = randomBytes(12);
  const body = Buffer.concat(
    values(transaction).map(([name, value]) => writeAttribute(name, value)),
  );
  const head = (length: number): Buffer => {
    const header = Buffer.alloc(headerBytes);
    header.writeUInt16BE(methods[method], 0);
    header.writeUInt16BE(length, 2);
    header.writeUInt32BE(magicCookie, 4);
    transaction.copy(header, 8);
    return header;
  };
  if (key === undefined) return { transaction, bytes: Buffer.concat([head(body.length), body]) };
  // The length counts the signature already, the signed text does not.
  const signed = Buffer.concat([head(body.length + integrityBytes), body]);
  const signature = createHmac('sha1', key).update(signed).digest();
  return {
    transaction,
    bytes: Buffer.concat([signed, writeAttribute('messageIntegrity', signature)]),
  };
}

/**
 * Reads a whole message.
 *
 * @throws Error where it is none, or its fingerprint is not there or wrong (RFC 8489, 14.7)
 */
export function readMessage(bytes: Buffer): Message {
  const length = bytes.length < headerBytes ? -1 : bytes.readUInt16BE(2) + headerBytes;
  if (length !== bytes.length || bytes.readUInt32BE(4) !== magicCookie) {
    throw new Error(`This is no STUN message: ${bytes.toString('hex')}`);
  }
  const found = new Map<number, Buffer>();
  for (let at = headerBytes; at < bytes.length;) {
    const size = bytes.readUInt16BE(at + 2);
    found.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + size));
    at += 4 + padded(size);
  }
  const fingerprint = (crc32(bytes.subarray(0, -fingerprintBytes)) ^ fingerprintMask) >>> 0;
  if (found.get(attributes.fingerprint)?.readUInt32BE(0) !== fingerprint) {
    throw new Error('The message has no fingerprint, or a wrong one.');
  }
  return { type: bytes.readUInt16BE(0), transaction: bytes.subarray(8, 20), attributes: found };
}

/** Whether a message is signed with `key`. */
export function isSignedWith(key: Buffer, bytes: Buffer): boolean {
  const at = bytes.length - fingerprintBytes - integrityBytes;
  if (at < headerBytes || bytes.readUInt16BE(at) !== attributes.messageIntegrity) return false;
  const signed = Buffer.from(bytes.subarray(0, at));
  signed.writeUInt16BE(at + integrityBytes - headerBytes, 2);
  return createHmac('sha1', key)
    .update(signed)
    .digest()
    .equals(bytes.subarray(at + 4, at + integrityBytes));
}

/** Whether the server did what the request of that method asked. */
export function isSuccess(method: Method, { type }: Message): boolean {
  return type === (methods[method] | successBits);
}

/** The number of a refusal, such as 401 (RFC 8489, 14.8). */
export function errorCodeOf(method: Method, { type, attributes: found }: Message): number {
  const value = found.get(attributes.errorCode);
  if (type !== (methods[method] | errorBits) || value === undefined) {
    throw new Error(`The server answered ${method} with a message of type ${type.toString(16)}.`);
  }
  return (value.readUInt8(2) & 7) * 100 + value.readUInt8(3);
}

function writeAttribute(name: Attribute, value: Buffer): Buffer {
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(attributes[name], 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}

/** Attributes end at a multiple of four bytes (RFC 8489, 14). */
function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}
