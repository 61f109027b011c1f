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

/** Makes the playback of a page. */
export function createPlayback(): Playback {
  const blocked = createStore(false);
  const elements = new Map<MediaStream, HTMLAudioElement>();
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
  return {
    blocked,
    play(streams) {
      for (const [stream, element] of [...elements]) {
        if (streams.includes(stream)) continue;
        element.srcObject = null;
        elements.delete(stream);
      }
      for (const stream of streams) {
        if (elements.has(stream)) continue;
        const element = new Audio();
        element.srcObject = stream;
        elements.set(stream, element);
        if (speaker !== '') route(element);
        start(element);
      }
      if (elements.size === 0) blocked.set(false);
    },
    resume() {
      blocked.set(false);
      for (const element of elements.values()) start(element);
    },
    setSpeaker(id) {
      speaker = id ?? '';
      for (const element of elements.values()) route(element);
    },
  };
}
