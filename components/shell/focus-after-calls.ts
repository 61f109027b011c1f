'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';

import { focusBack, focusPath, type FocusPath } from '@/components/ui/focus-path';
import { useCalls } from '@/lib/web/hooks/calls';

/** A call takes the page out of reach, and the focus from it: after the call it is where it was. */
export function useFocusAfterCalls(): void {
  const inCall = useCalls().length > 0;
  const before = useRef<FocusPath>([]);
  // Before the page is drawn out of reach, which is when the browser takes the focus away.
  useLayoutEffect(() => {
    if (inCall) before.current = focusPath();
  }, [inCall]);
  useEffect(() => {
    if (!inCall) focusBack(before.current);
  }, [inCall]);
}
