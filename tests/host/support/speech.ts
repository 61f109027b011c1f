import type { Page } from '@playwright/test';
import { expect } from './fixtures';
import { statisticsOf } from './statistics';

/**
 * Listens at a page for so many seconds of sound: voice is in it, and more than half of it came over the
 * network in time. Whoever listens to less does not understand; how much it is, the benchmark tells.
 */
export async function expectSpeech(page: Page, seconds: number): Promise<void> {
  const { hearing: before } = await statisticsOf(page);
  await expect(async () => {
    const { hearing } = await statisticsOf(page);
    const heard = hearing.totalSamplesDuration - before.totalSamplesDuration;
    expect(heard).toBeGreaterThan(seconds);
  }).toPass({ timeout: 2_000 * seconds + 20_000, intervals: [500] });
  const { hearing } = await statisticsOf(page);
  const concealed = hearing.concealedSamples - before.concealedSamples;
  const all = hearing.totalSamplesReceived - before.totalSamplesReceived;
  expect(hearing.totalAudioEnergy).toBeGreaterThan(before.totalAudioEnergy);
  expect(concealed / all, 'share of the sound that was made up').toBeLessThan(0.5);
}
