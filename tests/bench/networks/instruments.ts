import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'esbuild';
import { heardRate } from './chirps';

/** A recording at {@link heardRate} with the time of each of its pieces. */
export interface Recording {
  readonly samples: Float32Array;
  /** When that sample was heard, ms since 1970. */
  readonly timeOf: (sample: number) => number;
}

/** Puts the instruments into every page of a context, before its own code runs. */
export async function addInstruments(context: BrowserContext): Promise<void> {
  const built = await build({
    entryPoints: [join(import.meta.dirname, 'in-page.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
  });
  await context.addInitScript(built.outputFiles.map(({ text }) => text).join(''));
}

/** Ends the recording of a page and reads it. */
export async function takeRecording(page: Page): Promise<Recording> {
  const pieces = await page.evaluate(() => window.bench.takeRecording());
  const parts = pieces.map(({ samples }) => {
    const bytes = Buffer.from(samples, 'base64');
    return Float32Array.from(
      { length: bytes.length / 2 },
      (_, n) => bytes.readInt16LE(n * 2) / 32_767,
    );
  });
  const size = parts[0]?.length ?? 1;
  const samples = new Float32Array(parts.length * size);
  parts.forEach((part, index) => {
    samples.set(part, index * size);
  });
  const starts = steadied(pieces.map(({ at }) => at));
  return {
    samples,
    timeOf: (sample) => {
      const piece = Math.min(starts.length - 1, Math.floor(sample / size));
      return (starts[piece] ?? NaN) + ((sample - piece * size) * 1_000) / heardRate;
    },
  };
}

/**
 * Samples are handed over late on a busy machine, never early: of the pieces around, the one that came
 * soonest says when each was heard.
 */
function steadied(starts: readonly number[]): readonly number[] {
  const around = 20;
  const every = 100;
  return starts.map((_, index) => {
    const from = Math.max(0, index - around);
    const near = starts.slice(from, index + around + 1);
    return Math.min(...near.map((at, n) => at + (index - from - n) * every));
  });
}
