import { useEffect, useState } from 'react';

/** Whole seconds until a time (ms since 1970), counted down; 0 once it is there, or where there is none. */
export function useSecondsUntil(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const left = until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
  const runs = left > 0;
  useEffect(() => {
    if (until === null || !runs) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until, runs]);
  return left;
}
