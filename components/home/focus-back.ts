'use client';

import { useEffect, useRef, type RefObject } from 'react';

import { writePlace, type Place } from '@/components/navigation/place';

/**
 * Details that go (deleted, or left by the way back on a phone) take the focus with them: it goes to the row that
 * led to them, or where that is gone to the list's first words.
 */
export function useFocusBack(list: RefObject<HTMLElement | null>, place: Place): void {
  const before = useRef(place);
  useEffect(() => {
    const last = before.current;
    before.current = place;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (last.address === null || place.address !== null || last.list !== place.list || !isLost)
      return;
    const rows = [...(list.current?.querySelectorAll<HTMLAnchorElement>('li > a') ?? [])];
    const row = rows.find((each) => each.hash === `#${writePlace(last)}`);
    (row ?? list.current?.querySelector<HTMLElement>('h1'))?.focus({ preventScroll: true });
  }, [list, place]);
}
