/** Time, injected so that every deadline can be tried in virtual time. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Calls back once at or after a time (ms since 1970); the returned function cancels it. */
  at(time: number, callback: () => void): () => void;
}

/** Timers cannot wait longer than this (ms); whatever is due later is waited for again. */
const longestTimer = 2 ** 31 - 1;

/** The clock of this machine. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  at: (time, callback) => {
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = time - Date.now();
      timer = setTimeout(
        left > longestTimer ? wait : callback,
        Math.min(Math.max(left, 0), longestTimer),
      );
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  },
};
