import type { Language } from '@/lib/platform/own';
import type { ToPage } from './messages';
import type { NotificationData } from './notification-data';
import { undeclinedNotification, type Shown } from './notifications';

/** An open page, as a tap on a notification sees it. */
export interface OpenPage {
  readonly focused: boolean;
  readonly visible: boolean;
  readonly focus: () => Promise<unknown>;
  /** Leads it elsewhere; rejects for a page that this worker does not serve. */
  readonly navigate: (url: string) => Promise<unknown>;
  /** Asks it to show what was tapped; false or null: it did not take it over. */
  readonly show: (message: Extract<ToPage, { type: 'show' }>) => Promise<boolean | null>;
}

/** What a tap needs of its surroundings. */
export interface TapParts {
  readonly pages: () => Promise<readonly OpenPage[]>;
  readonly openWindow: (url: string) => Promise<unknown>;
  /** Rejects the invitation; false: it did not get through. */
  readonly decline: (address: string, token: string) => Promise<boolean>;
  readonly show: (shown: Shown) => Promise<void>;
  readonly language: () => Promise<Language>;
}

/** A tap on a notification: declines, shows the ring in an open page, or opens one. */
export async function followTap(
  tap: { readonly action: string; readonly title: string; readonly data: NotificationData },
  parts: TapParts,
): Promise<void> {
  const { action, title, data } = tap;
  if (action === 'decline' && data.decline !== null) {
    const { address, token } = data.decline;
    if (await parts.decline(address, token)) return;
    await parts.show(undeclinedNotification(title, data, await parts.language()));
    return;
  }
  await lead(data, parts);
}

async function lead(
  { invitation, navigate }: NotificationData,
  { pages, openWindow }: TapParts,
): Promise<void> {
  const url = navigate ?? '/';
  const page = bestOf(await pages());
  if (page === undefined) {
    await openWindow(url);
    return;
  }
  // Focus first: browsers grant it for a moment after the tap alone.
  await page.focus().catch(() => undefined);
  const taken = await page.show({ type: 'show', invitation, navigate });
  if (taken !== null || navigate === null) return;
  // It says nothing: it has not begun yet, or runs a version that does not listen.
  await page.navigate(url).catch(() => openWindow(url));
}

/** The page where the person is: the focused one, else one that is visible, else the one used last. */
function bestOf(pages: readonly OpenPage[]): OpenPage | undefined {
  return pages.find(({ focused }) => focused) ?? pages.find(({ visible }) => visible) ?? pages[0];
}
