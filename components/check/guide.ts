import type { Browser } from '@/lib/web/browser';

/** Where a browser keeps its permissions: one for each way of getting there (messages `check.help`). */
export type Guide =
  'chrome' | 'android' | 'edge' | 'firefox' | 'safariMac' | 'safariIos' | 'otherIos' | 'other';

/** The way to the permissions of this very browser. */
export function guideFor({ family, system }: Pick<Browser, 'family' | 'system'>): Guide {
  if (system === 'ios') return family === 'safari' ? 'safariIos' : 'otherIos';
  if (system === 'android') return family === 'firefox' ? 'firefox' : 'android';
  switch (family) {
    case 'chrome':
    case 'edge':
    case 'firefox':
      return family;
    case 'safari':
      return 'safariMac';
    case 'other':
      return 'other';
  }
}
