'use client';

import { useEffect } from 'react';

import { getRuntime } from '@/lib/web/runtime';

/** Registers this device and opens its stream while a signed-in page is shown. */
export function useStartSignedIn(): void {
  useEffect(() => {
    getRuntime().startSignedIn();
  }, []);
}
