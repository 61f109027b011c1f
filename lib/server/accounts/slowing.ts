import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Failures of one pair that cost nothing: fingers slip. */
const freeFailures = 8;

/** From then on the pair waits twice as long after each failure, from the first to the last (s). */
const firstPause = 2;
const longestPause = 900;

/** Failures that are forgotten after this time (s). */
const memory = 3600;

/** Failures an hour from which on networks that are new to the account wait (platform-api.md 2). */
const suspiciousFailures = 50;

/** Meanwhile all new networks together may try once in this time (s). */
const strangersPause = 10;

/**
 * How failed sign-ins slow those that follow (platform-api.md, section 2): the pair of account and
 * network, and under attack every network that is new to the account. It locks nobody out: a network
 * from which the account signed in before is slowed by its own failures alone.
 */
export interface Slowing {
  /** Seconds until this pair may try again; 0: now. `isKnown` is asked only under attack. */
  pause(account: string, network: string, isKnown: () => Promise<boolean>): Promise<number>;
  failed(account: string, network: string): Promise<void>;
  succeeded(account: string, network: string): Promise<void>;
}

/** Slowing kept in memory: a restart forgives. */
export function createSlowing(): Slowing {
  const ofPair = new RateLimiterMemory({ points: freeFailures, duration: memory });
  const pauses = new RateLimiterMemory({ points: 0, duration: longestPause });
  const ofAccount = new RateLimiterMemory({ points: suspiciousFailures, duration: memory });
  const strangers = new RateLimiterMemory({ points: 1, duration: strangersPause });

  async function strangerPause(account: string, isKnown: () => Promise<boolean>): Promise<number> {
    const failures = await ofAccount.get(account);
    if ((failures?.consumedPoints ?? 0) <= suspiciousFailures || (await isKnown())) return 0;
    const turn = await strangers.penalty(account);
    return turn.consumedPoints > 1 ? seconds(turn.msBeforeNext) : 0;
  }

  return {
    async pause(account, network, isKnown) {
      const pausing = await pauses.get(pair(account, network));
      if (pausing && pausing.msBeforeNext > 0) return seconds(pausing.msBeforeNext);
      return strangerPause(account, isKnown);
    },
    async failed(account, network) {
      await ofAccount.penalty(account);
      const failures = await ofPair.penalty(pair(account, network));
      const beyond = failures.consumedPoints - freeFailures;
      if (beyond < 0) return;
      await pauses.set(pair(account, network), 1, Math.min(firstPause * 2 ** beyond, longestPause));
    },
    async succeeded(account, network) {
      await ofPair.delete(pair(account, network));
      await pauses.delete(pair(account, network));
    },
  };
}

function pair(account: string, network: string): string {
  return `${network} ${account}`;
}

function seconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
