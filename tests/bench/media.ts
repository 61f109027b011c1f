import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from '@playwright/test';
import playwright from '../../playwright.config';
import { call, phone, signIn, type Person } from '../e2e/support/people';
import { answerButton, hangUp } from '../e2e/support/screen';
import { startRingway } from '../e2e/support/server';
import { percentile, plain, withinAdded, type Figure } from './figure';

const pairs = 15;

/** From the tap on Answer to the caller's first picture, beside two raw connections, in turns. */
export async function mediaGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  const ringway = await startRingway();
  const raw = await serveRawPage();
  try {
    const alice = await signIn(browser, ringway, 'alice', { viewport: phone });
    const bob = await signIn(browser, ringway, 'bob', { viewport: phone });
    await watchFirstPicture(bob.page);
    const ends = await openRawEnds(browser, raw.url);
    // The first of each pays for code that is compiled once.
    await callOnce(alice, bob);
    await rawOnce(ends);
    const calls: number[] = [];
    const bare: number[] = [];
    for (let pair = 1; pair <= pairs; pair += 1) {
      say(`pair ${pair} of ${pairs}`);
      bare.push(await rawOnce(ends));
      calls.push(await callOnce(alice, bob));
    }
    return [
      withinAdded(
        'answer to first remote frame, median',
        percentile(calls, 0.5),
        'ms',
        percentile(bare, 0.5),
        60,
      ),
      plain('… slowest', Math.max(...calls), 'ms', Math.max(...bare)),
    ];
  } finally {
    await browser.close();
    await ringway.stop();
    raw.server.close();
  }
}

/** Notes when Answer was tapped and when a picture that arrives was first shown after it. */
async function watchFirstPicture(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new WeakSet<MediaStream>();
    let tapped = 0;
    addEventListener(
      'click',
      ({ target }) => {
        const button = target instanceof Element ? target.closest('button') : null;
        if (button?.getAttribute('aria-label') === 'Answer' || button?.textContent === 'Answer') {
          tapped = performance.now();
        }
      },
      { capture: true },
    );
    new MutationObserver(() => {
      for (const video of document.querySelectorAll('video')) {
        const { srcObject } = video;
        if (!(srcObject instanceof MediaStream) || seen.has(srcObject)) continue;
        // One's own preview has another label than the other's picture.
        if (video.getAttribute('aria-label') !== 'Alice') continue;
        seen.add(srcObject);
        video.requestVideoFrameCallback((now) => {
          Reflect.set(window, 'firstPicture', now - tapped);
        });
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

async function callOnce(alice: Person, bob: Person): Promise<number> {
  await bob.page.evaluate(() => Reflect.deleteProperty(window, 'firstPicture'));
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  const first = await bob.page.waitForFunction(() => {
    const value: unknown = Reflect.get(window, 'firstPicture');
    return typeof value === 'number' ? value : undefined;
  });
  const took = Number(await first.jsonValue());
  await hangUp(bob.page);
  for (const { page } of [alice, bob]) {
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  }
  return took;
}

interface RawEnds {
  readonly caller: Page;
  readonly callee: Page;
}

async function openRawEnds(browser: Browser, url: string): Promise<RawEnds> {
  const context = await browser.newContext({ viewport: phone });
  const caller = await context.newPage();
  const callee = await context.newPage();
  await caller.goto(url);
  await callee.goto(url);
  return { caller, callee };
}

async function rawOnce({ caller, callee }: RawEnds): Promise<number> {
  await caller.evaluate(() => window.wait());
  const took = await callee.evaluate(() => window.answer());
  for (const page of [caller, callee]) {
    await page.evaluate(() => {
      window.hangUp();
    });
  }
  return took;
}

async function serveRawPage(): Promise<{ readonly url: string; readonly server: Server }> {
  const html = await readFile(new URL('./raw-page.html', import.meta.url));
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server };
}

declare global {
  interface Window {
    wait(): Promise<void>;
    answer(): Promise<number>;
    hangUp(): void;
  }
}
