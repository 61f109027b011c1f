import { openApns2 } from './push/apns2';
import { openBareLoop } from './push/bare-loop';
import { openProvider } from './push/provider';
import { workOff, type WorkedOff } from './push/queue';
import type { Sender } from './push/sending';
import { startService, type MeasuredService } from './push/service';
import { ringThroughDispatch, timeToWire } from './push/dispatch';
import { atMost, percentile, plain, type Figure } from './figure';

/** A provider that takes so long to answer, in ms. */
const providerTakes = 40;
const inFlight = 400;
const rounds = 3;
const secondsARound = 3;
const burst = 10_000;

interface Measured {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/** Pushes through APNs beside a bare loop. */
export async function pushGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const service = await startService(providerTakes);
  const bare = await openBareLoop(service);
  const opened = async () => (await service.facts()).opened;
  let before = await opened();
  const ours = await openProvider(service);
  let connections = (await opened()) - before;
  const measured = { bare: [] as Measured[], ours: [] as Measured[], queued: [] as WorkedOff[] };
  // In turns: what else the machine does weighs on all alike.
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: the bare loop, the client alone, a queue by the dispatch`);
    measured.bare.push(await flood(bare));
    before = await opened();
    measured.ours.push(await flood(ours));
    connections += (await opened()) - before;
    measured.queued.push(await workOff(service, burst, inFlight));
  }
  await bare.close();
  await ours.close();
  say('the npm package apns2');
  const apns2 = await openApns2(service);
  const others = await flood(apns2);
  await apns2.close();
  const figures = [
    rate('APNs pushes a second, client', median(measured.ours), median(measured.bare)),
    plain('APNs pushes a second, npm apns2', others.perSecond, 'pushes/s', median(measured.bare)),
    atMost('APNs connections', connections, 'connections', 2),
    atMost(
      'APNs push p99, client',
      percentile(
        measured.ours.flatMap(({ latencies }) => latencies),
        0.99,
      ),
      'ms',
      200,
      percentile(
        measured.bare.flatMap(({ latencies }) => latencies),
        0.99,
      ),
    ),
    ...(await ringAll(service, say)),
    ...throughDispatch(measured.queued, median(measured.bare)),
    ...(await wholeWay(service, say)),
  ];
  await service.stop();
  return figures;
}

function median(all: readonly Pick<Measured, 'perSecond'>[]): number {
  return percentile(
    all.map(({ perSecond }) => perSecond),
    0.5,
  );
}

function rate(name: string, value: number, baseline: number): Figure {
  const goal = { text: '≥ 0.7 × baseline', met: value >= 0.7 * baseline };
  return { name, value, unit: 'pushes/s', baseline, goal };
}

/** Keeps so many pushes under way for a while; latencies in ms from the asking to the answer. */
async function flood(sender: Sender): Promise<Measured> {
  const latencies: number[] = [];
  const begun = performance.now();
  const until = begun + secondsARound * 1_000;
  let n = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < until) {
        const started = performance.now();
        n += 1;
        if (!(await sender.send(n))) throw new Error('A push was not taken.');
        latencies.push(performance.now() - started);
      }
    }),
  );
  return { perSecond: (latencies.length / (performance.now() - begun)) * 1_000, latencies };
}

/** All devices at once: nothing may be lost. */
async function ringAll(
  service: MeasuredService,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  say(`${burst} devices at once`);
  const sender = await openProvider(service);
  const before = await service.facts();
  const begun = performance.now();
  const taken = await Promise.all(Array.from({ length: burst }, (_, n) => sender.send(n)));
  const took = performance.now() - begun;
  const after = await service.facts();
  await sender.close();
  const lost = burst - Math.min(taken.filter(Boolean).length, after.distinct - before.distinct);
  return [
    atMost(`pushes lost of ${burst} at once`, lost, 'pushes', 0),
    plain(`${burst} pushes at once`, took, 'ms'),
  ];
}

/** Queues in the database of a new server each, worked off with their logs. */
function throughDispatch(queued: readonly WorkedOff[], baseline: number): readonly Figure[] {
  const all = queued.flatMap(({ latencies }) => latencies);
  const failed = queued.reduce((sum, one) => sum + one.failed, 0);
  const [first] = queued;
  return [
    rate('APNs pushes a second, dispatch', median(queued), baseline),
    plain('of these in the first, cold round', first?.perSecond ?? 0, 'pushes/s', baseline),
    atMost('APNs push p99, dispatch', percentile(all, 0.99), 'ms', 200),
    atMost('pushes that failed, dispatch', failed, 'pushes', 0),
  ];
}

/** From calls to the service, through queue and dispatch. */
async function wholeWay(
  service: MeasuredService,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  say(`${burst} phones at once by 100 calls, through the dispatch`);
  const { perSecond, lost, connections, inTime } = await ringThroughDispatch(service);
  say('calls one by one, to the push at the service');
  return [
    plain('phones rung a second through the dispatch', perSecond, 'pushes/s'),
    atMost(`phones lost of ${burst} through the dispatch`, lost, 'pushes', 0),
    atMost('connections of the dispatch', connections, 'connections', 2),
    plain('of these answered within 200 ms', inTime * 100, '%'),
    ...(await timeToWire()),
  ];
}
