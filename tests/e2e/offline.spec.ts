import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { call, phone } from './support/people';
import { answerButton, hangUp } from './support/screen';

/**
 * Waits until there is a service worker: from then on pages start without a network. This one it may not serve:
 * a worker claims the pages that are whole when it comes (Service Workers, 4.3.4), and serves those after it.
 */
async function expectServiceWorker(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        async () => (await navigator.serviceWorker.getRegistration())?.active?.state ?? null,
      ),
    )
    .toBe('activated');
}

test('home, people and settings start without a network', async ({ come, ringway }) => {
  const alice = await come('alice', { viewport: phone });
  const bob = await come('bob');
  await call(alice, bob.displayName, 'audio');
  await answerButton(bob.page).click();
  await hangUp(alice.page);
  const { page, context } = alice;
  const home = `http://localhost:${ringway.port}/`;
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  await page.goto(home);
  await expectServiceWorker(page);
  await expect(page.getByRole('link', { name: new RegExp(bob.displayName) }).first()).toBeVisible();
  await page.goto(`${home}#people`);
  await expect(page.getByRole('link', { name: /Carol/ }).first()).toBeVisible();
  await expect.poll(() => keptLists(page)).toMatch(/Carol.*outgoing|outgoing.*Carol/s);

  await context.setOffline(true);
  await page.goto('about:blank');
  await page.goto(home);
  await expect(page.getByRole('heading', { name: 'Recents' })).toBeVisible();
  await expect(page.getByText('You are offline.', { exact: false })).toBeVisible();
  await expect(page.getByRole('link', { name: new RegExp(bob.displayName) }).first()).toBeVisible();
  await page.goto(`${home}#people`);
  await expect(page.getByRole('link', { name: /Carol/ }).first()).toBeVisible();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();

  await context.addCookies([{ name: 'lang', value: 'zh', url: home }]);
  await page.goto('about:blank');
  await page.goto(home);
  await expect(page.getByRole('heading', { name: '最近通话' })).toBeVisible();
  await context.addCookies([{ name: 'lang', value: 'en', url: home }]);
  await page.goto('about:blank');
  await page.goto(`${home}settings`);

  await context.setOffline(false);
  await expect(page.getByText('You are offline.', { exact: false })).toBeHidden();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect.poll(() => keptLists(page)).toBe('null');
  expect(complaints).toEqual([]);
});

/** What this profile keeps of its lists, as text. */
function keptLists(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('ringway');
        opening.onerror = () => reject(new Error('There is no database.'));
        opening.onsuccess = () => {
          const lists = opening.result.transaction('kept').objectStore('kept').get('lists');
          lists.onsuccess = () => {
            opening.result.close();
            resolve(JSON.stringify(lists.result ?? null));
          };
        };
      }),
  );
}
