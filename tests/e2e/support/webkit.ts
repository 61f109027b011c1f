import { Key } from 'selenium-webdriver';
import { test as base, expect } from './fixtures';
import { desktop } from './people';
import type { Name } from './server';
import { startWebKit, type WebKit } from './webkit-engine';

/** A page in WebKit, of a size of its own; one that another covers stays visible, as on two screens. */
export interface WebKitPage {
  /** Runs a function in the page. */
  evaluate<Given extends readonly unknown[], Answer>(
    read: (...given: Given) => Answer | Promise<Answer>,
    ...given: Given
  ): Promise<Answer>;
  /** Loads an address in this page; what was heard before is kept, what comes now is not heard. */
  goto(url: string): Promise<void>;
  /** Types keys to whatever has the focus. */
  type(...keys: string[]): Promise<void>;
  /** Presses the keys that paste. */
  paste(): Promise<void>;
  /** Clicks at a place as a mouse does, which counts as a person's touch. */
  clickAt(x: number, y: number): Promise<void>;
  screenshot(): Promise<Buffer>;
  close(): Promise<void>;
}

interface Fixtures {
  /** The colours that the system prefers. */
  readonly theme: 'light' | 'dark';
  readonly webkit: WebKit;
  /** Opens one more page of the profile. Its errors are heard from its first script on. */
  readonly open: (url: string, size?: Size) => Promise<WebKitPage>;
  /** Errors of all pages: thrown and not caught, written to the console, kept away by a policy. */
  readonly complaints: () => Promise<readonly string[]>;
  /** Signs somebody in, waits until the page can be rung, and touches it once. */
  readonly comeByWebKit: (name: Name, size?: Size) => Promise<WebKitPage>;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The tests of the WebKit engine: whoever comes by it rings there; whoever else comes by Chromium. */
export const webkitTest = base.extend<Fixtures>({
  theme: ['light', { option: true }],
  webkit: async ({ theme }, give) => {
    const webkit = await startWebKit(theme);
    await give(webkit);
    await webkit.stop();
  },
  open: async ({ webkit }, give) => {
    await give((url, size = desktop) => openPage(webkit, url, size));
  },
  complaints: async ({ webkit: { driver } }, give) => {
    await give(async () => {
      const kept = await driver.getAllWindowHandles();
      const heard: string[] = [];
      for (const handle of kept) {
        await driver.switchTo().window(handle);
        heard.push(...(await driver.executeScript<string[]>('return window.ringwayHeard ?? []')));
      }
      return heard;
    });
  },
  comeByWebKit: async ({ ringway, open }, give) => {
    await give(async (name, size) => {
      const page = await open(ringway.account(name).link, size);
      await expectStream(page);
      // A page that nobody has touched may not ring.
      await page.clickAt(2, 2);
      return page;
    });
  },
});

/**
 * A page in a window without bars, since those are broader than a phone. It is opened by a page of the same
 * origin that does nothing, whose script takes hold of the new window before the page's own code runs.
 */
async function openPage(webkit: WebKit, url: string, size: Size): Promise<WebKitPage> {
  const { driver, window: opener } = webkit;
  const before = await driver.getAllWindowHandles();
  await driver.switchTo().window(opener);
  const nothing = new URL('/nothing-here', url).href;
  if ((await driver.getCurrentUrl()) !== nothing) await driver.get(nothing);
  await driver.executeScript(`return (${openHeard.toString()}).apply(null, arguments)`, url, size);
  const opened = (await driver.getAllWindowHandles()).find((handle) => !before.includes(handle));
  if (opened === undefined) throw new Error(`${url}: no window was opened.`);
  const look = () => driver.switchTo().window(opened);
  const page: WebKitPage = {
    async evaluate(read, ...given) {
      await look();
      return driver.executeScript(`return (${read.toString()}).apply(null, arguments)`, ...given);
    },
    async goto(to) {
      await look();
      await driver.get(to);
    },
    async type(...keys) {
      await look();
      await driver
        .actions()
        .sendKeys(...keys)
        .perform();
    },
    async paste() {
      await look();
      await driver.actions().keyDown(Key.CONTROL).sendKeys('v').keyUp(Key.CONTROL).perform();
    },
    async clickAt(x, y) {
      await look();
      await driver.actions().move({ x, y, duration: 0 }).click().perform();
    },
    async screenshot() {
      await look();
      return Buffer.from(await driver.takeScreenshot(), 'base64');
    },
    async close() {
      await look();
      await driver.close();
    },
  };
  await expect
    .poll(() => page.evaluate(() => [document.readyState, location.protocol].join(' ')))
    .toMatch(/^complete http/);
  return page;
}

/** Runs in the opener: a new window keeps what is done to it while it is empty (HTML, "initial about:blank"). */
function openHeard(url: string, { width, height }: Size): void {
  const features = `popup,width=${width},height=${height},toolbar=no,location=no,menubar=no`;
  const opened = window.open(url, '_blank', features);
  if (opened === null) throw new Error('The window was not opened.');
  const before: unknown = Reflect.get(window, 'ringwayHeard');
  const heard: unknown[] = Array.isArray(before) ? before : [];
  Reflect.set(window, 'ringwayHeard', heard);
  const console: unknown = Reflect.get(opened, 'console');
  if (typeof console !== 'object' || console === null) throw new Error('There is no console.');
  for (const kind of ['error', 'warn']) {
    Reflect.set(console, kind, (...words: unknown[]) => heard.push(`${kind}: ${words.join(' ')}`));
  }
  opened.addEventListener('error', (event) => heard.push(`thrown: ${event.message}`));
  opened.addEventListener('unhandledrejection', (event) => {
    heard.push(`rejected: ${String(event.reason)}`);
  });
  opened.addEventListener('securitypolicyviolation', (event) => {
    heard.push(`kept away: ${event.violatedDirective} ${event.blockedURI}`);
  });
  const ask = opened.fetch.bind(opened);
  opened.fetch = async (...given) => {
    const answer = await ask(...given);
    if (answer.ok && new URL(answer.url).pathname.endsWith('/events')) {
      Reflect.set(opened, 'ringwayStream', true);
    }
    return answer;
  };
}

/** Waits until the event stream opens in this page, once more if it was open: only then it can be rung. */
export async function expectStream(page: WebKitPage): Promise<void> {
  await expect.poll(() => page.evaluate(takeStreamNote)).toBe(true);
}

/** Runs in the page. */
function takeStreamNote(): boolean {
  const isOpen = Reflect.get(window, 'ringwayStream') === true;
  if (isOpen) Reflect.set(window, 'ringwayStream', false);
  return isOpen;
}

/** Waits until a text is seen on the page; words that are there and hidden do not count. */
export async function expectSeen(page: WebKitPage, text: string | RegExp): Promise<void> {
  const wanted =
    typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text);
  await expect.poll(() => page.evaluate(() => document.body.innerText)).toEqual(wanted);
}

