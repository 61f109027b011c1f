import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { findFirefox, firefoxMissing } from '../../../scripts/firefox.mjs';
import { firefoxMedia } from './firefox-media';
import { test as base, expect } from './fixtures';
import { keepConnections } from './media';
import type { Name, RunningRingway } from './server';

/** The tests of a call with Firefox: Bob comes by it, whoever else by Chromium. */
export const firefoxTest = base.extend<{
  /** Signs somebody in with a Firefox of their own, closed at the end of the test. */
  readonly comeByFirefox: (name: Name) => Promise<Page>;
}>({
  comeByFirefox: async ({ ringway }, give) => {
    const started: Browser[] = [];
    await give(async (name) => {
      const firefox = await startFirefox();
      started.push(firefox);
      return signInByFirefox(firefox, ringway, name);
    });
    for (const firefox of started) await firefox.close();
  },
});

async function startFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error(firefoxMissing);
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
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
