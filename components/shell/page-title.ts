'use client';

import { useEffect } from 'react';

/** Names the tab after what it shows. While a call rings the call layer has the title instead. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Ringway`;
  }, [title]);
}
