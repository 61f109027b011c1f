// node scripts/app-screenshots.mjs: takes the pictures that a browser shows before it installs the app, of the
// real pages in both languages.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium } from '@playwright/test';

import { ensureBuilt } from './build.mjs';
import { findChromium } from './chromium.mjs';
import { root, say } from './project.mjs';

/** @typedef {import('@playwright/test').Browser} Browser */
/** @typedef {import('@playwright/test').Page} Page */

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const desktop = { viewport: { width: 1440, height: 900 } };

/** The notice of the demo is no part of the product. */
const withoutNotice =
  ':root { --notice-height: 0px !important } aside { display: none !important }';

const folder = join(root, 'public/screenshots');
await ensureBuilt();
const data = await mkdtemp(join(tmpdir(), 'ringway-screenshots-'));
const server = await startDemo();
const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
try {
  await mkdir(folder, { recursive: true });
  await makeHistory();
  for (const language of ['en', 'zh']) await takePictures(language);
} finally {
  await browser.close();
  await server.stop();
  await rm(data, { recursive: true, force: true });
}
say('Taken: public/screenshots.');
process.exit();

/** @returns {Promise<import('@/lib/server/main').RunningServer>} */
async function startDemo() {
  /** @type {typeof import('@/lib/server/main')} */
  const { startServer } = await import(pathToFileURL(`${root}/dist/server.mjs`).href);
  return startServer(
    { DEMO: 'true', DATA: data, PORT: '0', LOG_LEVEL: 'silent' },
    { folder: root },
  );
}

/**
 * @param {string} name
 * @param {object} manner
 * @param {string} [language]
 * @returns {Promise<Page>}
 */
async function come(name, manner, language = 'en') {
  const context = await browser.newContext(manner);
  await context.addCookies([{ name: 'lang', value: language, url: server.url }]);
  const page = await context.newPage();
  const heard = page.waitForResponse((response) => response.url().endsWith('/events'));
  await page.goto(server.demoAccounts.find(({ account }) => account === name)?.link ?? '');
  await page.getByRole('searchbox').waitFor();
  await heard;
  await page.addStyleTag({ content: withoutNotice });
  await page.mouse.click(2, 2);
  return page;
}

/** A few calls, so that there is something to see. */
async function makeHistory() {
  const [alice, bob, carol] = [
    await come('alice', desktop),
    await come('bob', desktop),
    await come('carol', desktop),
  ];
  for (const [from, to, name, video] of /** @type {const} */ ([
    [alice, bob, 'Bob', true],
    [carol, alice, 'Alice', false],
    [alice, carol, 'Carol', false],
  ])) {
    await callByName(from, name, video);
    await to.getByRole('button', { name: 'Answer', exact: true }).click();
    await from.waitForTimeout(1_500);
    await from.mouse.move(700, 500);
    await from.getByRole('button', { name: 'Hang up' }).click();
    for (const page of [from, to])
      await page.getByRole('button', { name: 'Back', exact: true }).click();
  }
  await callByName(bob, 'Alice', true);
  await bob.waitForTimeout(1_000);
  await bob.getByRole('button', { name: 'Cancel' }).click();
  for (const page of [alice, bob, carol]) await page.context().close();
}

/**
 * @param {Page} page
 * @param {string} name
 * @param {boolean} video
 */
async function callByName(page, name, video) {
  await page.getByRole('searchbox').fill(name);
  const button = video ? `Video call with ${name}` : `Call ${name}`;
  await page.getByRole('button', { name: button, exact: true }).first().click();
}

/** @param {string} language */
async function takePictures(language) {
  const wide = await come('alice', desktop, language);
  await wide.locator('li a[href*="bob"]').first().click();
  await settle(wide);
  await shoot(wide, `${language}-home`);
  await wide.context().close();

  const narrow = await come('alice', phone, language);
  await settle(narrow);
  await shoot(narrow, `${language}-recents`);
  const bob = await come('bob', desktop);
  await callByName(bob, 'Alice', true);
  await narrow.getByRole('dialog').waitFor();
  await settle(narrow);
  await shoot(narrow, `${language}-incoming`);
  await bob.getByRole('button', { name: 'Cancel' }).click();
  await narrow.getByRole('dialog').waitFor({ state: 'detached' });
  await bob.context().close();
  await narrow.context().close();
}

/** @param {Page} page */
async function settle(page) {
  await page.addStyleTag({ content: withoutNotice });
  await page.waitForTimeout(1_500);
}

/**
 * @param {Page} page
 * @param {string} name
 */
async function shoot(page, name) {
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: 'jpeg', quality: 82 });
}
