/** Keeps the screen on during a call. */
export interface WakeLock {
  readonly hold: () => void;
  readonly release: () => void;
}

/** Makes a wake lock that is taken again whenever the page becomes visible: hiding it loses the lock. */
export function createWakeLock(): WakeLock {
  let wanted = false;
  let sentinel: WakeLockSentinel | null = null;
  let asking = false;
  const take = async (): Promise<void> => {
    const lost = sentinel === null || sentinel.released;
    if (!wanted || !lost || !('wakeLock' in navigator) || document.visibilityState !== 'visible') {
      return;
    }
    // Of two that were asked for at once, one would never be given back.
    if (asking) return;
    asking = true;
    try {
      sentinel = await navigator.wakeLock.request('screen');
      if (!isWanted()) await sentinel.release();
    } catch {
      // A battery that is low, or a browser that does not want to: the call goes on without.
    } finally {
      asking = false;
    }
  };
  const isWanted = (): boolean => wanted;
  const onVisible = (): void => void take();
  return {
    hold() {
      if (wanted) return;
      wanted = true;
      document.addEventListener('visibilitychange', onVisible);
      void take();
    },
    release() {
      wanted = false;
      document.removeEventListener('visibilitychange', onVisible);
      sentinel?.release().catch(() => undefined);
      sentinel = null;
    },
  };
}
