import { createStore, type Store } from '../../store';

/** What arrives over a connection. */
export interface Arriving {
  readonly stream: MediaStream;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
}

/** A frame or packet counts as coming for this long, ms. */
const recently = 2_000;

/** Watches what arrives: one stream for the other end, whatever lines it comes on. */
export function watchArrivals(connection: RTCPeerConnection): {
  readonly state: Store<Arriving>;
  /** Lets nothing be heard or seen (hold). */
  readonly silence: (silent: boolean) => void;
  /** Looks again whether something comes: `muted` does not always follow. */
  readonly look: () => void;
  /** How loud the other end is now, 0 to 1. */
  readonly audioLevel: () => number;
} {
  // There before its first track: whatever shows it is ready when that comes.
  const stream = new MediaStream();
  const state = createStore<Arriving>({ stream, hasAudio: false, hasVideo: false });
  let silent = false;

  const flows = (kind: string): boolean =>
    connection
      .getReceivers()
      .some(
        (receiver) =>
          receiver.track.kind === kind &&
          receiver.track.readyState === 'live' &&
          (!receiver.track.muted || comesNow(receiver)) &&
          stream.getTracks().includes(receiver.track),
      );
  const look = (): void => {
    const next = { stream, hasAudio: flows('audio'), hasVideo: flows('video') };
    const now = state.get();
    const same = now.hasAudio === next.hasAudio && now.hasVideo === next.hasVideo;
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
    look,
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

/** After glare Chromium may leave a track muted whose frames arrive; its sources tell the truth. */
function comesNow(receiver: RTCRtpReceiver): boolean {
  const sinceLoad = performance.now();
  // Browsers count from 1970, as the standard says, or from the load of the page.
  const now = [sinceLoad, performance.timeOrigin + sinceLoad];
  return receiver
    .getSynchronizationSources()
    .some(({ timestamp }) => now.some((time) => Math.abs(time - timestamp) < recently));
}
