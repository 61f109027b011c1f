import { expect, type Page } from '@playwright/test';

/** Chromium's camera shows person.mjpeg. */
export const cameraOfPerson = `--use-file-for-fake-video-capture=${import.meta.dirname}/person.mjpeg`;

/** Parts of person.mjpeg, px: x, y, width, height. */
const parts = { face: [230, 90, 100, 120], behind: [440, 20, 160, 300] } as const;

/**
 * How much detail the picture of this label has behind the person, beside that in the face: the encoder smears both
 * alike. Null: there is no picture.
 */
export function detailBehind(page: Page, label: string): Promise<number | null> {
  return page.locator(`video[aria-label="${label}"]`).evaluate((video, { face, behind }) => {
    if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0) return null;
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.drawImage(video, 0, 0, 640, 480);
    const detail = ([x, y, width, height]: readonly [number, number, number, number]): number => {
      const { data } = context.getImageData(x, y, width, height);
      let sum = 0;
      for (let at = 1; at + 4 * width < data.length; at += 4) {
        const green = data[at] ?? 0;
        sum +=
          Math.abs(green - (data[at + 4] ?? 0)) + Math.abs(green - (data[at + 4 * width] ?? 0));
      }
      return sum / (width * height);
    };
    return detail(behind) / Math.max(0.5, detail(face));
  }, parts);
}

/** Whether what is behind the person has as little detail as a blur leaves of `before`, or as much as before. */
export async function compareBehind(page: Page, label: string, before: number): Promise<string> {
  const now = await detailBehind(page, label);
  if (now === null) return 'no picture';
  return now < before * 0.6 ? 'blurred' : now > before * 0.8 ? 'sharp' : `between: ${now}`;
}

/** Waits until what is behind the person has so much detail, compared with `before`. */
export async function expectBehind(
  page: Page,
  label: string,
  how: 'blurred' | 'sharp',
  before: number,
): Promise<void> {
  await expect
    .poll(() => compareBehind(page, label, before), {
      message: `what is behind ${label}`,
      timeout: 60_000,
    })
    .toBe(how);
}
