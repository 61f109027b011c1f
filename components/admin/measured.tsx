'use client';

import { useFormatter, useTranslations } from 'use-intl';

import type { Fact } from '@/lib/platform/facts';
import { factWords } from './fact-words';

/** What a check has measured, in the language of the page. */
export function Measured({ fact }: { readonly fact: Fact }) {
  const t = useTranslations('admin.health.fact');
  const format = useFormatter();
  return factWords(fact, t, format);
}
