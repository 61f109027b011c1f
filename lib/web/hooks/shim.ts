import { useEffect, useSyncExternalStore } from 'react';
import type { CallIntent } from '../call/view';
import { getRuntime } from '../runtime';
import { shimPort } from '../shim/presence';
import { followWantedCall } from '../shim/wanted-call';

/** Whether the iOS app shows this page; false while a page is exported. */
export function useInApp(): boolean {
  return useSyncExternalStore(never, isInApp, () => false);
}

const never = () => () => undefined;
const isInApp = (): boolean => shimPort() !== null;

/** Places what was asked for in the system's list of calls; see {@link followWantedCall}. */
export function useWantedCall(place: (intent: CallIntent) => void): void {
  useEffect(() => {
    const { shim, connection } = getRuntime();
    return followWantedCall(shim, connection, place);
  }, [place]);
}
