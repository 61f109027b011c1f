import { expect, type Page } from '@playwright/test';
import { press } from './screen';

/** Waits until the picture of this label is seen on the page and moves. */
export async function expectMoves(page: Page, label: string): Promise<void> {
  const video = page.locator(`video[aria-label="${label}"]`);
  await expect(video, label).toBeVisible({ timeout: 30_000 });
  const frames = () =>
    video.evaluate((one) =>
      one instanceof HTMLVideoElement ? one.getVideoPlaybackQuality().totalVideoFrames : 0,
    );
  const before = await frames();
  await expect
    .poll(frames, { message: `“${label}” moves`, timeout: 30_000 })
    .toBeGreaterThan(before + 2);
}

/** How large the picture of this label arrives, px. */
export function sizeOf(page: Page, label: string): Promise<readonly [number, number]> {
  return page
    .locator(`video[aria-label="${label}"]`)
    .evaluate((one) =>
      one instanceof HTMLVideoElement ? [one.videoWidth, one.videoHeight] : [0, 0],
    );
}

/** Over how many lines sound comes to a page and goes on: a voice is one, the sound of a screen another. */
export async function expectSounds(page: Page, lines: number): Promise<void> {
  let before = await energies(page);
  await expect(async () => {
    const now = await energies(page);
    const grown = Object.entries(now).filter(([id, energy]) => energy > (before[id] ?? 0));
    before = now;
    expect(grown.length, JSON.stringify(now)).toBe(lines);
  }).toPass({ timeout: 30_000, intervals: [1_000] });
}

function energies(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const all: unknown = Reflect.get(window, 'ringwayConnections');
    const sums: Record<string, number> = {};
    let at = 0;
    for (const connection of Array.isArray(all) ? all : []) {
      at += 1;
      if (
        !(connection instanceof RTCPeerConnection) ||
        connection.connectionState !== 'connected'
      ) {
        continue;
      }
      (await connection.getStats()).forEach((entry: unknown, id: string) => {
        if (typeof entry !== 'object' || entry === null) return;
        if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
        if (Reflect.get(entry, 'kind') !== 'audio') return;
        sums[`${at} ${id}`] = Number(Reflect.get(entry, 'totalAudioEnergy') ?? 0);
      });
    }
    return sums;
  });
}

/** Shares the screen that the browser's picker gives by itself in tests. */
export async function share(page: Page): Promise<void> {
  await press(page, 'Share screen');
}

/** Stops sharing by the button beside the words that one shares, which stand while that goes on. */
export async function stopSharing(page: Page): Promise<void> {
  await page.getByText('Stop sharing', { exact: true }).click();
}
