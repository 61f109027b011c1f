import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox, firefoxMissing } from '../../../scripts/firefox.mjs';
import { firefoxMedia } from './firefox-media';
import { test as base, expect } from './fixtures';
import { keepConnections } from './media';
import type { Name, RunningRingway } from './server';

/** The tests of a call with Firefox: Bob comes by it, whoever else by Chromium. */
export const firefoxTest = base.extend<{
  /** Signs somebody in with a Firefox of their own, closed at the end of the test. `display`: an X server's. */
  readonly comeByFirefox: (name: Name, display?: string) => Promise<Page>;
}>({
  comeByFirefox: async ({ ringway }, give) => {
    const started: Browser[] = [];
    await give(async (name, display) => {
      const firefox = await startFirefox(display);
      started.push(firefox);
      return signInByFirefox(firefox, ringway, name);
    });
    for (const firefox of started) await firefox.close();
  },
});

async function startFirefox(display?: string): Promise<Browser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error(firefoxMissing);
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    // On a screen it has a window, which moves on it.
    ...(display !== undefined && { headless: false, env: { ...process.env, DISPLAY: display } }),
    defaultViewport: { width: 1280, height: 900 },
    extraPrefsFirefox: firefoxMedia,
  });
}

async function signInByFirefox(
  firefox: Browser,
  ringway: RunningRingway,
  name: Name,
): Promise<Page> {
  const page = await firefox.newPage();
  await page.evaluateOnNewDocument(keepConnections);
  await page.evaluateOnNewDocument(noteStream);
  await page.goto(ringway.account(name).link);
  // Only a device whose stream is open can be reached.
  await expect.poll(() => page.evaluate(isStreamOpen)).toBe(true);
  // A page that nobody has touched may not ring.
  await page.mouse.click(2, 2);
  return page;
}

/** Runs in the page before its own code: notes that the event stream answered, which no driver of Firefox tells. */
function noteStream(): void {
  const original = window.fetch.bind(window);
  window.fetch = async (...given) => {
    const response = await original(...given);
    if (response.ok && new URL(response.url).pathname.endsWith('/events')) {
      Object.defineProperty(window, 'ringwayStream', { value: true, configurable: true });
    }
    return response;
  };
}

function isStreamOpen(): boolean {
  return Reflect.get(window, 'ringwayStream') === true;
}

/** Finds somebody by name and calls. */
export async function callByFirefox(page: Page, to: string): Promise<void> {
  await page.locator('input[type=search]').setTimeout(15_000).fill(to);
  await pressInFirefox(page, `Video call with ${to}`);
}

/**
 * Presses the button of a name as soon as there is one. By the page's own click: the controls of a call hide
 * when no pointer moves, and a slow machine comes too late for one that was shown.
 */
export async function pressInFirefox(page: Page, name: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(clickButton, name), { message: `“${name}” is there` })
    .toBe(true);
}

/** Runs in the page. */
function clickButton(name: string): boolean {
  const buttons = [...document.querySelectorAll('button')];
  const button = buttons.find((one) => (one.ariaLabel ?? one.innerText.trim()) === name);
  button?.click();
  return button !== undefined;
}

/** Presses the button of a name by the keyboard: what a browser lets a page do only then counts as the person's. */
export async function typeOnInFirefox(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.evaluate(focusButton, name), { message: name }).toBe(true);
  await page.keyboard.press('Enter');
}

/** Runs in the page. */
function focusButton(name: string): boolean {
  const buttons = [...document.querySelectorAll('button')];
  const button = buttons.find((one) => (one.ariaLabel ?? one.innerText.trim()) === name);
  button?.focus();
  return button !== undefined && document.activeElement === button;
}

/** Waits until the picture of this label is on the page and frames of it go on being decoded. */
export async function expectMovesInFirefox(page: Page, label: string): Promise<void> {
  const frames = () => page.evaluate(decodedFrames, label);
  await expect.poll(frames, { message: `“${label}” comes`, timeout: 30_000 }).toBeGreaterThan(0);
  const before = await frames();
  await expect
    .poll(frames, { message: `“${label}” moves`, timeout: 30_000 })
    .toBeGreaterThan(before + 2);
}

/** Runs in the page; of a stream Firefox's elements count no frames, its connections do. */
async function decodedFrames(label: string): Promise<number> {
  const video = [...document.querySelectorAll('video')].find(
    ({ ariaLabel }) => ariaLabel === label,
  );
  const stream = video?.srcObject;
  if (!(stream instanceof MediaStream) || video?.videoWidth === 0) return 0;
  const ids = stream.getVideoTracks().map(({ id }) => id);
  const all: unknown = Reflect.get(window, 'ringwayConnections');
  let frames = 0;
  for (const connection of Array.isArray(all) ? all : []) {
    if (!(connection instanceof RTCPeerConnection)) continue;
    (await connection.getStats()).forEach((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return;
      if (Reflect.get(entry, 'type') !== 'inbound-rtp') return;
      if (!ids.includes(String(Reflect.get(entry, 'trackIdentifier')))) return;
      frames += Number(Reflect.get(entry, 'framesDecoded') ?? 0);
    });
  }
  return frames;
}
