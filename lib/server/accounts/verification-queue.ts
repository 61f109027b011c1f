/** How many verifications run at once: argon2 takes a whole core for about 10 ms (platform-api.md 2). */
const atOnce = 2;

/** How many may wait in all, and of one network: a flood from one leaves room for the others. */
const longestQueue = 24;
const longestOfNetwork = 6;

/** A queue that takes turns between networks, so that one that floods it delays itself alone. */
export interface VerificationQueue {
  /** Runs the work in its turn; undefined at once when there is no room to wait. */
  run<Value>(network: string, work: () => Promise<Value>): Promise<Value> | undefined;
}

/** A queue of its own for each server. */
export function createVerificationQueue(): VerificationQueue {
  // Maps keep the order of insertion: the first key is the network whose turn it is.
  const waiting = new Map<string, (() => Promise<void>)[]>();
  let running = 0;
  let length = 0;

  function next(): void {
    const turn = waiting.entries().next().value;
    if (turn === undefined || running >= atOnce) return;
    const [network, line] = turn;
    const work = line.shift();
    waiting.delete(network);
    if (line.length > 0) waiting.set(network, line);
    if (work === undefined) return;
    length -= 1;
    running += 1;
    void work().finally(() => {
      running -= 1;
      next();
    });
  }

  return {
    run(network, work) {
      const line = waiting.get(network) ?? [];
      if (length >= longestQueue || line.length >= longestOfNetwork) return undefined;
      return new Promise((resolve, reject) => {
        line.push(() => work().then(resolve, reject));
        waiting.set(network, line);
        length += 1;
        next();
      });
    },
  };
}
