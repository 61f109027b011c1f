import { isIPv6 } from 'node:net';

/** An address as the attributes of STUN carry it. */
export interface Address {
  readonly ip: string;
  readonly port: number;
}

const magicCookie = 0x2112a442;
const families = { 4: 0x01, 6: 0x02 } as const;

/** REQUESTED-ADDRESS-FAMILY (RFC 8656, 18.6). */
export function writeFamily(family: 4 | 6): Buffer {
  return Buffer.from([families[family], 0, 0, 0]);
}

/** An address hidden from routers that rewrite addresses (RFC 8489, 14.2). */
export function writeXorAddress({ ip, port }: Address, transaction: Buffer): Buffer {
  const plain = bytesOf(ip);
  const head = Buffer.alloc(4);
  head.writeUInt8(families[plain.length === 4 ? 4 : 6], 1);
  head.writeUInt16BE(port ^ (magicCookie >>> 16), 2);
  return Buffer.concat([head, masked(plain, transaction)]);
}

/** See {@link writeXorAddress}. */
export function readXorAddress(value: Buffer, transaction: Buffer): Address {
  const plain = masked(value.subarray(4), transaction);
  const groups = plain.toString('hex').match(/.{4}/g) ?? [];
  return {
    ip: plain.length === 4 ? plain.join('.') : new URL(`http://[${groups.join(':')}]`).hostname,
    port: value.readUInt16BE(2) ^ (magicCookie >>> 16),
  };
}

function masked(bytes: Buffer, transaction: Buffer): Buffer {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(magicCookie, 0);
  transaction.copy(mask, 4);
  return Buffer.from(bytes.map((byte, index) => byte ^ (mask[index] ?? 0)));
}

/** The 4 or 16 bytes of an address. */
function bytesOf(ip: string): Buffer {
  if (!isIPv6(ip)) return Buffer.from(ip.split('.').map(Number));
  // The URL writes dotted quads as hex groups.
  const [before = '', after] = new URL(`http://[${ip}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string): string[] => text.split(':').filter(Boolean);
  const [head, tail] = [groups(before), groups(after ?? '')];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  const all = [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0'));
  return Buffer.from(all.join(''), 'hex');
}
