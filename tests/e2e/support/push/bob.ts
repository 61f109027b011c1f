import type { Browser, Page } from 'puppeteer-core';
import { expect } from '../fixtures';
import { keepConnections } from '../media';
import type { RunningRingway } from '../server';

/**
 * Bob signs in with a browser that may notify, and the server knows how to wake it. `prepare` is done
 * to the page before it loads.
 */
export async function signInBob(
  browser: Browser,
  ringway: RunningRingway,
  prepare: (page: Page) => Promise<void> = async () => undefined,
): Promise<Page> {
  const page = await browser.newPage();
  await prepare(page);
  const subscribed: number[] = [];
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const isPut = response.request().method() === 'PUT';
    if (isPut && /^\/api\/my\/devices\/[^/]+\/push$/.test(pathname)) {
      subscribed.push(response.status());
    }
  });
  await page.goto(ringway.account('bob').link);
  await expect.poll(() => subscribed, 'the page has subscribed').toContain(200);
  // A page that nobody has touched may not ring.
  await page.mouse.click(2, 2);
  return page;
}

/** Waits until a text is on the page. */
export async function expectText(page: Page, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.body.innerText)).toContain(text);
}

/** Presses the button of a name. */
export async function press(page: Page, name: string): Promise<void> {
  const button = page.locator(buttonOf(name)).setTimeout(15_000);
  try {
    await button.click();
  } catch (cause) {
    const shown = await page.evaluate(() => document.body.innerText);
    throw new Error(`“${name}” could not be pressed on:\n${shown}`, { cause });
  }
}

/**
 * Takes the call on a page that shows the ring, or that was led to the call. By the page's own click: one that
 * was frozen draws no frames under DevTools, and a click of the driver's waits for them.
 */
export async function takeCall(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const names = ['Answer', 'Join'];
        const buttons = [...document.querySelectorAll('button')];
        const button = buttons.find((one) => names.includes(one.ariaLabel ?? one.innerText.trim()));
        button?.click();
        return button !== undefined;
      }),
    )
    .toBe(true);
}

function buttonOf(name: string): string {
  return `::-p-aria([name="${name}"][role="button"])`;
}

/** Waits for the page of ours that a notification opens. */
export async function pageAt(browser: Browser, path: string): Promise<Page> {
  const isThere = (page: Page) => pathOf(page.url()) === path;
  await expect.poll(async () => (await browser.pages()).some(isThere)).toBe(true);
  const page = (await browser.pages()).find(isThere);
  if (!page) throw new Error('What the notification opened is no page.');
  return page;
}

/** Joins the call that a notification has opened, with what arrives in view. */
export async function join(page: Page): Promise<void> {
  await page.evaluate(keepConnections);
  await press(page, 'Join');
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
