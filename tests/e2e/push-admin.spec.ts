import { randomBytes } from 'node:crypto';
import type { APIRequestContext, Page } from '@playwright/test';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { appKeyOf } from '@/lib/platform/device-id';
import {
  startPushServices,
  certificateName,
  jpushApp,
  type PushServices,
} from '../support/push/services';
import { expect, test as base } from './support/fixtures';
import type { Name, RunningRingway } from './support/server';

/** Ringway beside local push services, with the settings that lead it to them. */
const test = base.extend<{ services: PushServices }>({
  services: async ({}, give) => {
    const services = await startPushServices();
    await give(services);
    await services.stop();
  },
  settings: async ({ services }, give) => {
    await give(services.environment);
  },
});

async function register(
  request: APIRequestContext,
  ringway: RunningRingway,
  owner: Name,
  phone: { readonly device_id: string; readonly device_type: string; readonly name: string },
): Promise<void> {
  const { account, password } = ringway.account(owner);
  const registered = await request.post(
    `http://localhost:${ringway.port}/api/registrations/${account}/new_session`,
    {
      headers: { 'x-cloud-authorization': writeCredentialsHeader(account, password) },
      data: phone,
    },
  );
  expect(registered.ok(), await registered.text()).toBe(true);
}

function iPhone(name: string, token = randomBytes(32).toString('hex')) {
  return { device_id: `${token}__${appKeyOf(certificateName)}`, device_type: 'ios', name };
}

async function ring(page: Page, owner: string, device: string) {
  await page.getByRole('button', { name: new RegExp(`^${owner}`) }).click();
  await page.getByRole('button', { name: `Ring ${device} as a test` }).click();
  return page.getByRole('dialog', { name: `Ringing ${device}` });
}

test('an administrator rings a phone and follows its push', async ({
  come,
  ringway,
  request,
  services,
}) => {
  const token = randomBytes(32).toString('hex');
  await register(request, ringway, 'carol', iPhone('Carol’s iPhone', token));
  const { page } = await come('alice');
  await page.goto(`http://localhost:${ringway.port}/admin`);
  const release = services.apns.behave({ kind: 'hold' });
  const dialog = await ring(page, 'Carol', 'Carol’s iPhone');
  // Apple has not answered: what happened so far is there already.
  await expect(dialog.getByText('Sent', { exact: true })).toBeVisible();
  await expect(dialog.getByText('Waiting for the next step')).toBeVisible();
  release();
  await expect(dialog.getByText('Accepted', { exact: true }).first()).toBeVisible();
  await expect(dialog.getByText('Waiting for the next step')).toBeHidden();
  const sent = services.apns.pushes.find((push) => push.token === token);
  await expect(dialog.getByText(String(sent?.headers['apns-id']))).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Push log of this account' }).click();
  await page.getByRole('button', { name: 'Push to Carol’s iPhone of Carol' }).click();
  await expect(page.getByRole('dialog').getByText('The service answered')).toBeVisible();
});

test('a token of the other environment is refused, and the words say what to do', async ({
  come,
  ringway,
  request,
  services,
}) => {
  const token = randomBytes(32).toString('hex');
  services.apns.know(token, { elsewhere: true });
  await register(request, ringway, 'bob', iPhone('Bob’s iPhone', token));
  const { page } = await come('alice');
  await page.goto(`http://localhost:${ringway.port}/admin`);
  const dialog = await ring(page, 'Bob', 'Bob’s iPhone');
  await expect(dialog.getByText('BadDeviceToken').first()).toBeVisible();
  await expect(dialog.getByRole('alert')).toContainText(
    'does not belong to the environment that is set (Production)',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByText(/Last push.*BadDeviceToken/)).toBeVisible();
  await page.goto(`http://localhost:${ringway.port}/admin#pushes`);
  await page.getByLabel('State').selectOption('Refused');
  await expect(page.getByRole('button', { name: 'Push to Bob’s iPhone of Bob' })).toBeVisible();
  await page.getByLabel('State').selectOption('Accepted');
  await expect(page.getByRole('heading', { name: 'No such push' })).toBeVisible();
});

test('a key that Apple refuses is told on its card and in the health', async ({
  come,
  ringway,
  services,
}) => {
  services.apns.revoke('EXAMPLEKEY');
  const { page } = await come('alice');
  await page.goto(`http://localhost:${ringway.port}/admin#services`);
  await page.getByRole('button', { name: 'Check now' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'Apple (APNs)' });
  await expect(card.getByText('The key is refused')).toBeVisible();
  await expect(card.getByText(/Compare team, key ID and \.p8/)).toBeVisible();
  await page.getByRole('tab', { name: 'Health' }).click();
  const line = page.getByRole('listitem').filter({ hasText: "Apple's push service" });
  await expect(line.getByText('The key is refused')).toBeVisible();
});

base.describe('out of reach', () => {
  base.use({
    settings: {
      APP_KEYS: JSON.stringify([{ provider: 'jpush', ...jpushApp }]),
      // Nothing listens there.
      JPUSH_URL: 'http://127.0.0.1:9',
    },
  });

  base('a push to a service out of reach says so', async ({ come, ringway, request }) => {
    await register(request, ringway, 'bob', {
      device_id: `1a0018970a8e5d1f3c2__${jpushApp.appKey}`,
      device_type: 'android',
      name: 'Bob’s Mate',
    });
    const { page } = await come('alice');
    await page.goto(`http://localhost:${ringway.port}/admin`);
    const dialog = await ring(page, 'Bob', 'Bob’s Mate');
    await expect(dialog.getByText('Failed', { exact: true })).toBeVisible({ timeout: 40_000 });
    await expect(dialog.getByRole('alert')).toContainText('could not be reached');
  });
});
