import { followAudioSession } from '../media/audio-session';
import type { Capture } from '../media/capture';
import type { MediaDevicesWatch } from '../media/devices';
import type { Playback } from '../media/playback';
import type { Store } from '../store';

/** What of a page matters to its calls. */
export interface PageEvents {
  readonly capture: Capture;
  readonly playback: Playback;
  readonly devices: MediaDevicesWatch;
  /** Something that the page shows changed. */
  readonly onChange: () => void;
  /** What is captured, or whether the page is seen, changed. */
  readonly onTracks: () => void;
  readonly onVisible: () => void;
  /** Another network, or one again. */
  readonly onNetwork: () => void;
  /** The page may go away, or be kept aside. */
  readonly onLeaving: () => void;
}

/** Follows the page for as long as it lives. */
export function followPage(events: PageEvents): void {
  const { capture, playback, devices } = events;
  const stores: readonly Store<unknown>[] = [capture.state, capture.tracks];
  for (const store of stores) store.subscribe(events.onTracks);
  playback.blocked.subscribe(events.onChange);
  const setSpeaker = (): void => {
    playback.setSpeaker(devices.state.get().speaker);
  };
  devices.state.subscribe(setSpeaker);
  setSpeaker();
  document.addEventListener('visibilitychange', () => {
    events.onTracks();
    if (document.visibilityState === 'visible') events.onVisible();
  });
  followAudioSession({
    onInterrupted: () => {
      capture.noteStalled('microphone');
    },
    onBack: events.onVisible,
  });
  addEventListener('pagehide', events.onLeaving);
  addEventListener('online', events.onNetwork);
  followNetworkType(events.onNetwork);
}

/** From Wi-Fi to mobile and back; elsewhere the browser's `change` tells of its estimates alone. */
function followNetworkType(onNetwork: () => void): void {
  if (!('connection' in navigator) || !(navigator.connection instanceof EventTarget)) return;
  const { connection } = navigator;
  const typeNow = (): unknown => ('type' in connection ? connection.type : undefined);
  let type = typeNow();
  connection.addEventListener('change', () => {
    if (typeNow() === type) return;
    type = typeNow();
    onNetwork();
  });
}
