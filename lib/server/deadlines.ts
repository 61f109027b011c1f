/** Told that a deadline was set, so that it is kept without polling; the database holds the truth. */
export interface Deadlines {
  /** Something is due at this time (ms since 1970). */
  expect(time: number): void;
  /** Is told of every expected time from now on, until the returned function is called. */
  listen(listener: (time: number) => void): () => void;
}

/** Deadlines that nobody keeps until somebody listens. */
export function createDeadlines(): Deadlines {
  const listeners = new Set<(time: number) => void>();
  return {
    expect(time) {
      for (const listener of listeners) listener(time);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
