import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { watchConnections } from './support/media';

/** Goes on with Tab until this has the focus, and sees that it shows. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
  // A switch shows it on its track, a row on all of itself.
  const shows = await target.evaluate((element) =>
    [
      getComputedStyle(element),
      getComputedStyle(element, '::before'),
      ...(element.nextElementSibling ? [getComputedStyle(element.nextElementSibling)] : []),
    ].some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none'),
  );
  expect(shows, 'the focus shows').toBe(true);
}

async function tabAndPress(page: Page, target: Locator, key: 'Enter' | 'Space' = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

test('a whole meeting goes by the keyboard alone: made, joined, hosted, ended, deleted', async ({
  browser,
  come,
}) => {
  const { page } = await come('alice');
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await tabAndPress(page, page.getByRole('link', { name: 'Meetings' }));
  await tabAndPress(page, button('New meeting').first());
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Standup');
  await tabTo(page, dialog.getByLabel('Guest PIN'));
  await page.keyboard.type('12');
  await tabAndPress(page, dialog.getByRole('button', { name: 'Create meeting' }));
  // What is wrong has the focus.
  await expect(dialog.getByText('A PIN is 4 to 20 digits.')).toBeVisible();
  await expect(dialog.getByLabel('Guest PIN')).toBeFocused();
  await page.keyboard.type('3456');
  await tabTo(page, dialog.getByLabel('Host PIN'));
  await page.keyboard.type('975312');
  for (const name of ['Waiting room', 'People without an account'])
    await tabAndPress(page, dialog.getByRole('switch', { name }), 'Space');
  await page.keyboard.press('Enter');

  // What was made has the focus, and a dialog gives it back.
  await expect(page.getByRole('heading', { name: 'Standup' })).toBeFocused();
  await tabAndPress(page, button('Copy link'));
  const link = await page.getByText(/\/call#to=/).innerText();
  for (const opens of ['Change', 'Delete']) {
    await tabAndPress(page, button(opens));
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(button(opens)).toBeFocused();
  }
  await tabAndPress(page, button('Join').first());
  const call = page.getByRole('dialog', { name: 'Call with Standup' });
  await expect(call).toBeFocused();

  const context = await browser.newContext({ locale: 'en-GB' });
  await watchConnections(context);
  const guest = await context.newPage();
  await guest.goto(link);
  await tabTo(guest, guest.getByLabel('Your name'));
  await guest.keyboard.type('Gisela');
  await tabTo(guest, guest.getByLabel('PIN'));
  await guest.keyboard.type('000000');
  await tabAndPress(guest, guest.getByRole('button', { name: 'Join as a guest' }));
  await expect(guest.getByText('That PIN was not right.', { exact: false })).toBeVisible();
  await expect(guest.getByLabel('PIN')).toBeFocused();
  await guest.keyboard.press('Control+a');
  await guest.keyboard.type('123456');
  await guest.keyboard.press('Enter');
  const waits = guest.getByRole('heading', { name: 'Waiting for a host' });
  await expect(waits).toBeVisible();

  await tabAndPress(page, button('Admit'));
  await expect(waits).toBeHidden();
  await expect(call).toBeFocused();
  await tabAndPress(page, button('People'));
  const panel = page.getByRole('complementary');
  const actions = panel.getByRole('button', { name: 'Actions for Guest "Gisela"' });
  const choose = async (name: string, key: 'Home' | 'End') => {
    await tabAndPress(page, actions);
    await expect(page.getByRole('menuitem').first()).toBeFocused();
    await page.keyboard.press(key);
    await expect(page.getByRole('menuitem', { name, exact: true })).toBeFocused();
    await page.keyboard.press('Enter');
  };
  await choose('Mute', 'Home');
  await expect(guest.getByRole('button', { name: 'A host muted you' })).toBeDisabled();
  await expect(actions).toBeFocused();
  await tabAndPress(page, panel.getByRole('button', { name: 'Lock', exact: true }));
  await expect(panel.getByRole('button', { name: 'Unlock', exact: true })).toBeFocused();
  await choose('Remove', 'End');
  await tabAndPress(page, dialog.getByRole('button', { name: 'Remove', exact: true }));
  await expect(guest.getByRole('heading', { name: 'You were removed' })).toBeVisible();
  await expect(call).toBeFocused();
  await tabAndPress(guest, guest.getByRole('button', { name: 'Back' }));
  await expect(guest.getByLabel('PIN')).toBeFocused();
  await context.close();

  await tabAndPress(page, panel.getByRole('button', { name: 'End for all' }));
  await tabAndPress(page, dialog.getByRole('button', { name: 'End for all' }));
  await expect(page.getByRole('heading', { name: 'You ended the meeting' })).toBeVisible();
  await tabAndPress(page, button('Back'));
  await expect(button('Join').first()).toBeFocused();
  await tabAndPress(page, button('Delete'));
  await tabAndPress(page, dialog.getByRole('button', { name: 'Delete' }));
  await expect(page.getByRole('heading', { name: 'Meetings' })).toBeFocused();
});
