import { lockAccounts } from './placing-facts';
import type { Step } from './step';

/** At most so many within a time (ms). */
interface Limit {
  readonly most: number;
  readonly within: number;
}

/** Enough for somebody who tries to make a phone ring; a provider's quota is everybody's. */
const perDevice: Limit = { most: 5, within: 60_000 };

/** Of all devices of an account together; no longer than ring tests are remembered. */
const perAccount: Limit = { most: 20, within: 600_000 };

/**
 * How long (ms) an account has to wait before that device may be rung as a test again; 0: it may be now. Holds
 * back every other test of the account until this step ends.
 */
export async function waitBeforeTest(step: Step, account: number, device: string): Promise<number> {
  await lockAccounts(step, [account]);
  const asked = await step.tx
    .selectFrom('ring_test')
    .select(['physical_id', 'asked_at'])
    .where('account_id', '=', account)
    .where('asked_at', '>', step.now - perAccount.within)
    .orderBy('asked_at', 'desc')
    .execute();
  const times = asked.map(({ asked_at }) => asked_at);
  const own = asked
    .filter(({ physical_id }) => physical_id === device)
    .map(({ asked_at }) => asked_at);
  return Math.max(waitFor(perAccount, times, step.now), waitFor(perDevice, own, step.now));
}

/** The wait (ms) until fewer than the most lie within the time; `times` in ms since 1970, the latest first. */
function waitFor({ most, within }: Limit, times: readonly number[], now: number): number {
  const makesRoom = times[most - 1];
  return makesRoom === undefined ? 0 : Math.max(0, makesRoom + within - now);
}
