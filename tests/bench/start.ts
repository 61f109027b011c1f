import { atMost, percentile, type Figure } from './figure';
import { settledMemory, startProgram } from './processes';
import { startRingway } from './ringway';

const starts = 5;

/** Cold start until ready, and resident memory, of the embedded server. */
export async function startGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const ready: number[] = [];
  const memory: number[] = [];
  const bareReady: number[] = [];
  const bareMemory: number[] = [];
  for (let n = 0; n < starts; n += 1) {
    say(`start ${n + 1} of ${starts}`);
    const ringway = await startRingway('sqlite', { accounts: 3, devices: 0 });
    ready.push(ringway.startedIn);
    memory.push((await settledMemory(ringway.server)) / 1024 / 1024);
    await ringway.stop();
    const begun = performance.now();
    const bare = await startProgram('tests/bench/bare-server.mjs');
    bareReady.push(performance.now() - begun);
    bareMemory.push((await settledMemory(bare)) / 1024 / 1024);
    await bare.stop();
  }
  const median = (samples: readonly number[]) => percentile(samples, 0.5);
  return [
    atMost('cold start to ready', median(ready), 'ms', 1_000, median(bareReady)),
    atMost('resident memory', median(memory), 'MiB', 150, median(bareMemory)),
  ];
}
