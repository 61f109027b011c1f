import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { expect, test } from './support/fixtures';

test.use({
  settings: {
    APP_KEYS: JSON.stringify([
      { provider: 'jpush', appKey: 'phones', masterSecret: 'a secret of a test' },
    ]),
    // Nothing listens there.
    JPUSH_URL: 'http://127.0.0.1:9',
  },
});

test('an administrator sees a push that fails, step by step, and what to do', async ({
  come,
  ringway,
  request,
}) => {
  const { account, password } = ringway.account('bob');
  const registered = await request.post(
    `http://localhost:${ringway.port}/api/registrations/${account}/new_session`,
    {
      headers: { 'x-cloud-authorization': writeCredentialsHeader(account, password) },
      data: {
        device_id: '1a0018970a8e5d1f3c2__phones',
        device_type: 'android',
        name: 'Bob’s Mate',
      },
    },
  );
  expect(registered.ok(), await registered.text()).toBe(true);
  const { page } = await come('alice');
  await page.goto(`http://localhost:${ringway.port}/admin`);
  await page.getByRole('button', { name: /^Bob/ }).click();
  await page.getByRole('button', { name: 'Ring Bob’s Mate as a test' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ringing Bob’s Mate' });
  await expect(dialog.getByText('Put into the queue')).toBeVisible();
  await expect(dialog.getByText('Failed', { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(dialog.getByText(/^The service could not be reached/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.goto(`http://localhost:${ringway.port}/admin#pushes`);
  await page.reload();
  await page
    .getByRole('button', { name: /Bob’s Mate/ })
    .first()
    .click();
  await expect(page.getByRole('dialog').getByText('phones')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByText('Services', { exact: true }).click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('Out of reach', { exact: true })).toBeVisible();
  await expect(page.getByText(/^No connection to JPush\./)).toBeVisible();
});
