import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Browser, type Page } from '@playwright/test';
import playwright from '../../../playwright.config';
import { expectEveryone } from '../../e2e/support/everyone';
import { expectMedia, watchConnections } from '../../e2e/support/media';
import { makeMeeting } from '../../e2e/support/meetings';
import { call, desktop, openHome, signIn, type Person } from '../../e2e/support/people';
import { answerButton, press } from '../../e2e/support/screen';
import { startRingway, type Name, type RunningRingway } from '../../e2e/support/server';
import { startLiveKit, type LiveKitServer } from '../../support/livekit/server';
import { percentile, plain, type Figure } from '../figure';
import { speak, writeWave } from '../networks/chirps';
import { childrenNow, processorTime } from '../networks/processor';
import { watchGaps, type Gaps } from './gaps';
import { rawFirstPicture, serveRawRoom, type RawRoom } from './raw-room';

/** How often somebody joins, and is rung in. */
const rounds = 7;

/** How often a call grows. */
const growths = 5;

/** For so long a meeting of four is watched, ms. */
const watched = 10_000;

interface Surroundings {
  readonly browser: Browser;
  readonly ringway: RunningRingway;
  readonly liveKit: LiveKitServer;
  readonly raw: RawRoom;
  readonly say: (line: string) => void;
}

