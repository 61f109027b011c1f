import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { expectMedia } from './support/media';
import { call } from './support/people';
import { answerButton, control, press } from './support/screen';

/** Opens the chat and writes into it. */
async function write(page: Page, text: string): Promise<void> {
  await press(page, /^Chat/);
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Chat' }).getByText(text)).toBeVisible();
}

/** Opens the menu of what is done rarely; gives what is in it by this name. */
async function inMenu(page: Page, name: string) {
  await press(page, 'More');
  return page.getByRole('menuitem', { name, exact: true });
}

test('a call that was on hold is as it was left, and says what was written meanwhile', async ({
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const carol = await come('carol');
  const { page } = bob;
  await call(alice, 'Bob');
  await answerButton(page).click();
  await expectMedia(page);
  await (await inMenu(page, 'Hide own view')).click();
  await call(carol, 'Bob');
  await page.getByRole('button', { name: 'Hold and answer' }).click();
  await expectMedia(carol.page);

  await write(alice.page, 'Are you still there?');
  await write(carol.page, 'Tomorrow at ten?');
  // What came on one stream came in order: Alice's words are here, too.
  await press(page, 'Chat, one new message');
  await expect(page.getByText('Tomorrow at ten?', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Switch to Alice' }).click();
  await expect(await control(page, /^Chat/)).toHaveAccessibleName('Chat, one new message');
  await expect(page.locator('[aria-live="polite"][aria-atomic]')).toHaveText(
    'Alice: Are you still there?',
  );
  await expect(await inMenu(page, 'Show own view')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Switch to Carol' }).click();
  await expect(await control(page, /^Chat/)).toHaveAccessibleName('Chat');
  await expect(await inMenu(page, 'Hide own view')).toBeVisible();
});
