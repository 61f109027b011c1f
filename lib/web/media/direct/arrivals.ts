import { createStore, type Store } from '../../store';
import { lineOf, slotOf, type Slot } from './lines';

/** What arrives over a connection. */
export interface Arriving {
  readonly stream: MediaStream;
  /** A screen that comes, with its sound; null: none has come. */
  readonly screen: MediaStream | null;
  readonly hasAudio: boolean;
  readonly hasVideo: boolean;
}

/** A frame or packet counts as coming for this long, ms. */
const recently = 2_000;

/** Watches what arrives: one stream for the other end, and one for its screen, by the lines they come on. */
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
  const screen = new MediaStream();
  const state = createStore<Arriving>({ stream, screen: null, hasAudio: false, hasVideo: false });
  let silent = false;

  const flows = (slot: Slot): boolean => {
    const receiver = lineOf(connection, slot)?.receiver;
    if (receiver === undefined) return false;
    const { track } = receiver;
    const isKept = stream.getTracks().includes(track) || screen.getTracks().includes(track);
    return isKept && track.readyState === 'live' && (!track.muted || comesNow(receiver));
  };
  const look = (): void => {
    const next = {
      stream,
      screen: flows('screen') ? screen : null,
      hasAudio: flows('audio'),
      hasVideo: flows('video'),
    };
    const now = state.get();
    const same =
      now.screen === next.screen &&
      now.hasAudio === next.hasAudio &&
      now.hasVideo === next.hasVideo;
    if (!same) state.set(next);
  };
  connection.addEventListener('track', ({ track, transceiver }) => {
    const slot = slotOf(connection, transceiver);
    const into = slot === 'screen' || slot === 'screenAudio' ? screen : stream;
    track.enabled = !silent;
    into.addTrack(track);
    for (const event of ['mute', 'unmute'] as const) track.addEventListener(event, look);
    track.addEventListener('ended', () => {
      into.removeTrack(track);
      look();
    });
    look();
  });
  return {
    state,
    look,
    silence(on) {
      silent = on;
      for (const track of [...stream.getTracks(), ...screen.getTracks()]) track.enabled = !on;
    },
    audioLevel() {
      // The voice alone says who speaks.
      const sources = lineOf(connection, 'audio')?.receiver.getSynchronizationSources() ?? [];
      const levels = sources.map((source) => source.audioLevel ?? 0);
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
