import type { Page } from '@playwright/test';
import { startOutsidePage } from '../support/outside/page-server';
import { expect, test as base } from './support/fixtures';
import { expectMedia } from './support/media';
import { call } from './support/people';
import { answerButton, expectEnded, hangUp } from './support/screen';
import type { Name } from './support/server';

/** Someone whose client knows the specification alone, on a page of another origin. */
const test = base.extend<{ fromOutside: (name: Name) => Promise<Page> }>({
  fromOutside: async ({ browser, ringway }, give) => {
    const served = await startOutsidePage();
    const contexts: { close(): Promise<void> }[] = [];
    await give(async (name) => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(served.url);
      const { account, password } = ringway.account(name);
      const server = `http://localhost:${ringway.port}`;
      await page.evaluate((who) => window.outside.register(who), { server, account, password });
      return page;
    });
    for (const context of contexts) await context.close();
    await served.stop();
  },
});

/** Waits until frames and voice keep arriving at the page from outside, on the leg of that role. */
async function expectOutsideMedia(page: Page, role: 'offers' | 'answers'): Promise<void> {
  let before = await page.evaluate(() => window.outside.results());
  await expect(async () => {
    const now = await page.evaluate(() => window.outside.results());
    const grown =
      now.framesDecoded > before.framesDecoded && now.totalAudioEnergy > before.totalAudioEnergy;
    before = now;
    expect(now.legs.map(({ offered }) => offered)).toEqual([role === 'offers']);
    expect(grown, JSON.stringify(now)).toBe(true);
    expect(now.errors).toEqual([]);
  }).toPass({ timeout: 30_000, intervals: [500] });
}

const expectOver = (page: Page) =>
  expect.poll(() => page.evaluate(() => window.outside.ended)).not.toBeNull();

test('a client from outside calls our page, which joins later and offers', async ({
  come,
  fromOutside,
  ringway,
}) => {
  const bob = await come('bob');
  const caller = await fromOutside('alice');
  const address = ringway.account('bob').userName;
  await caller.evaluate((to) => window.outside.call({ address: to }), address);
  await answerButton(bob.page).click();
  await expectMedia(bob.page);
  await expectOutsideMedia(caller, 'answers');
  await hangUp(bob.page);
  await expectOver(caller);
});

test('our page calls a client from outside, which joins later and offers', async ({
  come,
  fromOutside,
}) => {
  const alice = await come('alice');
  const callee = await fromOutside('bob');
  await call(alice, 'Bob');
  await expect.poll(() => callee.evaluate(() => window.outside.ringing.length)).toBe(1);
  await callee.evaluate(() => window.outside.answer());
  await expectMedia(alice.page);
  await expectOutsideMedia(callee, 'offers');
  await callee.evaluate(() => window.outside.hangUp());
  await expectEnded(alice.page, 'Bob hung up');
});

test('its events may come over a WebSocket, and its media survive an ICE restart', async ({
  come,
  fromOutside,
  ringway,
}) => {
  const bob = await come('bob');
  const caller = await fromOutside('alice');
  const address = ringway.account('bob').userName;
  await caller.evaluate(
    (to) => window.outside.call({ address: to, by: 'credentials', events: 'websocket' }),
    address,
  );
  await answerButton(bob.page).click();
  await expectOutsideMedia(caller, 'answers');
  await caller.evaluate(() => window.outside.restartIce());
  await expectOutsideMedia(caller, 'answers');
  await expectMedia(bob.page);
  await caller.evaluate(() => window.outside.hangUp());
  await expectEnded(bob.page, 'Alice hung up');
});
