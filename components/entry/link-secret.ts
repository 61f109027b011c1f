'use client';

import { isLinkKept, onGoingOn } from '@/components/links/kept-link';
import { createStore } from '@/lib/web/store';
import { useStore } from '@/lib/web/hooks/store';

/** Undefined while the page is exported; null: the link carries none. */
type LinkSecret = string | null | undefined;

const secret = createStore<LinkSecret>(undefined);

// As soon as this code runs, before the page lives and anything else could see it: the secret of a
// link leaves the address bar and the history (platform-api.md, section 6).
if (typeof window !== 'undefined') {
  takeSecret(window.history.state);
  window.addEventListener('hashchange', () => takeSecret(window.history.state));
  // The router stands by then; without a state of its own it takes the address over.
  onGoingOn(() => takeSecret(null));
}

/** The secret of the link by which this page was opened. */
export function useLinkSecret(): LinkSecret {
  return useStore(secret);
}

/** `state`: of the step of the browser's history that loses the secret. */
function takeSecret(state: unknown): void {
  if (isLinkKept()) return;
  const given = new URLSearchParams(window.location.hash.slice(1)).get('secret');
  if (given) {
    secret.set(given);
    window.history.replaceState(state, '', window.location.pathname);
  } else if (secret.get() === undefined) {
    secret.set(null);
  }
}
