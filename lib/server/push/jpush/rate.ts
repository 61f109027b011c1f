import type { Clock } from '@/lib/server/clock';

/** What is left of the calls that JPush allows an app in a window (600 a minute where nothing is paid). */
export interface RateWindow {
  /** Takes one call; null: it may be made, else when the window ends (ms since 1970). */
  take(): number | null;
  /** Reads the headers of an answer. */
  read(headers: Headers): void;
  /** When the present window ends (ms since 1970); null: unknown. */
  resetsAt(): number | null;
  /** As the administration page shows it. */
  quota(): { limit: number; remaining: number; reset_s: number } | null;
}

interface Window {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: number;
}

/** JPush's window, until its headers say more exactly. */
const windowLength = 60_000;
/** `Reset` is in whole seconds: windows that end that near are the same. */
const rounding = 1_500;

/**
 * Keeps to JPush's rate headers (server overview, "rate limit"): `X-Rate-Limit-Limit` (older:
 * `-Quota`), `-Remaining`, and `-Reset` in seconds. Calls under way are counted here, since an answer
 * tells only of those that JPush has seen.
 */
export function createRateWindow(clock: Clock): RateWindow {
  let window: Window | null = null;

  function present(): Window | null {
    if (window !== null && clock.now() >= window.resetsAt) {
      const { limit } = window;
      window = { limit, remaining: limit, resetsAt: clock.now() + windowLength };
    }
    return window;
  }

  return {
    take: () => {
      const now = present();
      if (now === null) return null;
      if (now.remaining <= 0) return now.resetsAt;
      window = { ...now, remaining: now.remaining - 1 };
      return null;
    },
    read: (headers) => {
      const limit = number(headers.get('x-rate-limit-limit') ?? headers.get('x-rate-limit-quota'));
      const remaining = number(headers.get('x-rate-limit-remaining'));
      const reset = number(headers.get('x-rate-limit-reset'));
      if (limit === null || remaining === null || reset === null) return;
      const known = present();
      const resetsAt = clock.now() + reset * 1_000;
      const isSame = known !== null && Math.abs(known.resetsAt - resetsAt) <= rounding;
      window = {
        limit,
        remaining: isSame ? Math.min(known.remaining, remaining) : remaining,
        resetsAt,
      };
    },
    resetsAt: () => present()?.resetsAt ?? null,
    quota: () => {
      const now = present();
      if (now === null) return null;
      const { limit, remaining, resetsAt } = now;
      return { limit, remaining, reset_s: Math.ceil((resetsAt - clock.now()) / 1_000) };
    },
  };
}

function number(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
