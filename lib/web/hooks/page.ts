import { useSyncExternalStore } from 'react';

import type { Config } from '@/lib/platform/own';
import type { MediaDevicesClient, MediaDevicesView } from '../media/devices-view';
import { canShareScreen } from '../media/screen-capture';
import { hasWebRtc } from '../media/webrtc';
import type { Preferences } from '../preferences';
import type { Readiness } from '../readiness';
import { getRuntime } from '../runtime';
import type { Connection } from '../runtime-view';
import type { SessionState } from '../session';
import type { Sounds } from '../sounds';
import { useStore } from './store';

/** Who is signed in. */
export function useSession(): SessionState {
  return useStore(getRuntime().session);
}

/** Whether the page reaches the server. */
export function useConnection(): Connection {
  return useStore(getRuntime().connection);
}

/** The server's public configuration; null until it came. */
export function useConfig(): Config | null {
  return useStore(getRuntime().config);
}

/** Whether this device rings, why not, and what repairs it. */
export function useReadiness(): Readiness {
  return useStore(getRuntime().readiness);
}

/** Preferences of this browser profile and how to change them. */
export function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const { state, change } = getRuntime().preferences;
  return [useStore(state), change];
}

/** Microphones, cameras and speakers, and how to choose among them. */
export function useMediaDevices(): MediaDevicesView & Omit<MediaDevicesClient, 'state'> {
  const { state, ...does } = getRuntime().devices;
  return { ...useStore(state), ...does };
}

/** Whether this browser can carry a call; a page that was made beforehand takes it for granted. */
export function useCarriesCalls(): boolean {
  return useSyncExternalStore(never, hasWebRtc, () => true);
}

/** Whether a screen can be shared here; a page that was made beforehand offers none. */
export function useCanShareScreen(): boolean {
  return useSyncExternalStore(never, canShareScreen, () => false);
}

function never(): () => void {
  return () => undefined;
}

/** The sounds of the product. */
export function useSounds(): Sounds {
  return getRuntime().sounds;
}
