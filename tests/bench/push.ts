import { openApns2 } from './push/apns2';
import { openBareLoop } from './push/bare-loop';
import { openProvider } from './push/provider';
import { workOff } from './push/queue';
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
  const before = (await service.facts()).opened;
  const ours = await openProvider(service);
  const measured = { bare: [] as Measured[], ours: [] as Measured[] };
  // In turns: what else the machine does weighs on both alike.
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: the bare loop, then the client alone`);
    measured.bare.push(await flood(bare));
    measured.ours.push(await flood(ours));
  }
  const { opened } = await service.facts();
  await bare.close();
  await ours.close();
  say('the npm package apns2');
  const apns2 = await openApns2(service);
  const others = await flood(apns2);
  await apns2.close();
  const figures = [
    rate('APNs pushes a second, client', median(measured.ours), median(measured.bare)),
    plain('APNs pushes a second, npm apns2', others.perSecond, 'pushes/s', median(measured.bare)),
    atMost('APNs connections', opened - before, 'connections', 2),
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
    ...(await throughDispatch(service, median(measured.bare), say)),
    ...(await wholeWay(service, say)),
  ];
  await service.stop();
  return figures;
}

function median(all: readonly Measured[]): number {
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

/** A queue in the database worked off, with its log. */
async function throughDispatch(
  service: MeasuredService,
  baseline: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  say(`a queue of ${burst} through the dispatch`);
  const { perSecond, latencies, failed } = await workOff(service, burst, inFlight);
  return [
    rate('APNs pushes a second, dispatch', perSecond, baseline),
    atMost('APNs push p99, dispatch', percentile(latencies, 0.99), 'ms', 200),
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