/** Media through LiveKit beside livekit-client alone, on the same server in the same run. */
export async function liveKitFigures(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ringway-bench-'));
  const voice = join(folder, 'voice.wav');
  await writeFile(voice, writeWave(speak(4)));
  const options = playwright.use?.launchOptions;
  const browser = await chromium.launch({
    ...options,
    args: [...(options?.args ?? []), `--use-file-for-fake-audio-capture=${voice}`],
  });
  const liveKit = await startLiveKit();
  const ringway = await startRingway(liveKit.settings);
  const raw = await serveRawRoom(liveKit);
  const all: Surroundings = { browser, ringway, liveKit, raw, say };
  try {
    return [...(await joining(all)), ...(await growing(all)), ...(await meetingOfFour(all))];
  } finally {
    await browser.close();
    await ringway.stop();
    raw.stop();
    await liveKit.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Somebody joins, and somebody is rung into, a meeting that goes on through LiveKit. */
async function joining({ browser, ringway, raw, say }: Surroundings): Promise<readonly Figure[]> {
  const [alice, bob, carol] = await everyone(browser, ringway, ['alice', 'bob', 'carol']);
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  for (const person of [alice, bob, carol]) await joinMeeting(person, address);
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
  const residents = [await raw.open(browser), await raw.open(browser)];
  for (const page of residents) await raw.join(page);
  const joined: number[] = [];
  const rung: number[] = [];
  const bare: number[] = [];
  await watchTaps(carol.page);
  for (let round = 1; round <= rounds; round += 1) {
    say(`joining, round ${round} of ${rounds}`);
    await leaveMeeting(carol.page);
    joined.push(await pictureAfterTap(carol.page, () => joinMeeting(carol, address)));
    await leaveMeeting(carol.page);
    await ringIn(alice, carol.displayName);
    await expect(answerButton(carol.page)).toBeVisible();
    rung.push(await pictureAfterTap(carol.page, () => answerButton(carol.page).click()));
    const guest = await raw.open(browser);
    await raw.join(guest);
    bare.push(await rawFirstPicture(guest));
    await guest.context().close();
  }
  for (const { context } of [alice, bob, carol]) await context.close();
  for (const page of residents) await page.context().close();
  const baseline = percentile(bare, 0.5);
  return [
    plain('LiveKit: join to first remote frame, median', percentile(joined, 0.5), 'ms', baseline),
    {
      ...plain(
        'LiveKit: answer to first remote frame, median',
        percentile(rung, 0.5),
        'ms',
        baseline,
      ),
      goal: { text: 'ahead of the baseline', met: percentile(rung, 0.5) < baseline },
    },
  ];
}

/** A call between two becomes one of three: how long its first two see and hear nothing of each other. */
async function growing({ browser, ringway, say }: Surroundings): Promise<readonly Figure[]> {
  const grown: Gaps[] = [];
  const quiet: Gaps[] = [];
  for (let round = 1; round <= growths; round += 1) {
    say(`growing, round ${round} of ${growths}`);
    const [bob, carol] = await everyone(browser, ringway, ['bob', 'carol']);
    const alice = await watching(browser, ringway, 'alice');
    const take = await watchGaps(alice.page, bob.displayName);
    await call(alice, bob.displayName);
    await answerButton(bob.page).click();
    await expectMedia(alice.page);
    await take();
    await passing(watched / 2);
    quiet.push(await take());
    await ringIn(alice, carol.displayName);
    await answerButton(carol.page).click();
    for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
    await passing(watched / 2);
    grown.push(await take());
    for (const { context } of [alice, bob, carol]) await context.close();
  }
  const longest = (gaps: readonly Gaps[], of: keyof Gaps): number =>
    percentile(
      gaps.map((gap) => gap[of]),
      0.5,
    );
  const worst = (gaps: readonly Gaps[]): number => Math.max(...gaps.map(({ black }) => black));
  const picture = longest(grown, 'picture');
  return [
    {
      ...plain('growing: longest still picture, median', picture, 'ms', longest(quiet, 'picture')),
      goal: { text: '≤ 300 ms', met: picture <= 300 },
    },
    {
      ...plain('growing: longest black picture', worst(grown), 'ms', worst(quiet)),
      goal: { text: '≤ 300 ms', met: worst(grown) <= 300 },
    },
    plain(
      'growing: longest silence, median',
      longest(grown, 'sound'),
      'ms',
      longest(quiet, 'sound'),
    ),
  ];
}

/** What a meeting of four costs here: four browsers' pages, and LiveKit. */
async function meetingOfFour(all: Surroundings): Promise<readonly Figure[]> {
  const { browser, ringway, raw, say } = all;
  say('a meeting of four');
  const people = await everyone(browser, ringway, ['alice', 'bob', 'carol', 'alice']);
  const { address } = await makeMeeting(people[0], { name: 'Four' });
  for (const person of people) await joinMeeting(person, address);
  for (const { page } of people) await expectEveryone(page, 3);
  const ours = await processorShare();
  for (const { context } of people) await context.close();
  say('four pages of livekit-client alone');
  const pages: Page[] = [];
  for (let guest = 1; guest <= 4; guest += 1) {
    const page = await raw.open(browser);
    await raw.join(page);
    pages.push(page);
  }
  for (const page of pages) await rawFirstPicture(page);
  const theirs = await processorShare();
  for (const page of pages) await page.context().close();
  return [plain('LiveKit: processor in a meeting of four, all of it', ours, '% of a core', theirs)];
}

/** Processor time of browser, LiveKit and server while a meeting goes on. */
async function processorShare(): Promise<number> {
  const roots = childrenNow();
  const [before, began] = [processorTime(roots), performance.now()];
  await passing(watched);
  const seconds = (performance.now() - began) / 1_000;
  return ((processorTime(roots) - before) / seconds) * 100;
}

function passing(milliseconds: number): Promise<void> {
  return new Promise((passed) => setTimeout(passed, milliseconds));
}

type Everyone<Names extends readonly Name[]> = { -readonly [Place in keyof Names]: Person };

async function everyone<const Names extends readonly Name[]>(
  browser: Browser,
  ringway: RunningRingway,
  names: Names,
): Promise<Everyone<Names>> {
  const people: Person[] = [];
  for (const name of names) people.push(await signIn(browser, ringway, name));
  return people as Everyone<Names>;
}

/** Somebody in whose page instruments of the benchmark may run. */
async function watching(browser: Browser, ringway: RunningRingway, name: Name): Promise<Person> {
  const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', bypassCSP: true });
  await watchConnections(context);
  const page = await openHome(context, ringway, name);
  return { name, displayName: ringway.account(name).displayName, context, page };
}

async function joinMeeting({ page }: Person, address: string): Promise<void> {
  await page.getByRole('searchbox').fill(address);
  await page.getByRole('button', { name: `Video call with ${address}`, exact: true }).click();
}

async function leaveMeeting(page: Page): Promise<void> {
  await press(page, 'Hang up');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
}

async function ringIn({ page }: Person, name: string): Promise<void> {
  const field = page.getByLabel('Add someone');
  if (!(await field.isVisible())) await press(page, 'People');
  await field.fill(name);
  await page.getByRole('button', { name: `Ring ${name}`, exact: true }).click();
}

/** Notes the last tap on a page. */
function watchTaps(page: Page): Promise<void> {
  return page.evaluate(() => {
    addEventListener('click', () => Reflect.set(window, 'tappedAt', performance.now()), {
      capture: true,
    });
  });
}

/** How long after the tap the first picture of somebody else was shown, ms. */
async function pictureAfterTap(page: Page, tap: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    Reflect.deleteProperty(window, 'shownAt');
    const seen = new WeakSet<Element>();
    const observer = new MutationObserver(() => {
      for (const video of document.querySelectorAll('video')) {
        if (video.ariaLabel === 'You' || video.ariaLabel === 'Your picture') continue;
        if (seen.has(video)) continue;
        seen.add(video);
        video.requestVideoFrameCallback((now) => {
          if (Reflect.get(window, 'shownAt') === undefined) Reflect.set(window, 'shownAt', now);
          observer.disconnect();
        });
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await tap();
  const shown = await page.waitForFunction(() => {
    const at: unknown = Reflect.get(window, 'shownAt');
    return typeof at === 'number' ? at - Number(Reflect.get(window, 'tappedAt')) : undefined;
  });
  return Number(await shown.jsonValue());
}
