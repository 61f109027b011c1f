import type { CallIntent } from '../call/view';
import { createStore, type WritableStore } from '../store';

/**
 * Whether the app that shows this page rings for it. `none`: an ordinary browser; `waiting`: it is not known
 * yet; `registered`: it rings, also while the phone is locked; `no_token`: iOS gave the app no push token, or
 * took it back; `not_configured`: the server names no VoIP certificate; `refused`: the server does not know
 * the app's certificate; `failing`: the server did not answer, and is asked again.
 */
export type AppRinging =
  'none' | 'waiting' | 'registered' | 'no_token' | 'not_configured' | 'refused' | 'failing';

/** A call that was asked for outside the page. `until`: when nobody waits for it any more, ms since 1970. */
export interface WantedCall {
  readonly intent: CallIntent;
  readonly until: number;
}

/** What the shim and the page share; there before the code of the bridge is loaded, if it ever is. */
export interface ShimStores {
  readonly ringing: WritableStore<AppRinging>;
  /** The call that whoever places calls is to place. */
  readonly wantedCall: WritableStore<WantedCall | null>;
  /** Counts how often a person asked to register the app again. */
  readonly retries: WritableStore<number>;
}

/** The stores of a page that no shim shows, so far. */
export function createShimStores(): ShimStores {
  return {
    ringing: createStore<AppRinging>('none'),
    wantedCall: createStore<WantedCall | null>(null),
    retries: createStore(0),
  };
}
