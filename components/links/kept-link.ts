'use client';

import { hostAppOf, type HostApp } from '@/lib/web/host-app';
import { useStore } from '@/lib/web/hooks/store';
import { shimPort } from '@/lib/web/shim/presence';
import { createStore } from '@/lib/web/store';

/**
 * The app whose web view opened this page; null: a browser, or its person goes on here all the same. While
 * there is one, a link stays whole in the address: the app's “Open in browser” takes it from there.
 */
const holder = createStore<HostApp | null>(null);

if (typeof window !== 'undefined' && shimPort() === null) {
  holder.set(hostAppOf(navigator.userAgent));
}

/** The app that holds this page. */
export function useHolder(): HostApp | null {
  return useStore(holder);
}

/** Whether the secrets of a link must stay in the address for now. */
export function isLinkKept(): boolean {
  return holder.get() !== null;
}

/** The person goes on within the app. */
export function goOnHere(): void {
  holder.set(null);
}

/** Calls the listener once the person goes on within the app. */
export function onGoingOn(listener: () => void): void {
  holder.subscribe(listener);
}
