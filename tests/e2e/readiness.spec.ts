import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { desktop, phone } from './support/people';

/** The line that tells whether this device rings. */
const line = (page: Page) =>
  page.getByRole('button', { name: /^(This device|Rings while)/ }).filter({ visible: true });

test('a device that was switched off says so, and rings again after one tap', async ({
  come,
  ringway,
}) => {
  const { page } = await come('alice', { viewport: phone });
  const home = `http://localhost:${ringway.port}`;
  await page.goto(`${home}/settings`);
  await page.getByRole('switch', { name: /^Ring / }).click();
  await expect(line(page)).toContainText('Ringing is switched off for this device');
  await page.goto(home);
  await expect(line(page)).toContainText('This device does not ring');
  await line(page).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Your other devices still ring.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Let it ring' }).click();
  await expect(dialog.getByText('Your other devices still ring.')).toBeHidden();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(line(page)).toContainText('Rings while this page is open');
  await page.goto(`${home}/settings`);
  await expect(page.getByRole('switch', { name: /^Ring / })).toBeChecked();
});

test('notifications that the browser refuses are told with where to allow them', async ({
  come,
}) => {
  const { page } = await come('alice', { viewport: phone });
  await expect(line(page)).toContainText('Notifications are off');
  await line(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Allow notifications' }).click();
  await expect(dialog.getByText('Notifications are blocked')).toBeVisible();
  await expect(dialog.getByText(/^Press the sign to the left of the address/)).toBeVisible();
});

test('the page behind a dialog stays where it is', async ({ come }) => {
  const { page } = await come('alice', { viewport: desktop });
  await expect(line(page)).toBeVisible();
  const before = await page.locator('h1', { hasText: 'Recents' }).boundingBox();
  await line(page).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await page.locator('h1', { hasText: 'Recents' }).boundingBox()).toEqual(before);
});

test('a microphone that is not allowed is asked for by one tap', async ({ come }) => {
  const { page, context } = await come('alice', { viewport: phone });
  await context.addInitScript(() => {
    const { mediaDevices } = navigator;
    mediaDevices.getUserMedia = (wanted) => {
      document.documentElement.dataset['asked'] = JSON.stringify(wanted);
      return Promise.reject(new DOMException('Still not.', 'NotAllowedError'));
    };
  });
  // Whatever is not named here is refused.
  await context.grantPermissions(['notifications']);
  await page.reload();
  await expect(line(page)).toBeVisible();
  await page.mouse.click(2, 2);
  await expect(line(page)).toContainText('The microphone is not allowed');
  await line(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Allow microphone' }).click();
  await expect(dialog.getByText('That did not help yet.', { exact: false })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-asked', '{"audio":true,"video":false}');
});
