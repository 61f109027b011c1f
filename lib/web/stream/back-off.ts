/** How long to wait between attempts, ms. */
export interface BackOff {
  readonly first: number;
  readonly most: number;
}

/** Between attempts to open the event stream: a restarted server is found again within a second or two. */
export const streamBackOff: BackOff = { first: 250, most: 8_000 };

/**
 * The wait before the next attempt after so many failures in a row (1 = the first), ms: doubled each time
 * up to the most, and between half and the whole of that by `random` (0 to 1), so that a thousand pages
 * do not return at once. A server's own word (`retryAfter`, s) is kept.
 */
export function backOffDelay(
  failures: number,
  random: number,
  backOff: BackOff = streamBackOff,
  retryAfter?: number,
): number {
  const whole = Math.min(backOff.most, backOff.first * 2 ** Math.max(0, failures - 1));
  const jittered = whole / 2 + (whole / 2) * random;
  return Math.round(Math.max(jittered, (retryAfter ?? 0) * 1000));
}
