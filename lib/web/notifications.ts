/** What a system notification says; one with the same `tag` takes its place. */
export interface SystemNotification {
  readonly tag: string;
  readonly title: string;
  readonly body: string;
}

/**
 * Shows a system notification where the person allowed it, until the returned function is called. A tap
 * on it brings this page to the front.
 */
export function showSystemNotification({ tag, title, body }: SystemNotification): () => void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return nothing;
  let shown: Notification;
  try {
    shown = new Notification(title, { tag, body, requireInteraction: true, silent: true });
  } catch {
    // Chrome on Android has the constructor and refuses it: there only a service worker may notify.
    return nothing;
  }
  shown.onclick = () => {
    window.focus();
    shown.close();
  };
  return () => {
    shown.close();
  };
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
