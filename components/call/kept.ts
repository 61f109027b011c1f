'use client';

import { useState } from 'react';

import type { StageChoice } from './arrangement';

/** What a person chose and read in a call: it lasts as long as the call, though another takes the stage. */
export interface Kept {
  readonly choice: StageChoice;
  /** How many messages were there when the chat was last looked at. */
  readonly read: number;
}

/** What is kept of one call, and how to change it. */
export interface KeptCall extends Kept {
  readonly choose: (change: Partial<StageChoice>) => void;
  readonly noteRead: (read: number) => void;
}

const untouched: Kept = { choice: { layout: 'grid', pinned: null, ownHidden: false }, read: 0 };

/** Keeps this of every call by its key, for as long as whoever asks is on the screen. */
export function useKeptCalls(): (key: string) => KeptCall {
  const [kept, setKept] = useState<ReadonlyMap<string, Kept>>(new Map());
  return (key) => {
    const change = (changed: (before: Kept) => Kept) =>
      setKept((all) => new Map(all).set(key, changed(all.get(key) ?? untouched)));
    return {
      ...(kept.get(key) ?? untouched),
      choose: (choice) =>
        change((before) => ({ ...before, choice: { ...before.choice, ...choice } })),
      noteRead: (read) => change((before) => ({ ...before, read })),
    };
  };
}
