import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test as base } from './support/fixtures';
import { expectVoiceOnly } from './support/media';
import { call, openHome } from './support/people';
import { answerButton, expectEnded, hangUp } from './support/screen';
import { startRingway } from './support/server';

const root = resolve(import.meta.dirname, '../..');

/** A server whose pages are a copy, so that a test can publish another version of them. */
const test = base.extend<{ readonly publish: () => Promise<void>; readonly pages: string }>({
  pages: async ({}, give) => {
    const pages = await mkdtemp(join(tmpdir(), 'ringway-pages-'));
    await cp(join(root, 'out'), join(pages, 'out'), { recursive: true });
    await cp(join(root, 'dist/pages.json'), join(pages, 'dist/pages.json'));
    await give(pages);
    await rm(pages, { recursive: true });
  },
  ringway: async ({ settings, pages }, give) => {
    const ringway = await startRingway(settings, pages);
    await give(ringway);
    await ringway.stop();
  },
  publish: async ({ pages }, give) => {
    await give(async () => {
      const worker = join(pages, 'out/sw.js');
      const text = await readFile(worker, 'utf8');
      const build = (await readFile(join(root, 'dist/stamp'), 'utf8')).slice(0, 20);
      await writeFile(worker, text.replaceAll(build, 'a-later-version'));
      for (const packed of ['.br', '.gz']) await rm(worker + packed);
    });
  },
});

/** Looks for a new version now, as the page does once an hour. */
async function lookForVersion(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
}

/** The build of the worker that serves a page. */
function servedBy(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
        navigator.serviceWorker.controller?.postMessage({ type: 'build' }, [port2]);
      }),
  );
}

async function expectServed(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state))
    .toBe('activated');
}

/** Marks a page, so that a reload shows. */
function mark(page: Page): Promise<void> {
  return page.evaluate(() => {
    document.documentElement.dataset['before'] = 'the update';
  });
}

const marked = (page: Page) => page.locator('html[data-before]');

test('a new version comes when it is asked for, with one reload', async ({ come, publish }) => {
  const { page } = await come('alice');
  await expectServed(page);
  await mark(page);
  await publish();
  await lookForVersion(page);
  const line = page.getByText('A new version of Ringway is ready.');
  await expect(line).toBeVisible();
  expect(await servedBy(page)).not.toBe('a-later-version');
  await page.getByRole('button', { name: 'Use it now' }).click();
  await expect(marked(page)).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toBeVisible();
  expect(await servedBy(page)).toBe('a-later-version');
  await expect(line).toBeHidden();
});

test('a new version waits for the call in another tab', async ({ come, publish, ringway }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await expectServed(alice.page);
  const other = await openHome(alice.context, ringway, 'alice');
  await alice.page.bringToFront();
  await call(alice, bob.displayName, 'audio');
  await answerButton(bob.page).click();
  await expectVoiceOnly(alice.page);
  await mark(alice.page);
  await mark(other);

  await publish();
  await lookForVersion(other);
  await other.getByRole('button', { name: 'Use it now' }).click();
  await expect(other.getByText('comes as soon as your call is over')).toBeVisible();
  await expectVoiceOnly(alice.page);
  await expect(marked(alice.page)).toHaveCount(1);
  await expect(marked(other)).toHaveCount(1);
  expect(await servedBy(other)).not.toBe('a-later-version');

  await hangUp(alice.page);
  await expectEnded(bob.page, `${alice.displayName} hung up`);
  await expect(marked(other)).toHaveCount(0);
  expect(await servedBy(other)).toBe('a-later-version');
});
