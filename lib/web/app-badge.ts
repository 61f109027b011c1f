import { writeKept } from './offline/database';
import { missedPiece } from './offline/pieces';
import { createStore, type Store } from './store';

const shown = createStore<number | null>(null);

/** The number that was last shown; null before the first. */
export const missedCount: Store<number | null> = shown;

/** Sets the sign on the installed app's icon to the number of missed calls that nobody has seen. */
export async function showMissedCount(count: number): Promise<void> {
  shown.set(count);
  await writeKept(missedPiece, count);
  if (!('setAppBadge' in navigator)) return;
  try {
    if (count > 0) await navigator.setAppBadge(count);
    else await navigator.clearAppBadge();
  } catch {
    // A page that is not installed has no icon to put a sign on.
  }
}
