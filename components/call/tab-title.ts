'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';

import type { CallView, RingingCall } from '@/lib/web/call/view';
import { nameOf } from './scene';

/** What the tab says while something rings or a call goes on; the page's own title after that. */
export function useTabTitle(call: CallView | null, ringing: RingingCall | undefined): void {
  const t = useTranslations('call.tab');
  const words = ringing ? t('ringing', { name: nameOf(ringing.from) }) : call && wordsOf(call, t);
  useEffect(() => (words ? holdTitle(words) : undefined), [words]);
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

/** Keeps the title until the returned function is called; what a page wants to be called meanwhile comes then. */
function holdTitle(words: string): () => void {
  let ofPage = document.title;
  document.title = words;
  const observer = new MutationObserver(() => {
    if (document.title === words) return;
    ofPage = document.title;
    document.title = words;
  });
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    document.title = ofPage;
  };
}
