import { expect, test } from './support/fixtures';
import { expectMedia, watchConnections } from './support/media';
import { makeMeeting } from './support/meetings';
import { press } from './support/screen';

test('four people in one meeting see and hear each other', async ({ come }) => {
  test.setTimeout(150_000);
  const alice = await come('alice');
  const { address: found } = await makeMeeting(alice, { name: 'Standup' });
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
  await pin.fill('2468');
  await page.getByRole('dialog').getByRole('button', { name: 'Join' }).click();
  await expectMedia(page);
  await expectMedia(alice.page);
  await context.close();
});
