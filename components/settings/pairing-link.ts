'use client';

import { isLinkKept, onGoingOn } from '@/components/links/kept-link';
import { createStore } from '@/lib/web/store';
import { keepPairing, takePairing } from '@/components/navigation/wanted';
import { useStore } from '@/lib/web/hooks/store';

const code = createStore<string | null>(null);
const inAddress = createStore(false);

// As soon as this code runs, before anything else could see it: the code of a pairing link leaves the
// address bar and the history. It is kept for this tab, since its person may have to sign in first.
if (typeof window !== 'undefined') {
  takeCode(window.history.state);
  window.addEventListener('hashchange', () => takeCode(window.history.state));
  // The router stands by then; without a state of its own it takes the address over.
  onGoingOn(() => takeCode(null));
}

/** The code of the link by which this page was opened, until it is dropped. */
export function useLinkedCode(): string | null {
  return useStore(code);
}

/** Whether the code still stands in the address, for a browser to take it from there. */
export function useCodeInAddress(): boolean {
  return useStore(inAddress);
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

/** `state`: of the step of the browser's history that loses the code. */
function takeCode(state: unknown): void {
  if (!/\/settings\/?$/.test(window.location.pathname)) return;
  const given = new URLSearchParams(window.location.hash.slice(1)).get('pair');
  if (!given) return;
  inAddress.set(isLinkKept());
  if (isLinkKept()) return;
  window.history.replaceState(state, '', window.location.pathname);
  keepPairing(given);
  code.set(given);
}
