import { forgetMeetingKeys } from '../meeting-keys';
import { profileShelf } from '../storage';
import { emptyKept } from './database';
import { keptMark } from './mark';

/**
 * Nobody is signed in here any more: what was kept goes, and nothing is pushed to this profile. The server
 * has ended the subscription with the session.
 */
export async function forgetPerson(): Promise<void> {
  profileShelf.remove(keptMark);
  await Promise.all([emptyKept(), endPush()]);
  await forgetMeetingKeys();
  if ('clearAppBadge' in navigator) await navigator.clearAppBadge().catch(() => undefined);
}

async function endPush(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration === undefined) return;
    for (const shown of await registration.getNotifications()) shown.close();
    await (await registration.pushManager.getSubscription())?.unsubscribe();
  } catch {
    // A browser without workers, or without push, has nothing to end.
  }
}
