import type { Clock } from '@/lib/server/clock';
import type { Attempt } from '../attempts';

/** Idempotency keys of one app, fetched before they are needed. */
export interface CidPool {
  /** One that no push had; the failure where none is to be had. */
  take(): Promise<string | Attempt>;
  /** Fetches some, where few are left. */
  fill(): void;
  /** Fetches some in any case: a call that rings nobody and tells how the credentials do. */
  fetch(): Promise<void>;
  /** More are given at once than to apps that are not VIP. */
  isVip(): boolean;
}

/** How many are given at once to an app that is not VIP (Push API v3, "cid"), VIPs get 1,000. */
const ordinary = 10;
/** JPush forgets a cid after a day; ours are used well before. */
const lifetime = 12 * 3_600_000;
const mostFetches = 8;

/**
 * JPush wants a cid to be one that it gave out (`{appkey}-{uuid}`, Push API v3, "cid"), so they are kept in
 * stock: no ring waits for one.
 *
 * @param fetchSome asks JPush for as many as it gives
 */
export function createCidPool(
  clock: Clock,
  fetchSome: () => Promise<readonly string[] | Attempt>,
): CidPool {
  let stock: { readonly cid: string; readonly until: number }[] = [];
  let waiting: ((cid: string | Attempt) => void)[] = [];
  let perFetch = ordinary;
  let fetching = 0;

  function fill() {
    const wanted = waiting.length + perFetch / 2 - stock.length;
    while (fetching * perFetch < wanted && fetching < mostFetches) void fetchOnce();
  }

  async function fetchOnce() {
    fetching += 1;
    const got = await fetchSome();
    fetching -= 1;
    if ('kind' in got) {
      const disappointed = waiting;
      waiting = [];
      for (const tell of disappointed) tell(got);
      return;
    }
    perFetch = Math.max(1, got.length);
    const until = clock.now() + lifetime;
    stock.push(...got.map((cid) => ({ cid, until })));
    while (waiting.length > 0 && stock.length > 0) {
      const first = stock.shift();
      if (first) waiting.shift()?.(first.cid);
    }
    if (waiting.length > 0) fill();
  }

  return {
    fill,
    fetch: fetchOnce,
    isVip: () => perFetch > ordinary,
    take: () => {
      stock = stock.filter(({ until }) => until > clock.now());
      const first = stock.shift();
      const taken = first
        ? Promise.resolve(first.cid)
        : new Promise<string | Attempt>((resolve) => waiting.push(resolve));
      fill();
      return taken;
    },
  };
}
