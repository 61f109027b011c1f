import { useEffect, useState } from 'react';
import type { CallClient, CallView, Peer, RingingCall, StoppedRinging } from '../call/view';
import { getRuntime } from '../runtime';
import { useStore } from './store';

/** Everything one can do with calls. */
export function useCallClient(): CallClient {
  return getRuntime().calls;
}

/** My calls in this page, the newest last. */
export function useCalls(): readonly CallView[] {
  return useStore(getRuntime().calls.calls);
}

/** What rings on this device now. */
export function useRinging(): readonly RingingCall[] {
  return useStore(getRuntime().calls.ringing);
}

/** What stopped ringing a moment ago, and why. */
export function useStoppedRinging(): StoppedRinging | null {
  return useStore(getRuntime().calls.stopped);
}

/** Set while another tab of this profile is in a call. */
export function useElsewhere(): { readonly peer: Peer } | null {
  return useStore(getRuntime().calls.elsewhere);
}

/** Whole seconds since a time (ms since 1970), ticking; 0 while there is none. */
export function useElapsed(since: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (since === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const time = Date.now();
      setNow(time);
      // The next tick comes as the next whole second begins, so that none is shown twice.
      timer = setTimeout(tick, 1000 - ((((time - since) % 1000) + 1000) % 1000));
    };
    tick();
    return () => {
      clearTimeout(timer);
    };
  }, [since]);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));
}
