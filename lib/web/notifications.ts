import { looks, saysThatItRings, type NotificationData } from './worker/notification-data';

/** What a system notification says; one with the same `tag` takes its place. */
export interface SystemNotification {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
}

/**
 * Shows a system notification where the person allowed it, until the returned function is called. A tap
 * on it brings this page to the front. The service worker shows it where there is one: on Android nobody
 * else may, and what a push shows of the same ring takes its place.
 */
export function showSystemNotification(notification: SystemNotification): () => void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return nothing;
  let taken = false;
  let close = (): void => {
    taken = true;
  };
  void servingWorker().then((registration) => {
    if (taken) return;
    close = registration ? showByWorker(registration, notification) : showByPage(notification);
  });
  return () => {
    close();
  };
}

async function servingWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!('serviceWorker' in navigator)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  return registration?.active ? registration : undefined;
}

function showByWorker(
  registration: ServiceWorkerRegistration,
  { tag, title, body }: SystemNotification,
): () => void {
  const data: NotificationData = { kind: 'page', invitation: tag, navigate: null, decline: null };
  const shown = registration.showNotification(title, { ...looks, ...standing, tag, body, data });
  return () => {
    void shown.then(
      () => closeRing(registration, tag),
      () => undefined,
    );
  };
}

function showByPage({ tag, title, body }: SystemNotification): () => void {
  try {
    const shown = new Notification(title, { ...standing, tag, body });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
    return () => {
      shown.close();
    };
  } catch {
    // Chrome on Android has the constructor and refuses it: there only a service worker may notify.
    return nothing;
  }
}

/** The page itself rings: the notification is seen. */
const standing = { requireInteraction: true, silent: true } as const;

/** Takes away what says that an invitation rings; what says that it was missed stays. */
export async function closeRing(
  registration: Pick<ServiceWorkerRegistration, 'getNotifications'>,
  invitation: string,
): Promise<void> {
  for (const shown of await registration.getNotifications({ tag: invitation })) {
    if (saysThatItRings(shown.data)) shown.close();
  }
}

/** Lets the device vibrate as a phone that rings, where it can, until the returned function is called. */
export function vibrateForRing(): () => void {
  if (typeof navigator.vibrate !== 'function' || !navigator.userActivation.hasBeenActive) {
    return nothing;
  }
  navigator.vibrate(ringPattern);
  return () => {
    navigator.vibrate(0);
  };
}

// On and off, ms: a minute of it, the longest that a call may ring.
const ringPattern = Array.from({ length: 20 }, () => [1000, 2000]).flat();

function nothing(): void {
  // There is nothing to take back.
}
