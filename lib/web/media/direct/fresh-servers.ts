import type { IceServers } from '../session';
import { renewalPatience, renewWithin } from './policy';

/** The ICE servers of a room, good for a restart whenever one is due. */
export interface FreshServers {
  readonly current: () => IceServers;
  readonly take: (next: IceServers) => void;
  /** Calls back when the present ones are good, or no fresh ones could be had in time. */
  readonly whenFresh: (then: () => void) => void;
}

/** Keeps what `renew` brings (by {@link FreshServers.take}); it is asked once for all that wait for it. */
export function createFreshServers(first: IceServers, renew: () => Promise<void>): FreshServers {
  let held = first;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    await Promise.race([renew().catch(() => undefined), after(renewalPatience)]);
    asking = null;
  };
  return {
    current: () => held,
    take(next) {
      held = next;
    },
    whenFresh(then) {
      if (!runsOut(held, Date.now())) {
        then();
        return;
      }
      asking ??= ask();
      void asking.then(then);
    },
  };
}

/** Whether credentials are over at `now` (ms since 1970) or will be while a path is looked for and used. */
export function runsOut({ goodUntil }: IceServers, now: number): boolean {
  return goodUntil !== null && goodUntil - now < renewWithin;
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
