import { useEffect, useState } from 'react';
import { silentRoom, speakersAfter } from '../call/active-speaker';
import { getRuntime } from '../runtime';

/** Who speaks in a call, or spoke last; null until somebody has. */
export function useActiveSpeaker(key: string): string | null {
  const [speakers, setSpeakers] = useState(silentRoom);
  useEffect(() => {
    const { calls } = getRuntime().calls;
    return calls.subscribe(() => {
      const call = calls.get().find((one) => one.key === key);
      if (call === undefined) return;
      const now = Date.now();
      setSpeakers((before) => speakersAfter(before, call.remotes, now));
    });
  }, [key]);
  return speakers.current;
}
