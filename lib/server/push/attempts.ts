import type { Clock } from '@/lib/server/clock';
import type { OutgoingPush, PushResult } from './push';

/** How one attempt at a push ended: for good, or such that another one may get through. */
export type Attempt = { readonly kind: 'final'; readonly result: PushResult } | AnotherAttempt;

/** See {@link Attempt}; not before a time (ms since 1970) that the provider named, null: when we like. */
export interface AnotherAttempt {
  readonly kind: 'again';
  readonly status: number | null;
  readonly reason: string;
  readonly notBefore: number | null;
}

/** The first retry is immediate (ios-shim.md: a late ring is worthless), each later one gives way more. */
const firstPause = 500;
/** Reached only by what is worth telling for a day. */
const longestPause = 900_000;

/**
 * Attempts a push until it ended for good, its time is over, its call is, or `closed` says so. Nothing is
 * attempted for a call that is over (call-rules.md 10) or after the push's own time: what was attempted by
 * then has failed, so that the push log says why, and whoever calls hears of it (call-rules.md 16).
 */
export async function attemptInTime(
  push: Pick<OutgoingPush, 'expiresAt' | 'isDropped' | 'note'>,
  clock: Clock,
  closed: AbortSignal,
  attempt: () => Promise<Attempt>,
): Promise<PushResult> {
  let failure: PushResult | undefined;
  const isClosed = () => closed.aborted;
  for (let tries = 0; ; tries += 1) {
    const over = whyNot(push, clock);
    if (over !== null) return failure ?? { state: over };
    if (isClosed()) return { state: 'failed', status: null, reason: 'closed' };
    const outcome = await attempt();
    if (outcome.kind === 'final')
      return hasLeft(outcome.result) ? outcome.result : (failure ?? outcome.result);
    failure = { state: 'failed', status: outcome.status, reason: outcome.reason };
    const at = outcome.notBefore ?? clock.now() + pauseAfter(tries);
    if (at >= push.expiresAt || isClosed()) return failure;
    push.note('retrying', outcome.reason);
    if (at > clock.now()) await until(at, clock, closed);
  }
}

/** False where an attempt was held back after all. */
function hasLeft({ state }: PushResult): boolean {
  return state !== 'dropped' && state !== 'expired';
}

function pauseAfter(retries: number): number {
  return retries === 0 ? 0 : Math.min(firstPause * 2 ** (retries - 1), longestPause);
}

/** Why a push is not to be sent now; null: it is. */
export function whyNot(
  push: Pick<OutgoingPush, 'expiresAt' | 'isDropped'>,
  clock: Clock,
): 'dropped' | 'expired' | null {
  if (push.isDropped()) return 'dropped';
  return clock.now() >= push.expiresAt ? 'expired' : null;
}

function until(time: number, clock: Clock, closed: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      closed.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.at(time, done);
    closed.addEventListener('abort', done);
  });
}
