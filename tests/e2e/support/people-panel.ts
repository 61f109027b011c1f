import { expect, type Page } from '@playwright/test';
import { press } from './screen';

/** Opens the list of people. */
export async function openPeople(page: Page): Promise<void> {
  await press(page, 'People');
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible();
}

/** Does something with somebody in the open list of people. */
export async function actOn(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

/** Removes somebody, which is asked once more. */
export async function remove(page: Page, name: string): Promise<void> {
  await actOn(page, name, 'Remove');
  const asks = page.getByRole('dialog', { name: `Remove ${name} from the meeting?` });
  await asks.getByRole('button', { name: 'Remove' }).click();
}

/** Words on the stage; what is said aloud stands elsewhere. */
export function onStage(page: Page, words: string) {
  return page.getByRole('paragraph').filter({ hasText: words });
}