/** Waits until a text is seen no longer. */
export async function expectUnseen(page: WebKitPage, text: string): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.body.innerText)).not.toContain(text);
}

/**
 * Presses the button, link or choice of a name as soon as there is one. By the page's own click: a list that loads
 * moves what a slow machine's mouse is on its way to.
 */
export async function pressInWebKit(page: WebKitPage, name: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(clickNamed, name), { message: `“${name}” is there` })
    .toBe(true);
}

/** Runs in the page. */
function clickNamed(name: string): boolean {
  const all = [...document.querySelectorAll<HTMLElement>('button, a, label')];
  const found = all.find(
    (one) => (one.ariaLabel ?? one.innerText.trim()) === name && one.getClientRects().length > 0,
  );
  found?.click();
  return found !== undefined;
}

/** Clicks at a button with the mouse, where only a person's own click will do. False: it is not to be seen. */
export async function clickInWebKit(page: WebKitPage, name: string): Promise<boolean> {
  const place = await page.evaluate(placeOf, name);
  if (place !== null) await page.clickAt(...place);
  return place !== null;
}

/** Runs in the page: the middle of a button that one can press now. */
function placeOf(name: string): readonly [number, number] | null {
  const all = [...document.querySelectorAll('button')];
  const found = all.find((one) => one.ariaLabel === name);
  if (found === undefined) return null;
  found.scrollIntoView({ block: 'center' });
  const { left, top, width, height } = found.getBoundingClientRect();
  const middle = [Math.round(left + width / 2), Math.round(top + height / 2)] as const;
  return found.contains(document.elementFromPoint(...middle)) ? [...middle] : null;
}
