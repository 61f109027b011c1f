import { createStore, type Store } from '../../store';

/** What arrives over a connection. */
export interface Arriving {
  readonly stream: MediaStream | null;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
}

/** Watches what arrives: one stream for the other end, whatever lines it comes on. */
export function watchArrivals(connection: RTCPeerConnection): {
  readonly state: Store<Arriving>;
  /** Lets nothing be heard or seen (hold). */
  readonly silence: (silent: boolean) => void;
  /** How loud the other end is now, 0 to 1. */
  readonly audioLevel: () => number;
} {
  const state = createStore<Arriving>({ stream: null, hasAudio: false, hasVideo: false });
  const stream = new MediaStream();
  let silent = false;

  const flows = (kind: string): boolean =>
    stream
      .getTracks()
      .some((track) => track.kind === kind && track.readyState === 'live' && !track.muted);
  const look = (): void => {
    const next = { stream, hasAudio: flows('audio'), hasVideo: flows('video') };
    const now = state.get();
    const same =
      now.stream === next.stream &&
      now.hasAudio === next.hasAudio &&
      now.hasVideo === next.hasVideo;
    if (!same) state.set(next);
  };
  connection.addEventListener('track', ({ track }) => {
    track.enabled = !silent;
    stream.addTrack(track);
    for (const event of ['mute', 'unmute'] as const) track.addEventListener(event, look);
    track.addEventListener('ended', () => {
      stream.removeTrack(track);
      look();
    });
    look();
  });
  return {
    state,
    silence(on) {
      silent = on;
      for (const track of stream.getTracks()) track.enabled = !on;
    },
    audioLevel() {
      const levels = connection
        .getReceivers()
        .filter(({ track }) => track.kind === 'audio')
        .flatMap((receiver) => receiver.getSynchronizationSources())
        .map((source) => source.audioLevel ?? 0);
      return silent ? 0 : Math.max(0, ...levels);
    },
  };
}
