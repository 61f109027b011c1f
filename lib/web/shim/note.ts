import type { BridgeProblem } from './bridge';

/** Says in the console that a message of the shim was dropped, and nothing of what stood in it. */
export function noteDropped(problem: BridgeProblem): void {
  console.warn(`A message of the app was dropped: ${problem}.`);
}
