import { expect, type Locator, type Page } from '@playwright/test';

/** The Answer button of an incoming call. */
export function answerButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Answer', exact: true });
}

/** Shows the controls, which hide when the pointer rests, and gives the one of a name. */
export async function control(page: Page, name: string | RegExp): Promise<Locator> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  await page.mouse.move(width / 2 + 3, height / 2 + 3);
  const button = page.getByRole('button', { name });
  await expect(button).toBeVisible();
  return button;
}

/** Hangs up. */
export async function hangUp(page: Page): Promise<void> {
  await (await control(page, 'Hang up')).click();
}

/** Waits until the call is over on this page, with this said of it. */
export async function expectEnded(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: words })).toBeVisible();
}
