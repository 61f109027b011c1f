'use client';

import { useEffect, useRef, type RefObject } from 'react';

import { isTextField } from './keys';

/**
 * Brings the focus to a part of the screen when it appears, and back to where it was when that part goes.
 * Never takes it from a text field.
 */
export function useFocusOnArrival(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    const element = box.current;
    if (!isTextField(before)) element?.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      const isLost = now === null || now === document.body || element?.contains(now);
      if (isLost && before instanceof HTMLElement && before.isConnected) {
        before.focus({ preventScroll: true });
      }
    };
  }, [box]);
}

/** Brings the focus back to a part of the screen when `change` took away what had it. */
export function useKeptFocus(box: RefObject<HTMLElement | null>, change: unknown): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const now = document.activeElement;
    if (now === null || now === document.body) box.current?.focus({ preventScroll: true });
  }, [box, change]);
}
