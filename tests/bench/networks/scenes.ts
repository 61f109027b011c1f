import type { AccessWishes, Line } from '../../support/hosts/access';

/** A network on which Ringway is measured beside a raw connection. */
export interface Scene {
  readonly name: string;
  /** Where the two are: behind a router each, or on one host of one network. */
  readonly homes: 'one network' | { readonly caller: AccessWishes; readonly callee: AccessWishes };
  /** How good the caller's line is once both pages are open. */
  readonly line?: Line;
  /** The caller moves from one network to another in the middle of the call. */
  readonly moves?: boolean;
  /** Concealed audio is at most so many times the raw connection's; absent: no more than that. */
  readonly concealedTimes?: number;
}

const behindNats = { caller: { nat: 'cone' }, callee: { nat: 'cone' } } as const;
const symmetricNats = { caller: { nat: 'symmetric' }, callee: { nat: 'symmetric' } } as const;

/** The one of {@link scenes} on which a long call is held. */
export const plainNetwork: Scene = { name: 'plain', homes: 'one network' };

/** All networks that are measured. */
export const scenes: readonly Scene[] = [
  plainNetwork,
  { name: 'two NATs, direct', homes: behindNats },
  { name: 'symmetric NATs, coturn', homes: symmetricNats },
  { name: 'UDP blocked, coturn by TLS', homes: { ...behindNats, caller: { udp: 'blocked' } } },
  { name: 'address change', homes: behindNats, moves: true },
  { name: '5 % loss', homes: behindNats, line: { lossPercent: 5 } },
  { name: '15 % loss', homes: behindNats, line: { lossPercent: 15 }, concealedTimes: 0.5 },
  { name: '300 kbit/s', homes: behindNats, line: { rateBitsPerSecond: 300_000 } },
];
