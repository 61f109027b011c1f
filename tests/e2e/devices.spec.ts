import type { Page } from '@playwright/test';
import { encode } from 'uqr';
import { expect, test } from './support/fixtures';
import { phone } from './support/people';

const parts = (page: Page) => page.getByRole('list', { name: /^Parts of/ }).getByRole('listitem');

/** Shows a code on the settings page and gives it. */
async function showCode(page: Page, port: number): Promise<string> {
  await page.goto(`http://localhost:${port}/settings`);
  await page.getByRole('button', { name: /^Pair with another part/ }).click();
  const code = page.getByRole('status', { name: 'Pairing code' });
  await expect(code).toHaveText(/^\d{8}$/);
  return (await code.innerText()).replaceAll(/\D/g, '');
}

/** Fails unless the QR code on the page holds a text: the same modules are dark. */
async function expectQrCode(page: Page, text: string): Promise<void> {
  const { data } = encode(text, { ecc: 'M', border: 3 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h`] : [])));
  const drawn = page.getByRole('dialog').getByRole('img').locator('path');
  await expect.poll(async () => (await drawn.getAttribute('d'))?.match(/M\d+ \d+h/g)).toEqual(dark);
}

test('two browsers of one phone become one device by a code, and are separated again', async ({
  come,
  ringway,
}) => {
  const tab = await come('alice', { viewport: phone });
  const app = await come('alice', { viewport: phone });
  const offer = tab.page.getByRole('region', { name: 'Same phone, one ring' });
  await expect(offer.getByText('Is “Chrome, Linux” this same device?')).toBeVisible();
  const code = await showCode(tab.page, ringway.port);

  await app.page.goto(`http://localhost:${ringway.port}/settings`);
  await app.page.getByRole('button', { name: /^Enter a pairing code/ }).click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
  await expect(dialog.getByText('Enter the code.')).toBeVisible();
  const wrong = code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`;
  await dialog.getByLabel('Code').fill(wrong);
  await dialog.getByLabel('Code').press('Enter');
  await expect(dialog.getByText(/at most 4 more tries/)).toBeVisible();
  await dialog.getByLabel('Code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
  await dialog.getByLabel('Code').press('Enter');

  await expect(app.page.getByText('Paired. A call now rings once on this device.')).toBeVisible();
  await expect(tab.page.getByRole('heading', { name: 'Paired', exact: true })).toBeVisible();
  await tab.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(parts(tab.page)).not.toHaveCount(0);
  await expect(app.page.getByRole('button', { name: /^More about/ })).toHaveCount(1);

  await app.page
    .getByRole('button', { name: /^Separate/ })
    .first()
    .click();
  await app.page.getByRole('dialog').getByRole('button', { name: 'Separate' }).click();
  await expect(app.page.getByRole('button', { name: /^More about/ })).toHaveCount(2);
});

test('a pairing link asks before it joins, after signing in too', async ({
  come,
  ringway,
  browser,
}) => {
  const tab = await come('alice');
  const code = await showCode(tab.page, ringway.port);
  const link = `http://localhost:${ringway.port}/settings#pair=${code}`;
  await expectQrCode(tab.page, link);
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(link);
  await expect(page.getByLabel('Account')).toBeVisible();
  expect(page.url()).not.toContain(code);
  const { account, password } = ringway.account('alice');
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^A link wants to make this browser one device/)).toBeVisible();
  await expect(dialog.getByLabel('Code')).toHaveValue(`${code.slice(0, 4)} ${code.slice(4)}`);
  await expect(async () => {
    // A browser that has just signed in is registered a moment later.
    await dialog.getByRole('button', { name: 'Pair', exact: true }).click();
    await expect(dialog).toBeHidden({ timeout: 2_000 });
  }).toPass();
  await expect(tab.page.getByRole('heading', { name: 'Paired', exact: true })).toBeVisible();
  await context.close();
});

test('“ring me” rings this device and shows the steps', async ({ come, ringway }) => {
  const { page } = await come('alice');
  await page.goto(`http://localhost:${ringway.port}/settings`);
  await page.getByRole('button', { name: 'Ring me as a test' }).click();
  const steps = page.getByRole('list', { name: 'What happened, step by step' });
  await expect(steps.getByText('Asked the server')).toBeVisible();
  await expect(steps.getByText('The open page rang')).toBeVisible();
  await expect(page.getByText(/^It rang after .* by every way it has\.$/)).toBeVisible();
});
