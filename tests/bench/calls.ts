import { answer, end, openDevice, place } from './calling';
import { atLeast, plain, percentile, type Figure } from './figure';
import { createClient, openStream } from './load';
import { startProgram } from './processes';
import { startRingway, type Database } from './ringway';

const pairs = 64;
const atOnce = 16;
const seconds = 10;

/**
 * Runs a piece of work over and over, `atOnce` at a time, until it says that it is done or the time
 * (`lasting`, s) is over, and counts it; latencies in ms.
 */
export async function sustain(
  work: (worker: number) => Promise<unknown>,
  workers = atOnce,
  lasting = seconds,
): Promise<{ readonly perSecond: number; readonly latencies: readonly number[] }> {
  const latencies: number[] = [];
  const begun = performance.now();
  const until = begun + lasting * 1_000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (performance.now() < until) {
        const started = performance.now();
        if ((await work(worker)) === 'done') return;
        latencies.push(performance.now() - started);
      }
    }),
  );
  return { perSecond: (latencies.length / (performance.now() - begun)) * 1_000, latencies };
}

/** Calls a second, sustained, on both databases: placed, rung, answered and ended. */
export async function callsGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  say('the same requests on a bare server');
  const baseline = await bareCalls();
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    say(`calls on ${database}`);
    const { perSecond, latencies } = await measureCalls(database);
    figures.push(
      atLeast(`calls a second, ${database}`, perSecond, 'calls/s', 200, baseline),
      plain(`a call whole p99, ${database}`, percentile(latencies, 0.99), 'ms'),
    );
  }
  return figures;
}

async function measureCalls(database: Database) {
  const ringway = await startRingway(database, { accounts: 2 * pairs, devices: 1 });
  const client = createClient(ringway.server.port);
  const callees = ringway.accounts.slice(pairs);
  const streams = await Promise.all(callees.map((callee) => openDevice(ringway, callee, 0)));
  const turns = Array.from({ length: atOnce }, () => 0);
  const measured = await sustain(async (worker) => {
    const turn = turns[worker] ?? 0;
    turns[worker] = turn + 1;
    const pair = worker + atOnce * (turn % (pairs / atOnce));
    const caller = ringway.accounts[pair];
    const callee = callees[pair];
    const rung = streams[pair]?.next('incoming');
    if (!caller || !callee || !rung) throw new Error('There are fewer pairs than workers need.');
    await place(client, caller, callee.address);
    const { data } = await rung;
    await end(client, await answer(client, data));
  });
  for (const stream of streams) stream.close();
  client.close();
  await ringway.stop();
  return measured;
}

async function bareCalls(): Promise<number> {
  const bare = await startProgram('tests/bench/bare-server.mjs');
  const client = createClient(bare.port);
  const streams = await Promise.all(
    Array.from({ length: atOnce }, (_, worker) => openStream(bare.port, `/events/${worker}`)),
  );
  const { perSecond } = await sustain(async (worker) => {
    const rung = streams[worker]?.next('incoming');
    await client.post(`/poke/${worker}`, {});
    await rung;
    await client.post('/echo', {});
    await client.post('/echo', {});
  });
  for (const stream of streams) stream.close();
  client.close();
  await bare.stop();
  return perSecond;
}
