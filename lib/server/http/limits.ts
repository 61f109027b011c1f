import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** What the edge takes from anyone before it refuses. */
export const limits = {
  /** Longest body, in bytes. */
  bodyBytes: 1_048_576,
  /** How much of a body that is too long is read and thrown away, in bytes, so that its sender hears why. */
  discardedBytes: 33_554_432,
  /** Longest body on a leg, in bytes: 64 KiB of SDP (direct-media.md) even where JSON escapes it all. */
  legBodyBytes: 524_288,
  /** Longest request line and headers together, in bytes. */
  headerBytes: 16_384,
  /** Longest path segment before decoding: an address of 320 characters of four percent-encoded bytes. */
  segmentCharacters: 3_840,
  /** Within how many ms the headers of a request must be there. */
  headersMilliseconds: 10_000,
  /** Within how many ms a request must be there whole. */
  requestMilliseconds: 30_000,
  /** How long an idle connection is kept, in ms; longer than the usual 60 s of a proxy before us. */
  keepAliveMilliseconds: 72_000,
  /** Requests a minute from one network: an office of some hundred people behind one address. */
  requestsPerMinute: 6_000,
  /** Requests a minute from one network to a verb that spends a secret (invitation and demo links). */
  secretsPerMinute: 30,
  /** Requests a minute from one network to each probe of the way here. */
  probesPerMinute: 60,
  /** Event streams that one account may hold open at once, on all its devices and in all its rooms. */
  streamsPerAccount: 64,
  /** Bytes that may wait in a stream's socket before it is dropped: its client reads no more. */
  streamBacklogBytes: 1_048_576,
  /** How often an open stream carries a comment, in ms; below the 30 s after which proxies cut. */
  heartbeatMilliseconds: 15_000,
  /** How long (ms) a stream may take to end when the server stops; then it is cut. */
  farewellMilliseconds: 2_000,
  /** Within how many ms an event stream that was told to go comes back (`retry:`). */
  streamRetryMilliseconds: 1_000,
} as const;

/**
 * The network that a client address belongs to, as limits count it: an IPv4 address, or the /64 of an
 * IPv6 address, which one subscriber holds whole.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  return `${expand(address).slice(0, 4).join(':')}::/64`;
}

function expand(address: string): string[] {
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right].map((part) =>
    part.replace(/^0+(?=.)/, ''),
  );
}

/** The network of whoever sent a request. */
export function networkOfRequest(request: FastifyRequest): string {
  return networkOf(request.ip);
}

/** Whether a network is this machine: the person at it, or a proxy that nobody configured. */
export function isLoopback(network: string): boolean {
  return network.startsWith('127.') || network === '0:0:0:0::/64';
}
