import { expect, test } from './support/fixtures';
import { expectMedia, watchConnections } from './support/media';
import { makeMeeting } from './support/meetings';
import { press } from './support/screen';

test('four people in one meeting see and hear each other', async ({ come }) => {
  test.setTimeout(150_000);
  const alice = await come('alice');
  const { address: found } = await makeMeeting(alice, { name: 'Standup' });
  await alice.page.getByRole('searchbox').fill('stand');
  const results = alice.page.getByRole('region', { name: 'Results' });
  await expect(results.getByRole('button', { name: 'Join Standup', exact: true })).toBeVisible();
  const everyone = [alice, await come('bob'), await come('carol'), await come('alice')];
  for (const { page } of everyone) {
    await page.getByRole('searchbox').fill(found);
    await page.getByRole('button', { name: `Video call with ${found}`, exact: true }).click();
  }
  for (const { page } of everyone) await expectMedia(page, 3);
  await press(everyone[1]?.page ?? alice.page, 'Hang up');
  for (const { page } of [alice, everyone[2] ?? alice]) await expectMedia(page, 2);
});

test('the link of a meeting leads through sign-in to it, and asks for its PIN', async ({
  browser,
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const { link } = await makeMeeting(alice, { name: 'Standup', pin: '2468' });
  await alice.page.goto(link);
  await alice.page.getByRole('button', { name: 'Join', exact: true }).click();

  const context = await browser.newContext({ locale: 'en-GB' });
  await watchConnections(context);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in' }).click();
  const { account, password } = ringway.account('bob');
  await page.getByLabel('Account').fill(account);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const pin = page.getByRole('dialog').getByLabel('PIN');
  await pin.fill('1111');
  await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
  await expect(page.getByText('That PIN was not right. Check it and try again.')).toBeVisible();
  await expect(pin).toBeFocused();
  await expect(pin).toHaveValue('1111');
  await pin.fill('2468');
  await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
  await expectMedia(page);
  await expectMedia(alice.page);
  await context.close();
});

test('everybody has a personal meeting, whose doors can be changed', async ({ come }) => {
  const { page } = await come('alice');
  await page.getByRole('link', { name: 'Meetings' }).click();
  await page.getByRole('link', { name: /My meeting/ }).click();
  await expect(page.getByText(/\/call#to=alice\.meeting%40/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Change' }).click();
  const form = page.getByRole('dialog');
  // Only at its beginning a meeting is made an encrypted one.
  await expect(form.getByRole('switch')).toHaveCount(2);
  await form.getByLabel('Guest PIN').fill('246810');
  await form.getByLabel('Host PIN').fill('246810');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByText('The two PINs have to differ.')).toBeVisible();
  await form.getByLabel('Host PIN').fill('97531');
  await form.getByRole('switch', { name: 'People without an account' }).check();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  for (const pin of ['246810', '97531']) await expect(page.getByText(pin)).toBeVisible();
  await page.reload();
  await expect(page.getByText('246810')).toBeVisible();
  // Whoever is in it does not read their own name over it.
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  const stage = page.getByRole('dialog', { name: 'Call with My meeting' });
  await expect(stage.getByText('My meeting', { exact: true })).toBeVisible();
});

test('an encrypted meeting is joined by its whole link, and nobody is rung into it', async ({
  come,
}) => {
  const alice = await come('alice');
  const { link, address } = await makeMeeting(alice, { name: 'Secret', encrypted: true });
  // It was made by another device: here is no key.
  await alice.page.goto(link);
  await expect(alice.page.getByText('The key is not on this device')).toBeVisible();
  await expect(alice.page.getByRole('button', { name: 'Join', exact: true })).toHaveCount(0);
  const bob = await come('bob');
  await bob.page.getByRole('searchbox').fill(address);
  await bob.page.getByRole('button', { name: `Call ${address}`, exact: true }).click();
  await expect(
    bob.page.getByText('its key is not on this device', { exact: false }).first(),
  ).toBeVisible();

  const key = 'k'.repeat(43);
  await alice.page.goto('about:blank');
  await alice.page.goto(`${link}&key=${key}`);
  await expect(alice.page.getByText(`&key=${key}`, { exact: false })).toBeVisible();
  expect(alice.page.url()).not.toContain('key');
  await alice.page.getByRole('button', { name: 'Join', exact: true }).click();
  await press(alice.page, 'People');
  await alice.page.getByLabel('Add someone').fill('Bob');
  await alice.page.getByRole('button', { name: /^Ring Bob/ }).click();
  await expect(
    alice.page.getByText('whoever is rung would have no key', { exact: false }).first(),
  ).toBeVisible();
});
