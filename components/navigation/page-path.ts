'use client';

import { usePathname } from 'next/navigation';

import { languages } from '@/lib/platform/languages';

const exported = new RegExp(`^/(?:${languages.join('|')})(?=/|$)`);

/**
 * The path of this page as a person sees it. While a page is exported its path still begins with the
 * language, and the first render in the browser must agree with it.
 */
export function usePagePath(): string {
  return usePathname().replace(exported, '') || '/';
}
