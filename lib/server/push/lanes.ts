/** Runs work, so much of it at once; the rest waits in order. */
export type Lanes = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** So many lanes: what is slow in one holds up only what waits for the same ones. */
export function createLanes(count: number): Lanes {
  let free = count;
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
