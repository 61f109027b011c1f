import { useEffect } from 'react';
import type { MediaCheck, MediaCheckView } from '../check/view';
import { getRuntime } from '../runtime';
import type { Store } from '../store';
import { useStore } from './store';

/**
 * The device check; it gives camera and microphone back when the page goes. Read `microphoneLevel` with
 * `useStore` in the meter alone: it changes ten times a second.
 */
export function useMediaCheck(): MediaCheckView &
  Omit<MediaCheck, 'state' | 'microphoneLevel'> & { readonly microphoneLevel: Store<number> } {
  const { state, ...check } = getRuntime().mediaCheck;
  useEffect(() => check.stop, [check.stop]);
  return { ...useStore(state), ...check };
}
