import { answer, end, openDevice, place } from './calling';
import { atMost, percentile, withinTimes, type Figure } from './figure';
import { createClient, openStream, type RawStream } from './load';
import { settledMemory, startProgram } from './processes';
import { startRingway } from './ringway';

const accounts = 1_000;
const devices = 10;
const calls = 300;

/** Opens streams a few at a time: the listening socket's queue is short. */
async function openAll(open: readonly (() => Promise<RawStream>)[]): Promise<RawStream[]> {
  const opened: RawStream[] = [];
  for (let first = 0; first < open.length; first += 50) {
    opened.push(...(await Promise.all(open.slice(first, first + 50).map((one) => one()))));
  }
  return opened;
}

/** Memory of an open stream, and how fast a call rings, at 10,000 open streams. */
export async function streamsGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const count = accounts * devices;
  say(`${count} streams on a bare server`);
  const bare = await measureBare(count);
  say(`${count} streams on Ringway`);
  const ringway = await startRingway('sqlite', { accounts, devices });
  const client = createClient(ringway.server.port);
  const before = await settledMemory(ringway.server);
  const streams = await openAll(
    ringway.accounts.flatMap((account) =>
      account.registrations.map((_, device) => () => openDevice(ringway, account, device)),
    ),
  );
  const memory = ((await settledMemory(ringway.server)) - before) / count / 1024;

  say(`${calls} calls while they are open`);
  const rings: number[] = [];
  const losers: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const caller = ringway.accounts[(2 * n) % accounts];
    const callee = ringway.accounts[(2 * n + 1) % accounts];
    const first = ((2 * n + 1) % accounts) * devices;
    const rung = streams.slice(first, first + devices);
    if (!caller || !callee) throw new Error('There are fewer accounts than calls need.');
    const incoming = rung.map((stream) => stream.next('incoming'));
    const begun = performance.now();
    const session = await place(client, caller, callee.address);
    const arrivals = await Promise.all(incoming);
    rings.push(...arrivals.map(({ at }) => at - begun));
    const cancelled = rung.slice(1).map((stream) => stream.next('incoming_cancelled'));
    const accepted = performance.now();
    const answered = await answer(client, arrivals[0]?.data);
    const told = await Promise.all(cancelled);
    losers.push(Math.max(...told.map(({ at }) => at - accepted)));
    await end(client, answered);
    await end(client, session).catch(() => undefined);
  }
  for (const stream of streams) stream.close();
  client.close();
  await ringway.stop();
  return [
    withinTimes('memory an open stream', memory, 'KiB', bare.memory, 1.5),
    atMost('incoming latency p50', percentile(rings, 0.5), 'ms', 10, percentile(bare.pokes, 0.5)),
    atMost('incoming latency p99', percentile(rings, 0.99), 'ms', 50, percentile(bare.pokes, 0.99)),
    atMost(
      'accept to last loser told p99',
      percentile(losers, 0.99),
      'ms',
      100,
      percentile(bare.pokes, 0.99),
    ),
  ];
}

async function measureBare(count: number): Promise<{ memory: number; pokes: number[] }> {
  const bare = await startProgram('tests/bench/bare-server.mjs');
  const client = createClient(bare.port);
  const before = await settledMemory(bare);
  const streams = await openAll(
    Array.from({ length: count }, (_, n) => () => openStream(bare.port, `/events/${n}`)),
  );
  const memory = ((await settledMemory(bare)) - before) / count / 1024;
  const pokes: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const arrived = streams[n * 7]?.next('incoming');
    const begun = performance.now();
    await client.post(`/poke/${n * 7}`, {});
    const arrival = await arrived;
    if (arrival) pokes.push(arrival.at - begun);
  }
  for (const stream of streams) stream.close();
  client.close();
  await bare.stop();
  return { memory, pokes };
}
