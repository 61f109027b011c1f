import type { Page } from '@playwright/test';
import { percentile } from '../figure';
import { findChirps, heardRate } from './chirps';
import type { Counts } from './in-page';
import { takeRecording, type Recording } from './instruments';
import { processorTime } from './processor';

/** A call between two pages that are on two networks. */
export interface CallUnderTest {
  readonly caller: Page;
  readonly callee: Page;
  /** From the tap on Answer to the callee's first picture of the caller, ms. */
  begin(): Promise<number>;
  end(): Promise<void>;
}

/** What happens to the networks in the middle of a call. */
export type Event = () => Promise<void>;

/** What was measured of one call. */
export interface Measured {
  readonly firstPicture: number;
  /** From the caller's microphone to the callee's ear, ms: median, and what one in twenty exceeds. */
  readonly delay: { readonly median: number; readonly high: number };
  /** The share of the chirps that was found again, per cent. */
  readonly found: number;
  /** The share of the samples that was made up, both ends together, per cent. */
  readonly concealed: number;
  /** Pictures a second, the mean of both ends. */
  readonly frameRate: number;
  /** Both browsers, per cent of one core. */
  readonly processor: number;
  /** After the event until both hear again, ms; Infinity: not in this call. null: there was no event. */
  readonly recovery: number | null;
  /** What the caller looked for a path with. */
  readonly iceServers: readonly RTCIceServer[];
  /** What it went over, for the log. */
  readonly notes: string;
}

/** Holds a call for so many seconds and measures it; `event` happens at its half. */
export async function measureCall(
  call: CallUnderTest,
  browsers: ReadonlySet<number>,
  seconds: number,
  event: Event | null,
): Promise<Measured> {
  const { caller, callee } = call;
  const firstPicture = await call.begin();
  await Promise.all([hears(caller), hears(callee)]);
  await callee.evaluate(() => window.bench.record('ear'));
  await caller.evaluate(() => window.bench.record('mouth'));
  const before = await countBoth(call);
  const processorBefore = processorTime(browsers);
  let recovery: number | null = null;
  if (event === null) await pass(seconds * 1_000);
  else {
    await pass((seconds * 1_000) / 2);
    recovery = await recover(call, event, (seconds * 1_000) / 2);
  }
  const processorUsed = processorTime(browsers) - processorBefore;
  const after = await countBoth(call);
  const iceServers = await caller.evaluate(
    () => window.bench.connections.at(-1)?.getConfiguration().iceServers ?? [],
  );
  const chirps = compareRecordings(await takeRecording(caller), await takeRecording(callee));
  await call.end();

  const elapsed = (after[1].at - before[1].at) / 1_000;
  const grown = (name: Exclude<keyof Counts, 'path' | 'at'>): number =>
    after[0][name] - before[0][name] + (after[1][name] - before[1][name]);
  const kilobits = (bytes: number): string => ((bytes * 8) / 2_000 / elapsed).toFixed(0);
  return {
    firstPicture,
    ...chirps,
    concealed: (100 * grown('concealed')) / grown('samples'),
    frameRate: grown('frames') / 2 / elapsed,
    processor: (100 * processorUsed) / elapsed,
    recovery,
    iceServers,
    notes: [
      after[0].path,
      `voice ${kilobits(grown('audioBytes'))} and picture ${kilobits(grown('videoBytes'))} kbit/s`,
      `${grown('audioPacketsLost')} of ${grown('audioPackets') + grown('audioPacketsLost')} packets of voice lost`,
      `voice waited ${((1_000 * grown('waited')) / grown('played')).toFixed(0)} ms to be played`,
    ].join('; '),
  };
}

/** Waits until voice arrives. */
async function hears(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await window.bench.count()).audioPackets > 0);
}

function countBoth({ caller, callee }: CallUnderTest): Promise<readonly [Counts, Counts]> {
  return Promise.all([
    caller.evaluate(() => window.bench.count()),
    callee.evaluate(() => window.bench.count()),
  ]);
}

function pass(milliseconds: number): Promise<void> {
  return new Promise((passed) => setTimeout(passed, milliseconds));
}

/** How long after an event both ends hear again, ms. */
async function recover(
  { caller, callee }: CallUnderTest,
  event: Event,
  patience: number,
): Promise<number> {
  const pages = [caller, callee];
  for (const page of pages) {
    await page.evaluate(() => {
      window.bench.noteArrivals();
    });
  }
  await pass(1_000);
  const happened = Date.now();
  await event();
  await pass(Math.max(0, happened + patience - Date.now()));
  const arrivals = await Promise.all(
    pages.map((page) => page.evaluate(() => window.bench.takeArrivals())),
  );
  return Math.max(...arrivals.map((times) => endOfGap(times, happened)));
}

/** A gap between two arrivals that is longer than voice ever has, ms. */
const gap = 400;

/** From `happened` to the end of the last gap after it; 0 without one, Infinity if it does not end. */
function endOfGap(arrivals: readonly number[], happened: number): number {
  const all = [...arrivals, Infinity];
  let back = 0;
  all.forEach((at, index) => {
    const before = all[index - 1] ?? -Infinity;
    // What comes before the end of the notes is no gap.
    const last = index === all.length - 1;
    const silent = last ? Date.now() - before > gap + 1_000 : at - before > gap;
    if (at > happened && silent && index > 0) back = at - happened;
  });
  return back;
}

/** The delay of the chirps of one recording in the other. */
function compareRecordings(mouth: Recording, ear: Recording): Pick<Measured, 'delay' | 'found'> {
  const said = timesOf(mouth);
  const heard = timesOf(ear);
  const recorded = ear.timeOf(0);
  // What the other end cannot have recorded yet, or not any more, was not missed.
  const until = ear.timeOf(ear.samples.length - 1) - longestDelay;
  const due = said.filter(({ at }) => at > recorded && at < until);
  const delays = due.flatMap(({ kind, at }) => {
    const again = heard.find(
      (one) => one.kind === kind && one.at > at - 20 && one.at < at + longestDelay,
    );
    return again ? [again.at - at] : [];
  });
  return {
    delay: { median: percentile(delays, 0.5), high: percentile(delays, 0.95) },
    found: (100 * delays.length) / due.length,
  };
}

/** Less than until the next chirp of its kind, ms. */
const longestDelay = 2_000;

function timesOf(recording: Recording): readonly { readonly kind: number; readonly at: number }[] {
  return findChirps(recording.samples).map(({ kind, at }) => ({
    kind,
    at: recording.timeOf(Math.round(at * heardRate)),
  }));
}
