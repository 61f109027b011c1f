import {
  startDesktopNotifications,
  type DesktopNotification,
  type DesktopNotifications,
} from '@/tests/support/push/desktop-notifications/notifications';
import { startScreen } from '@/tests/support/push/desktop-notifications/screen';
import { desktopMissing, hasDesktop } from '../../../../scripts/desktop.mjs';
import { expect } from '../fixtures';

/** A desktop of a test's own: a screen that nobody sees, and notifications that can be clicked. */
export interface Desktop extends DesktopNotifications {
  /** What a browser on it finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts a desktop; says what to install where that is not possible. */
export async function startDesktop(): Promise<Desktop> {
  if (!hasDesktop()) throw new Error(desktopMissing);
  const [screen, notifications] = await Promise.all([startScreen(), startDesktopNotifications()]);
  return {
    ...notifications,
    environment: {
      DISPLAY: screen.display,
      DBUS_SESSION_BUS_ADDRESS: notifications.busAddress,
    },
    stop: async () => {
      await notifications.stop();
      await screen.stop();
    },
  };
}

/** Waits until the one notification on the screen has this title, and gives it. */
export async function expectNotification(
  desktop: Desktop,
  title: string,
): Promise<DesktopNotification> {
  await expect
    .poll(() => desktop.shown().map((shown) => shown.title), { intervals: [50] })
    .toEqual([title]);
  const [shown] = desktop.shown();
  if (!shown) throw new Error('The notification went while it was looked at.');
  return shown;
}
