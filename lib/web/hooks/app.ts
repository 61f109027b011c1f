import { useEffect } from 'react';
import { getRuntime } from '../runtime';
import type { UpdateState } from '../update';
import { useHistory } from './history';
import { useStore } from './store';

/** Whether a new version of the pages is there, and how it comes. */
export function useUpdate(): readonly [UpdateState, () => void] {
  const { state, apply } = getRuntime().update;
  return [useStore(state), apply];
}

/** Keeps the sign on the installed app's icon at the number of missed calls that nobody has seen. */
export function useAppBadge(): void {
  const unseen = useHistory().data?.pages[0]?.unseen;
  useEffect(() => {
    if (unseen === undefined) return;
    void import('../app-badge').then(
      ({ showMissedCount }) => showMissedCount(unseen),
      () => undefined,
    );
  }, [unseen]);
}
