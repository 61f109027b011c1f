import type { CallView } from '@/lib/web/call/view';

/** What fills the screen, and what waits behind it. */
export interface Scene {
  /** The call on the stage; an ended one only while no other goes on. */
  readonly shown: CallView | null;
  /** Calls on hold that are not on the stage, the newest last. */
  readonly held: readonly CallView[];
  /** Ended calls that need no screen of their own any more. */
  readonly outdated: readonly CallView[];
}

/** Which of my calls is on the stage: the one that goes on, else what just ended, else what is held. */
export function sceneOf(calls: readonly CallView[]): Scene {
  const ended = calls.filter((call) => call.phase.phase === 'ended');
  const going = calls.filter((call) => call.phase.phase !== 'ended');
  const held = going.filter((call) => call.held);
  const active = going.findLast((call) => !call.held);
  const shown = active ?? ended.at(-1) ?? held.at(-1) ?? null;
  return {
    shown,
    held: held.filter((call) => call !== shown),
    outdated: ended.filter((call) => call !== shown),
  };
}

/** What a call is called: its peer's name, or the address while no name is known. */
export function nameOf(peer: { readonly displayName: string; readonly address: string }): string {
  return peer.displayName || peer.address;
}
