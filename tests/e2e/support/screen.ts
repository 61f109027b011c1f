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

/** Presses a control; shown again should it hide before a slow machine comes to the press. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await expect(async () => {
    const button = await control(page, name);
    await button.click({ timeout: 8_000 });
  }).toPass({ timeout: 40_000 });
}

/** Hangs up. */
export function hangUp(page: Page): Promise<void> {
  return press(page, 'Hang up');
}

/** Waits until the call is over on this page, with this said of it. */
export async function expectEnded(page: Page, words: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: words })).toBeVisible();
}
