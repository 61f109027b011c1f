import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from '@playwright/test';
import playwright from '../../playwright.config';
import { phone, signIn, type Person } from '../e2e/support/people';
import { startRingway } from '../e2e/support/server';
import { percentile, plain, withinAdded, type Figure } from './figure';
import { liveKitFigures } from './livekit/livekit';
import {
  callUntilPicture,
  endCall,
  endRaw,
  rawUntilPicture,
  watchFirstPicture,
  type RawEnds,
} from './first-picture';

const pairs = 15;

/**
 * From the tap on Answer to the caller's first picture, beside two raw connections, in turns; then media
 * through LiveKit.
 */
export async function mediaGroup(say: (line: string) => void): Promise<readonly Figure[]> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  const ringway = await startRingway();
  const raw = await serveRawPage();
  try {
    const alice = await signIn(browser, ringway, 'alice', { viewport: phone });
    const bob = await signIn(browser, ringway, 'bob', { viewport: phone });
    await watchFirstPicture(bob, alice);
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
      ...(await liveKitFigures(say)),
    ];
  } finally {
    await browser.close();
    await ringway.stop();
    raw.server.close();
  }
}

async function callOnce(alice: Person, bob: Person): Promise<number> {
  const took = await callUntilPicture(alice, bob);
  await endCall(bob, alice);
  return took;
}

async function openRawEnds(browser: Browser, url: string): Promise<RawEnds> {
  const context = await browser.newContext({ viewport: phone });
  const caller = await context.newPage();
  const callee = await context.newPage();
  await caller.goto(url);
  await callee.goto(url);
  return { caller, callee };
}

async function rawOnce(ends: RawEnds): Promise<number> {
  const took = await rawUntilPicture(ends);
  await endRaw(ends);
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
