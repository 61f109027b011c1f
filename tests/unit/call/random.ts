import type fc from 'fast-check';

/** The seed of this run's random tests; `SEED=<number>` replays one. */
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

/** How a property is tried: so many runs, all from the printed seed. */
export function runs(numRuns: number): fc.Parameters<unknown> {
  return { seed, numRuns };
}

process.stdout.write(`random calls: SEED=${seed}\n`);
