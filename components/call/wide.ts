'use client';

import { useMediaQuery } from './media-query';

/** Room for a desktop's arrangement: a card in place of a full screen, panels beside the stage. */
export function useWide(): boolean {
  return useMediaQuery('(min-width: 720px) and (min-height: 480px)');
}
