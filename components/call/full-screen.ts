'use client';

import { useSyncExternalStore } from 'react';

/** Whether the page fills the screen, and how to change it; `change` is null where it cannot be (iPhone). */
export function useFullScreen(): { readonly on: boolean; readonly change: (() => void) | null } {
  const on = useSyncExternalStore(
    subscribe,
    () => document.fullscreenElement !== null,
    () => false,
  );
  const possible = useSyncExternalStore(
    subscribe,
    () => document.fullscreenEnabled,
    () => false,
  );
  return { on, change: possible ? change : null };
}

// The whole page, so that menus and sheets, which stand beside the stage, are seen too.
function change(): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => undefined);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
