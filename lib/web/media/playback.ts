import { createStore, type Store } from '../store';

/** Plays what arrives, on the chosen speaker; the pictures are the page's own business. */
export interface Playback {
  /** Autoplay rules held something back: a tap must call `resume`. */
  readonly blocked: Store<boolean>;
  /** What is to be heard now; streams that are no longer among them fall silent. */
  readonly play: (streams: readonly MediaStream[]) => void;
  /** Tries again; inside a tap. */
  readonly resume: () => void;
  readonly setSpeaker: (id: string | null) => void;
}

/**
 * How long a track goes on to be heard beside the one that takes its place in a stream, ms: what has just begun
 * to play is silent for a moment.
 */
const overlap = 200;

interface Voice {
  readonly element: HTMLAudioElement;
  readonly stream: MediaStream;
  /** Set once another track has taken its place. */
  leaving: boolean;
}

/** Makes the playback of a page. */
export function createPlayback(): Playback {
  const blocked = createStore(false);
  // One element a track: a stream whose track changes would begin anew with a gap.
  const voices = new Map<MediaStreamTrack, Voice>();
  let speaker = '';

  const route = (element: HTMLAudioElement): void => {
    // Where the browser has no choice of speaker there is nothing to set.
    if ('setSinkId' in element) element.setSinkId(speaker).catch(() => undefined);
  };
  const start = (element: HTMLAudioElement): void => {
    element.play().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Error && error.name === 'NotAllowedError') blocked.set(true);
      },
    );
  };
  const drop = (track: MediaStreamTrack): void => {
    const voice = voices.get(track);
    voices.delete(track);
    if (voice) voice.element.srcObject = null;
  };
  const add = (track: MediaStreamTrack, stream: MediaStream): void => {
    const element = new Audio();
    element.srcObject = new MediaStream([track]);
    const before = [...voices].filter(([, voice]) => voice.stream === stream && !voice.leaving);
    for (const [, voice] of before) voice.leaving = true;
    const takeOver = (): void => {
      for (const [old] of before) drop(old);
    };
    element.addEventListener('playing', () => setTimeout(takeOver, overlap), { once: true });
    voices.set(track, { element, stream, leaving: false });
    if (speaker !== '') route(element);
    start(element);
  };
  return {
    blocked,
    play(streams) {
      const wanted = new Map(
        streams.flatMap((stream) =>
          stream.getAudioTracks().map((track) => [track, stream] as const),
        ),
      );
      for (const [track, stream] of wanted) if (!voices.has(track)) add(track, stream);
      for (const [track, { stream, leaving }] of [...voices]) {
        // One that gave its place up goes once the other plays, but not after its stream.
        if (!wanted.has(track) && !(leaving && streams.includes(stream))) drop(track);
      }
      if (voices.size === 0) blocked.set(false);
    },
    resume() {
      blocked.set(false);
      for (const { element } of voices.values()) start(element);
    },
    setSpeaker(id) {
      speaker = id ?? '';
      for (const { element } of voices.values()) route(element);
    },
  };
}
