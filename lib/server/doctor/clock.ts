import { ask, type Place } from './ask';
import { fail, ok, said, warn, type Check } from './check';

/** Clocks that are less apart (ms) are as one: `Date` has whole seconds. */
const tolerance = 2_000;

/** Clocks that are further apart (ms) end rings and credentials at the wrong time. */
const tooFar = 30_000;

/** This machine's clock against the `Date` (RFC 9110, 6.6.1) of an origin. `now` in ms since 1970. */
export async function checkOriginClock(place: Place, now: () => number): Promise<Check> {
  try {
    const before = now();
    const { headers } = await ask(place, '/healthz');
    const half = (now() - before) / 2;
    const told = Date.parse(headers.date ?? '');
    if (Number.isNaN(told)) return warn('clock', 'clock_differs', 'the answer has no Date');
    // A whole second was cut to its beginning: on average half of one is missing.
    return judgeClock(told + 500 - (before + half), new URL(place.origin).host);
  } catch (error) {
    return fail('clock', 'unreachable', said(error));
  }
}

/** Whether two clocks that are so far apart (ms) do together. */
export function judgeClock(apart: number, whose: string): Check {
  const detail = `${Math.round(Math.abs(apart) / 100) / 10} s from ${whose}`;
  if (Math.abs(apart) <= tolerance) return ok('clock', detail);
  const judge = Math.abs(apart) > tooFar ? fail : warn;
  return judge('clock', 'clock_differs', `${detail}, ${apart > 0 ? 'behind' : 'ahead'}`);
}
