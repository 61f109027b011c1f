import { deploy } from '../support/hosts/deployment';
import { makeNetwork, type Network } from '../support/hosts/network';
import { atMost, plain, withinAdded, withinLess, withinTimes, type Figure } from './figure';
import { launchBrowsers, rawCall, ringwayCall } from './networks/ends';
import { measureCall, type CallUnderTest, type Measured } from './networks/measure';
import { rawOrigin, serveRaw } from './networks/raw-host';
import { plainNetwork, scenes, type Scene } from './networks/scenes';
import type { Wishes } from './wishes';

const usualSeconds = 60;
const longSeconds = 600;

/**
 * Calls on networks of the tests' own hosts: Ringway beside a raw connection with a browser's own settings,
 * one after the other on the same network. Needs Linux and root.
 */
export async function networksGroup(
  say: (line: string) => void,
  { long, seconds, network: asked }: Wishes,
): Promise<readonly Figure[]> {
  const wanted = (long ? [plainNetwork] : scenes).filter(({ name }) =>
    name.startsWith(asked ?? ''),
  );
  if (wanted.length === 0) {
    const names = scenes.map(({ name }) => name).join('; ');
    throw new Error(`No network's name begins with "${asked}". There are: ${names}.`);
  }
  const figures: Figure[] = [];
  for (const scene of wanted) {
    say(scene.name);
    const measured = await measureScene(scene, seconds ?? (long ? longSeconds : usualSeconds), say);
    figures.push(...figuresOf(scene, measured));
  }
  return figures;
}

interface Both {
  readonly ringway: Measured;
  readonly raw: Measured;
}

async function measureScene(
  scene: Scene,
  seconds: number,
  say: (line: string) => void,
): Promise<Both> {
  const network = await makeNetwork();
  try {
    const deployment = await deploy(network);
    await serveRaw(network.server);
    const homes = await makeHomes(network, scene);
    const place = { folder: network.folder, rawOrigin };
    const browsers = await launchBrowsers(homes, deployment, place);
    const measure = async (call: CallUnderTest): Promise<Measured> => {
      await homes.caller.shape(scene.line ?? {});
      const event = scene.moves === true ? () => homes.caller.moveTo({ nat: 'cone' }) : null;
      const measured = await measureCall(call, browsers.processes, seconds, event);
      await homes.caller.shape({});
      return measured;
    };
    try {
      const first = await ringwayCall(browsers, deployment);
      const ringway = await measure(first);
      say(`Ringway: ${ringway.notes}`);
      const raw = await measure(await rawCall(browsers, rawOrigin, ringway.iceServers));
      say(`raw: ${raw.notes}`);
      return { ringway, raw };
    } finally {
      await browsers.close();
    }
  } finally {
    await network.close();
  }
}

async function makeHomes(network: Network, { homes }: Scene) {
  if (homes === 'one network') {
    const home = await network.home('both');
    return { caller: home, callee: home };
  }
  const caller = await network.home('caller', homes.caller);
  const callee = await network.home('callee', homes.callee);
  return { caller, callee };
}

/** "Never worse", and what two calls in a row differ by on a machine that does nothing else. */
const noise = { delay: 20, concealed: 0.2, frameRate: 1, processor: 5 } as const;

/** The server's part in an answer, as in the group `media`, ms. */
const answering = 60;

/** Within this audio is back after a change of the address, ms. */
const recoveryGoal = 3_000;

function figuresOf(scene: Scene, { ringway, raw }: Both): readonly Figure[] {
  const name = (what: string): string => `${scene.name}: ${what}`;
  const finite = (value: number | null): number | null =>
    value !== null && Number.isFinite(value) ? value : null;
  return [
    withinAdded(name('first frame'), ringway.firstPicture, 'ms', raw.firstPicture, answering),
    withinAdded(
      name('mouth to ear, median'),
      ringway.delay.median,
      'ms',
      raw.delay.median,
      noise.delay,
    ),
    plain(name('mouth to ear, one in twenty above'), ringway.delay.high, 'ms', raw.delay.high),
    plain(name('chirps found again'), ringway.found, '%', raw.found),
    concealedOf(scene, name('concealed audio'), ringway.concealed, raw.concealed),
    withinLess(name('frame rate'), ringway.frameRate, '1/s', raw.frameRate, noise.frameRate),
    withinAdded(
      name('both browsers'),
      ringway.processor,
      '% of a core',
      raw.processor,
      noise.processor,
    ),
    ...(ringway.recovery === null
      ? []
      : [atMost(name('audio back'), ringway.recovery, 'ms', recoveryGoal, finite(raw.recovery))]),
  ];
}

function concealedOf(scene: Scene, name: string, value: number, baseline: number): Figure {
  return scene.concealedTimes === undefined
    ? withinAdded(name, value, '%', baseline, noise.concealed)
    : withinTimes(name, value, '%', baseline, scene.concealedTimes);
}
