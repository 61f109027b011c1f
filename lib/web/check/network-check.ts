import type { NetworkFindings } from './view';

/** One probe: its round trip in ms, or null where nobody answered in time. */
export type Probe = number | null;

/** How many probes make a test. */
const probes = 12;

/** A probe that takes longer counts as lost, ms. */
const probePatience = 2_000;

/** What probes say: the median round trip and the share that was lost; null where all were. */
export function judgeProbes(results: readonly Probe[]): NetworkFindings | null {
  const trips = results.filter((trip) => trip !== null).sort((one, other) => one - other);
  const middle = trips[Math.floor(trips.length / 2)];
  if (middle === undefined) return null;
  const roundTripMs = Math.round(middle);
  const lossPercent = Math.round((100 * (results.length - trips.length)) / results.length);
  return { roundTripMs, lossPercent, relay: 'none', verdict: verdictOf(roundTripMs, lossPercent) };
}

/** Conversation stays easy below 150 ms each way (ITU-T G.114), and hard beyond 300. */
function verdictOf(roundTripMs: number, lossPercent: number): NetworkFindings['verdict'] {
  if (roundTripMs <= 300 && lossPercent <= 1) return 'good';
  return roundTripMs <= 600 && lossPercent <= 5 ? 'fair' : 'poor';
}

/** Tests the way to the server; null where it is not reached at all. */
export async function testNetwork(): Promise<NetworkFindings | null> {
  const results: Probe[] = [];
  // The first one opens the connection; it says nothing of the line.
  await probe();
  for (let count = 0; count < probes; count += 1) results.push(await probe());
  return judgeProbes(results);
}

async function probe(): Promise<Probe> {
  const begun = performance.now();
  try {
    const response = await fetch('/healthz', {
      cache: 'no-store',
      signal: AbortSignal.timeout(probePatience),
    });
    await response.arrayBuffer();
    return performance.now() - begun;
  } catch {
    return null;
  }
}
