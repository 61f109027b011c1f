'use client';

import { isLinkKept, onGoingOn } from '@/components/links/kept-link';
import { useStore } from '@/lib/web/hooks/store';
import { isMeetingKey, keepKeyOfLink } from '@/lib/web/meeting-keys';
import { createStore } from '@/lib/web/store';

/** Undefined while the page is exported; null: the link names no meeting. */
const address = createStore<string | null | undefined>(undefined);

// As soon as this code runs, before anything else could see it: the key of an encrypted meeting leaves the
// address bar and the history, for this profile's own storage.
if (typeof window !== 'undefined') {
  takeMeeting();
  window.addEventListener('hashchange', takeMeeting);
  onGoingOn(takeMeeting);
}

/** The address of the meeting whose link (`#to=…`) opened this page. */
export function useMeetingOfLink(): string | null | undefined {
  return useStore(address);
}

function takeMeeting(): void {
  if (isLinkKept() || !/\/call\/?$/.test(window.location.pathname)) return;
  const parts = new URLSearchParams(window.location.hash.slice(1));
  const to = parts.get('to');
  const key = parts.get('key');
  if (key !== null) writeAddress(parts, window.history.state);
  if (to !== null && isMeetingKey(key)) void keepKeyOfLink(to, key);
  address.set(to);
}

/** The router, once it stands, writes the address that the page was opened with over ours: the key leaves again. */
export function clearKeyFromAddress(): void {
  const parts = new URLSearchParams(window.location.hash.slice(1));
  if (!isLinkKept() && parts.has('key')) writeAddress(parts, null);
}

/** `state`: of the step of the browser's history that loses the key; the router takes over what has none. */
function writeAddress(parts: URLSearchParams, state: unknown): void {
  parts.delete('key');
  window.history.replaceState(state, '', `${window.location.pathname}#${parts.toString()}`);
}
