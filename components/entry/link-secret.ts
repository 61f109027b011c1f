'use client';

import { createStore } from '@/lib/web/store';
import { useStore } from '@/lib/web/hooks/store';

/** Undefined while the page is exported; null: the link carries none. */
type LinkSecret = string | null | undefined;

const secret = createStore<LinkSecret>(undefined);

// As soon as this code runs, before the page lives and anything else could see it: the secret of a
// link leaves the address bar and the history (platform-api.md, section 6).
if (typeof window !== 'undefined') {
  takeSecret();
  window.addEventListener('hashchange', takeSecret);
}

/** The secret of the link by which this page was opened. */
export function useLinkSecret(): LinkSecret {
  return useStore(secret);
}

function takeSecret(): void {
  const given = new URLSearchParams(window.location.hash.slice(1)).get('secret');
  if (given) {
    secret.set(given);
    window.history.replaceState(window.history.state, '', window.location.pathname);
  } else if (secret.get() === undefined) {
    secret.set(null);
  }
}
