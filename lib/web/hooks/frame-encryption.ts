import { useSyncExternalStore } from 'react';

import { canEncryptFrames } from '../media/frame-encryption';

/**
 * Whether this browser can take part where LiveKit carries an encrypted meeting; a page that was made beforehand
 * takes it for granted.
 */
export function useEncryptsFrames(): boolean {
  return useSyncExternalStore(never, canEncryptFrames, () => true);
}

function never(): () => void {
  return () => undefined;
}
