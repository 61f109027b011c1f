import type { Clock } from '@/lib/server/clock';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Moves on by milliseconds and calls back whatever falls due, in order. */
  advance(milliseconds: number): void;
}

/** A clock that begins at a time (ms since 1970). */
export function createVirtualClock(start = Date.UTC(2030, 0, 1)): VirtualClock {
  const waiting = new Set<{ readonly time: number; readonly callback: () => void }>();
  let present = start;

  function nextDue(until: number) {
    return [...waiting]
      .filter(({ time }) => time <= until)
      .sort((one, other) => one.time - other.time)[0];
  }

  return {
    now: () => present,
    at(time, callback) {
      const entry = { time, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    advance(milliseconds) {
      const until = present + milliseconds;
      for (let due = nextDue(until); due; due = nextDue(until)) {
        waiting.delete(due);
        present = Math.max(present, due.time);
        due.callback();
      }
      present = until;
    },
  };
}
