'use client';

import { useMediaQuery } from './media-query';
import type { Panel } from './stage-state';

/** Room for a desktop's arrangement: a card in place of a full screen, panels beside the stage. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 720px) and (min-height: 480px)');
}

/** How much finds a place in the bar of controls; the rest is in its menu. `some`: a panel makes the stage narrow. */
export type BarRoom = 'all' | 'some' | 'few';

/** The room of the bar beside a panel, or none. */
export function useBarRoom(panel: Panel | null): BarRoom {
  const wide = useWide();
  const isWideBesidePanel = useMediaQuery('(min-width: 1024px)');
  if (!wide) return 'few';
  return panel === null || isWideBesidePanel ? 'all' : 'some';
}
