import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { watchConnections } from './media';
import type { DemoAccount, Name } from './server';

/** A phone, as ui.md measures it. */
export const phone = { width: 390, height: 844 } as const;

/** A desktop, as ui.md measures it. */
export const desktop = { width: 1440, height: 900 } as const;

/** Somebody at a browser of their own. */
export interface Person {
  readonly name: Name;
  readonly displayName: string;
  readonly context: BrowserContext;
  readonly page: Page;
}

/** A server with the demo's accounts. */
export interface Demo {
  account(name: Name): DemoAccount;
}

/** How somebody's browser is. */
export interface Manner {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly locale?: 'en-GB' | 'zh-CN';
}

/** Signs somebody in by the demo's link, in a browser profile of its own, and touches the page once. */
export async function signIn(
  browser: Browser,
  ringway: Demo,
  name: Name,
  manner: Manner = {},
): Promise<Person> {
  const context = await browser.newContext({
    viewport: manner.viewport ?? desktop,
    colorScheme: manner.colorScheme ?? 'light',
    locale: manner.locale ?? 'en-GB',
  });
  await watchConnections(context);
  const page = await openHome(context, ringway, name);
  return { name, displayName: ringway.account(name).displayName, context, page };
}

/** Opens one more page of a profile, signed in and ready to ring. */
export async function openHome(context: BrowserContext, ringway: Demo, name: Name): Promise<Page> {
  const page = await context.newPage();
  await openHomeIn(page, ringway, name);
  // A page that nobody has touched may not ring.
  await page.mouse.click(2, 2);
  return page;
}

/** Signs somebody in by the demo's link in a page that is there, until a call to them rings it. */
export async function openHomeIn(page: Page, ringway: Demo, name: Name): Promise<void> {
  // Only a device whose stream is open can be reached.
  const reachable = page.waitForResponse(
    (response) => response.ok() && new URL(response.url()).pathname.endsWith('/events'),
  );
  await page.goto(ringway.account(name).link);
  await expect(findField(page)).toBeVisible();
  await reachable;
}

function findField(page: Page) {
  return page.getByRole('searchbox');
}

/** Finds somebody by name and calls. */
export async function call(
  from: Person,
  to: string,
  kind: 'audio' | 'video' = 'video',
): Promise<void> {
  await findField(from.page).fill(to);
  const name = kind === 'video' ? `Video call with ${to}` : `Call ${to}`;
  await from.page.getByRole('button', { name, exact: true }).first().click();
}
