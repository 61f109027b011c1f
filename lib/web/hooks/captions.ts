import { useSyncExternalStore } from 'react';

import { localRecognitionOf } from '../captions/recogniser';
import type { CaptionLine, CaptionsClient, CaptionsView } from '../captions/view';
import { getRuntime } from '../runtime';
import { useStore } from './store';

/** Captions as they are. */
export function useCaptions(): CaptionsView {
  return useStore(getRuntime().captions.state);
}

/** What is to be read now, the newest last. */
export function useCaptionLines(): readonly CaptionLine[] {
  return useStore(getRuntime().captions.lines);
}

/** How captions are switched. */
export function useCaptionsClient(): CaptionsClient {
  return getRuntime().captions;
}

/** Whether the browser has a recogniser that can be bound to the device; a page made beforehand takes none for granted. */
export function useMayRecogniseHere(): boolean {
  return useSyncExternalStore(never, mayRecognise, () => false);
}

function mayRecognise(): boolean {
  return localRecognitionOf(globalThis) !== null;
}

function never(): () => void {
  return () => undefined;
}
