'use client';

import { useState } from 'react';

import type { DeviceEntry } from '@/lib/platform/own';
import { partsOf } from './device-parts';

/** The name of a part that joined this device since the first list that was seen; null before. */
export function useNewPart(devices: readonly DeviceEntry[] | undefined): string | null {
  const own = devices?.find(({ current }) => current);
  const [before, setBefore] = useState<ReadonlySet<string> | null>(null);
  if (own === undefined) return null;
  const parts = partsOf(own);
  if (before === null) {
    setBefore(new Set(parts.map(({ id }) => id)));
    return null;
  }
  return parts.find(({ id }) => !before.has(id))?.name ?? null;
}
