'use client';

import { useSyncExternalStore } from 'react';

const changed = 'ringway:fragment';

/** Changes the part after `#` (ids live there, never in the path), as a step of the browser's history. */
export function goToFragment(fragment: string): void {
  // Through Next's own pushState, so that going back from another page still finds its state.
  window.history.pushState(null, '', `#${fragment}`);
  noteFragment();
}

/** As {@link goToFragment}, in place of the present step. */
export function replaceFragment(fragment: string): void {
  window.history.replaceState(null, '', `#${fragment}`);
  noteFragment();
}

/** Says that the fragment may have changed, where the browser does not say so itself. */
export function noteFragment(): void {
  window.dispatchEvent(new Event(changed));
}

/** The part after `#`, without it; empty while the page is exported. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, read, () => '');
}

function read(): string {
  return window.location.hash.slice(1);
}

function subscribe(listener: () => void): () => void {
  const events = [changed, 'hashchange', 'popstate'];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}
