import { useEffect, useState } from 'react';

/**
 * Whether nobody has moved a pointer, touched the page, pressed a key or moved the focus for `afterMs`.
 * Never true while `active` is false.
 */
export function useIdle(afterMs: number, active: boolean): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!active) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), afterMs);
    };
    const stir = (): void => {
      setIdle(false);
      wait();
    };
    wait();
    for (const event of signsOfLife) window.addEventListener(event, stir, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const event of signsOfLife) window.removeEventListener(event, stir);
      setIdle(false);
    };
  }, [afterMs, active]);
  return idle && active;
}

const signsOfLife = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
