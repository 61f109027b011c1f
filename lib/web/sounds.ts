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

/** Sounds with what only the page itself needs. */
export interface PageSounds extends Sounds {
  /** Looks whether the browser would let this page play already. */
  readonly probe: () => void;
  /** The one audio context of the page; undefined before the first tap. */
  readonly context: () => AudioContext | undefined;
}

/** Half a second on, half a second off, for as long as it rings, ms. */
const vibration = [500, 500];

/** Makes the sounds over one audio context; `chosen` names the ringtone at the moment it rings. */
export function createSounds(chosen: () => Ringtone): PageSounds {
  const unlocked = createStore(false);
  const buffers = new Map<string, Promise<AudioBuffer>>();
  const loops = new Map<LoopingSound, Playing>();
  let previewing: Playing | null = null;
  let context: AudioContext | undefined;
  let buzzing: ReturnType<typeof setInterval> | undefined;

  const open = (): AudioContext | undefined => {
    if (typeof AudioContext === 'undefined') return undefined;
    if (context) return context;
    const opened = new AudioContext();
    opened.addEventListener('statechange', () => {
      if (opened.state === 'running') unlocked.set(true);
    });
    if (opened.state === 'running') unlocked.set(true);
    context = opened;
    return opened;
  };
  const load = (on: AudioContext, name: string): Promise<AudioBuffer> => {
    const known = buffers.get(name);
    if (known) return known;
    const loading = fetch(`/sounds/${name}.wav`)
      .then((response) => response.arrayBuffer())
      .then((bytes) => on.decodeAudioData(bytes));
    buffers.set(name, loading);
    // What did not come is asked for again the next time.
    loading.catch(() => buffers.delete(name));
    return loading;
  };
  const begin = (name: string, how: 'once' | 'loop'): Playing => {
    const on = open();
    return on === undefined ? { stop: () => undefined } : playBuffer(on, load(on, name), how);
  };
  const buzz = (): void => {
    if (!('vibrate' in navigator) || !navigator.userActivation.hasBeenActive) return;
    const once = (): void => void navigator.vibrate(vibration);
    once();
    buzzing = setInterval(once, 2_000);
  };

  return {
    unlocked,
    context: () => context,
    probe: () => void open(),
    async unlock() {
      try {
        await open()?.resume();
      } catch {
        // Not inside a tap after all: the next one tries again.
      }
    },
    preview(ringtone) {
      previewing?.stop();
      previewing = begin(`ring-${ringtone}`, 'once');
    },
    stopPreview() {
      previewing?.stop();
      previewing = null;
    },
    start(sound) {
      if (loops.has(sound)) return;
      loops.set(sound, begin(sound === 'ring' ? `ring-${chosen()}` : sound, 'loop'));
      if (sound === 'ring') buzz();
    },
    stop(sound) {
      const playing = loops.get(sound);
      if (!playing) return;
      loops.delete(sound);
      playing.stop();
      if (sound !== 'ring' || buzzing === undefined) return;
      clearInterval(buzzing);
      buzzing = undefined;
      navigator.vibrate(0);
    },
    play: (sound) => void begin(sound, 'once'),
  };
}

interface Playing {
  readonly stop: () => void;
}

function playBuffer(
  context: AudioContext,
  loading: Promise<AudioBuffer>,
  how: 'once' | 'loop',
): Playing {
  let stopped = false;
  let source: AudioBufferSourceNode | undefined;
  loading.then(
    (buffer) => {
      if (stopped) return;
      source = context.createBufferSource();
      source.buffer = buffer;
      source.loop = how === 'loop';
      source.connect(context.destination);
      // A context that still waits for its first tap begins to sound with it.
      source.start();
      if (context.state === 'suspended') context.resume().catch(() => undefined);
    },
    () => undefined,
  );
  return {
    stop() {
      stopped = true;
      source?.stop();
      source?.disconnect();
    },
  };
}
