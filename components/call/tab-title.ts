'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

import type { CallView, RingingCall } from '@/lib/web/call/view';
import { nameOf } from './scene';

/** What the tab says while something rings or a call goes on; the page's own title after that. */
export function useTabTitle(call: CallView | null, ringing: RingingCall | undefined): void {
  const t = useTranslations('call.tab');
  const words = ringing ? t('ringing', { name: nameOf(ringing.from) }) : call && wordsOf(call, t);
  useEffect(() => {
    if (!words) return;
    const before = document.title;
    document.title = words;
    return () => {
      // Whoever changed it meanwhile, a page that was gone to, knows better.
      if (document.title === words) document.title = before;
    };
  }, [words]);
}

function wordsOf(call: CallView, t: ReturnType<typeof useTranslations<'call.tab'>>): string | null {
  const name = nameOf(call.peer);
  switch (call.phase.phase) {
    case 'outgoing':
      return t('outgoing', { name });
    case 'connecting':
    case 'connected':
      return t('inCall', { name });
    case 'ended':
      return null;
  }
}
