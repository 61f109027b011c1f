import { startApns, type ReceivedPush } from '@/tests/support/push/apns/server';
import { end, place } from '../calling';
import { atMost, percentile, plain, type Figure } from '../figure';
import { createClient } from '../load';
import { startRingway, type MeasuredRingway, type SeededAccount } from '../ringway';
import { makeBenchKey, metricsToken, phonesOf, topic } from './phones';
import type { MeasuredService } from './service';

const callers = 100;
const phones = 100;

/** What the whole way gave: from `new_session` through queue, dispatch and client to the service. */
export interface Dispatched {
  readonly perSecond: number;
  readonly lost: number;
  readonly connections: number;
  /** The share (0 to 1) that APNs answered within 200 ms after it was sent. */
  readonly inTime: number;
}

/** Rings so many phones at once by calls that are placed at once. */
export async function ringThroughDispatch(service: MeasuredService): Promise<Dispatched> {
  const before = await service.facts();
  const seed = phonesOf(2 * callers, phones, service.key, before);
  const ringway = await startRingway('sqlite', seed);
  const client = createClient(ringway.server.port);
  const begun = performance.now();
  const sessions = await Promise.all(
    pairsOf(ringway).map(([caller, callee]) => place(client, caller, callee.address)),
  );
  const total = callers * phones;
  let took = 0;
  let arrived = 0;
  let quiet = 0;
  // Nothing new for so many looks is the end, too: then some were lost.
  while (arrived < total && quiet < 400) {
    const { distinct } = await service.facts();
    quiet = distinct - before.distinct === arrived ? quiet + 1 : 0;
    arrived = distinct - before.distinct;
    took = performance.now() - begun;
  }
  const { opened } = await service.facts();
  const inTime = await shareInTime(ringway.server.port, total);
  await Promise.all(sessions.map((session) => end(client, session)));
  client.close();
  await ringway.stop();
  return {
    perSecond: (arrived / took) * 1_000,
    lost: total - arrived,
    connections: opened - before.opened,
    inTime,
  };
}

/** Asks for the metrics until all pushes are counted. */
async function shareInTime(port: number, total: number): Promise<number> {
  for (let looks = 0; ; looks += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
      headers: { authorization: `Bearer ${metricsToken}` },
    });
    const text = await answer.text();
    const read = (le: string) =>
      Number(
        new RegExp(
          `^ringway_push_seconds_bucket\\{[^}]*le="${le}"[^}]*provider="apns"[^}]*\\} (\\d+)`,
          'm',
        ).exec(text)?.[1] ?? 0,
      );
    if (read('\\+Inf') >= total || looks > 400) return read('0.2') / read('\\+Inf');
  }
}

/** From `new_session` to the push at the service, one call at a time. */
export async function timeToWire(): Promise<readonly Figure[]> {
  const key = makeBenchKey();
  let arrived: (push: ReceivedPush) => void = () => undefined;
  const apns = await startApns({
    keys: [key.known],
    topics: [topic],
    receive: (push) => arrived(push),
  });
  const ringway = await startRingway('sqlite', phonesOf(2 * callers, 1, key, apns));
  const client = createClient(ringway.server.port);
  const times: number[] = [];
  // The first round warms both processes up.
  for (const [caller, callee] of Array.from({ length: 3 }, () => pairsOf(ringway)).flat()) {
    const received = new Promise<number>((resolve) => {
      arrived = () => resolve(performance.now());
    });
    const begun = performance.now();
    const session = await place(client, caller, callee.address);
    times.push((await received) - begun);
    await end(client, session);
  }
  client.close();
  await ringway.stop();
  await apns.stop();
  const measured = times.slice(callers);
  return [
    plain('new_session to the push at APNs p50', percentile(measured, 0.5), 'ms'),
    atMost('new_session to the push at APNs p99', percentile(measured, 0.99), 'ms', 25),
  ];
}

function pairsOf({ accounts }: MeasuredRingway): [SeededAccount, SeededAccount][] {
  return accounts.slice(0, callers).map((caller, n) => {
    const callee = accounts[callers + n];
    if (!callee) throw new Error('There are fewer accounts than calls need.');
    return [caller, callee];
  });
}
