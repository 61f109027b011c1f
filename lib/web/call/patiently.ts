import type { ApiProblem } from '../api';
import { backOffDelay } from '../stream/back-off';

/**
 * Asks again while nobody answers: for `time` ms, once at least, and no longer than it is wanted. Only
 * for what may be repeated: the same request gets the same answer (call-rules.md 4).
 */
export async function patiently(
  ask: () => Promise<ApiProblem | null>,
  { time, wanted }: { readonly time: number; readonly wanted: () => boolean },
): Promise<ApiProblem | null> {
  const until = Date.now() + time;
  for (let failures = 1; ; failures += 1) {
    const problem = await ask();
    if (problem?.kind !== 'network') return problem;
    if (failures > 1 && Date.now() >= until) return problem;
    await new Promise((resolve) => setTimeout(resolve, backOffDelay(failures, Math.random())));
    if (!wanted()) return problem;
  }
}
