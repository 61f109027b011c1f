'use client';

import { useSyncExternalStore } from 'react';

import { createStore } from '@/lib/web/store';
import type { CallView } from '@/lib/web/call/view';

/** The window that floats over the others, with a page of its own; null: none. */
const floating = createStore<Window | null>(null);

/** Its size when it opens, px; the person changes it. */
const size = { width: 384, height: 288 } as const;

/** What opens such a window (Document Picture-in-Picture, 3); Chromium has it. */
interface WindowOpener {
  readonly requestWindow: (size: {
    readonly width: number;
    readonly height: number;
  }) => Promise<Window>;
}

/** The floating window, where one is open. */
export function useFloatingWindow(): Window | null {
  return useSyncExternalStore(floating.subscribe, floating.get, () => null);
}

/** Whether the call floats over other windows, and how to change it; `change` is null where that cannot be. */
export function useFloating(call: CallView): {
  readonly on: boolean;
  readonly change: (() => void) | null;
} {
  const opened = useFloatingWindow();
  const inElement = useSyncExternalStore(
    subscribe,
    () => document.pictureInPictureElement !== null,
    () => false,
  );
  const way = useSyncExternalStore(subscribe, wayHere, () => 'none' as const);
  const on = opened !== null || inElement;
  // Without a page of its own only a picture can float.
  const isPossible =
    way === 'window' || (way === 'element' && call.remotes.some((one) => one.hasVideo));
  if (!isPossible) return { on, change: null };
  return { on, change: on ? closeFloating : () => void open(way).catch(() => undefined) };
}

/** Closes what floats. */
export function closeFloating(): void {
  floating.get()?.close();
  if (document.pictureInPictureElement) {
    document.exitPictureInPicture().catch(() => undefined);
  }
}

async function open(way: 'window' | 'element'): Promise<void> {
  if (way === 'element') {
    await document.querySelector<HTMLVideoElement>('video[data-floats]')?.requestPictureInPicture();
    return;
  }
  const opened = await windowOpener()?.requestWindow(size);
  if (!opened) return;
  dress(opened.document);
  opened.addEventListener('pagehide', () => floating.set(null), { once: true });
  floating.set(opened);
}

/** Its page looks like this one. */
function dress(page: Document): void {
  page.documentElement.lang = document.documentElement.lang;
  page.title = document.title;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    const copy = page.importNode(sheet, true);
    if (copy instanceof HTMLLinkElement && sheet instanceof HTMLLinkElement) copy.href = sheet.href;
    page.head.append(copy);
  }
}

function wayHere(): 'window' | 'element' | 'none' {
  if (windowOpener()) return 'window';
  return document.pictureInPictureEnabled ? 'element' : 'none';
}

function windowOpener(): WindowOpener | null {
  const opener: unknown = Reflect.get(window, 'documentPictureInPicture');
  return isOpener(opener) ? opener : null;
}

function isOpener(opener: unknown): opener is WindowOpener {
  return typeof opener === 'object' && opener !== null && 'requestWindow' in opener;
}

const changes = ['enterpictureinpicture', 'leavepictureinpicture'] as const;

function subscribe(listener: () => void): () => void {
  for (const change of changes) document.addEventListener(change, listener);
  return () => {
    for (const change of changes) document.removeEventListener(change, listener);
  };
}
