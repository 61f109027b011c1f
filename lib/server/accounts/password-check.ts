import { createHmac, randomBytes } from 'node:crypto';
import { hash, verify, type Options } from '@node-rs/argon2';
import type { Clock } from '@/lib/server/clock';
import { createSlowing } from './slowing';
import { createVerificationQueue } from './verification-queue';

/**
 * argon2id as OWASP's password storage cheat sheet gives it at least: 19 MiB, two passes, one lane.
 * More would be paid by every request of an old client whose header is not remembered; two
 * verifications at once take 38 MiB and both cores for about 12 ms.
 */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How long (ms) a verified password is remembered (platform-api.md, section 2). */
const remembered = 600_000;

/** How many counts of failures the names share that do not exist. */
const countsOfUnknown = 16_384;

/** More passwords than this are not remembered at a time. */
const longestMemory = 50_000;

/** One try of a password on an account. */
export interface PasswordAttempt {
  /** Whose failures this adds to: the account, or the name of one that does not exist. */
  readonly account: { readonly id: number } | { readonly unknownName: string };
  /** The account's hash; null where there is no such account, or no password yet. */
  readonly hash: string | null;
  readonly password: string;
  /** Where the try comes from. */
  readonly network: string;
  /** Whether the account signed in from that network before; asked only under attack. */
  readonly isKnownNetwork: () => Promise<boolean>;
}

/** What became of a try; `retryAfter` in seconds. */
export type PasswordVerdict =
  | { readonly kind: 'right'; readonly how: 'verified' | 'remembered' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'slowed'; readonly retryAfter: number }
  | { readonly kind: 'busy'; readonly retryAfter: number };

/** Hashes and verifies passwords without letting floods of them hurt anybody (platform-api.md 2). */
export interface PasswordCheck {
  /** The argon2id hash of a new password, in PHC form. */
  hash(password: string): Promise<string>;
  /** Verifies a password; an account that does not exist takes as long as a wrong password. */
  verify(attempt: PasswordAttempt): Promise<PasswordVerdict>;
  /** The same, but a password verified in the last 10 minutes is right at once: for headers. */
  verifyOften(attempt: PasswordAttempt): Promise<PasswordVerdict>;
}

/** The check of one server: queue, failures and memory are its own and end with it. */
export async function createPasswordCheck(clock: Clock): Promise<PasswordCheck> {
  const queue = createVerificationQueue();
  const slowing = createSlowing();
  const memory = createMemory(clock);
  const nobody = await hash(randomBytes(16), cost);
  const namesKey = randomBytes(32);

  /**
   * Names that do not exist share so many counts: a flood of ever new ones takes no more memory, and
   * nobody can tell beforehand which share one.
   */
  function countedAs(account: PasswordAttempt['account']): string {
    if ('id' in account) return String(account.id);
    const digest = createHmac('sha256', namesKey).update(account.unknownName).digest();
    return `unknown ${digest.readUInt32BE() % countsOfUnknown}`;
  }

  async function attemptNow(attempt: PasswordAttempt): Promise<PasswordVerdict> {
    const { network } = attempt;
    const account = countedAs(attempt.account);
    const retryAfter = await slowing.pause(account, network, attempt.isKnownNetwork);
    if (retryAfter > 0) return { kind: 'slowed', retryAfter };
    const matches = await verify(attempt.hash ?? nobody, attempt.password);
    if (!matches || attempt.hash === null) {
      await slowing.failed(account, network);
      return { kind: 'wrong' };
    }
    await slowing.succeeded(account, network);
    memory.remember(attempt.hash, attempt.password);
    return { kind: 'right', how: 'verified' };
  }

  async function check(attempt: PasswordAttempt): Promise<PasswordVerdict> {
    const turn = queue.run(attempt.network, () => attemptNow(attempt));
    return (await turn) ?? { kind: 'busy', retryAfter: 2 };
  }

  return {
    hash: (password) => hash(password, cost),
    verify: check,
    verifyOften: async (attempt) =>
      attempt.hash !== null && memory.knows(attempt.hash, attempt.password)
        ? { kind: 'right', how: 'remembered' }
        : check(attempt),
  };
}

/**
 * Remembers verified passwords under a hash keyed for this process alone. The account's present hash
 * is part of it: whatever changes the password makes the memory miss.
 */
function createMemory(clock: Clock) {
  const key = randomBytes(32);
  const until = new Map<string, number>();
  const digest = (passwordHash: string, password: string) =>
    createHmac('sha256', key).update(`${passwordHash}\n${password}`).digest('base64');
  return {
    remember(passwordHash: string, password: string): void {
      const name = digest(passwordHash, password);
      until.delete(name);
      until.set(name, clock.now() + remembered);
      // All live equally long, so the oldest stand first.
      for (const [oldest, end] of until) {
        if (end > clock.now() && until.size <= longestMemory) break;
        until.delete(oldest);
      }
    },
    knows(passwordHash: string, password: string): boolean {
      return (until.get(digest(passwordHash, password)) ?? 0) > clock.now();
    },
  };
}
