import { writeKept } from './offline/database';
import { missedPiece } from './offline/pieces';

/** Sets the sign on the installed app's icon to the number of missed calls that nobody has seen. */
export async function showMissedCount(count: number): Promise<void> {
  await writeKept(missedPiece, count);
  if (!('setAppBadge' in navigator)) return;
  try {
    if (count > 0) await navigator.setAppBadge(count);
    else await navigator.clearAppBadge();
  } catch {
    // A page that is not installed has no icon to put a sign on.
  }
}
