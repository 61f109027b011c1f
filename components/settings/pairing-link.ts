'use client';

import { createStore } from '@/lib/web/store';
import { keepPairing, takePairing } from '@/components/navigation/wanted';
import { useStore } from '@/lib/web/hooks/store';

const code = createStore<string | null>(null);

// As soon as this code runs, before anything else could see it: the code of a pairing link leaves the
// address bar and the history. It is kept for this tab, since its person may have to sign in first.
if (typeof window !== 'undefined') {
  takeCode();
  window.addEventListener('hashchange', takeCode);
}

/** The code of the link by which this page was opened, until it is dropped. */
export function useLinkedCode(): string | null {
  return useStore(code);
}

/** The code was used, or its person does not want it. */
export function dropLinkedCode(): void {
  takePairing();
  code.set(null);
}

/** Reads again what was kept before signing in. */
export function recallLinkedCode(): void {
  const kept = takePairing();
  if (kept !== null) code.set(kept);
}

function takeCode(): void {
  if (!/\/settings\/?$/.test(window.location.pathname)) return;
  const given = new URLSearchParams(window.location.hash.slice(1)).get('pair');
  if (!given) return;
  window.history.replaceState(window.history.state, '', window.location.pathname);
  keepPairing(given);
  code.set(given);
}
