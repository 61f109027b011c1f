import type { EventData } from '@/lib/platform/events';
import type { Config } from '@/lib/platform/own';
import type { CaptionsClient } from './captions/view';
import type { MediaCheck } from './check/view';
import type { CallClient } from './call/view';
import type { MediaDevicesClient } from './media/devices-view';
import type { InstallationClient } from './install';
import type { PreferencesClient } from './preferences';
import type { Readiness } from './readiness';
import type { SessionState } from './session';
import type { ShimStores } from './shim/stores';
import type { Sounds } from './sounds';
import type { Store } from './store';
import type { Updates } from './update';

/** Whether the page reaches the server: `online` while the profile's event stream is open. */
export type Connection = 'online' | 'connecting' | 'offline';

/** One step of a "ring me" test (platform-api.md 6, `test_ring`); `at`: ms after it was asked for. */
export type TestRingStep = EventData<'test_ring'>;

/** A device of the account that rings no more, and not by its person's wish. */
export type LostDevice = EventData<'device_lost'>;

/** The page's singletons. Everything is safe to touch while a page is exported; nothing starts by itself. */
export interface Runtime {
  readonly session: Store<SessionState>;
  readonly calls: CallClient;
  /** What is said in a call, to be read. */
  readonly captions: CaptionsClient;
  readonly devices: MediaDevicesClient;
  readonly mediaCheck: MediaCheck;
  readonly readiness: Store<Readiness>;
  /** Whether this is an installed app, and how it becomes one. */
  readonly installation: InstallationClient;
  /** Whether a new version of the pages is there, and how it comes. */
  readonly update: Updates;
  readonly connection: Store<Connection>;
  readonly config: Store<Config | null>;
  readonly sounds: Sounds;
  readonly preferences: PreferencesClient;
  /** Id of this device (`GET /api/my/devices`) once registered. */
  readonly device: Store<string | null>;
  /** Takes over that a device was switched on or off, so that readiness says so at once. */
  readonly noteDeviceRings: (device: string, rings: boolean) => void;
  /** Steps of ring tests as they arrive, the newest last. */
  readonly testRings: Store<readonly TestRingStep[]>;
  /** Devices that were lost while this page is open, the newest last. */
  readonly lostDevices: Store<readonly LostDevice[]>;
  /** Takes over under which id this device is known now: pairing changes it. */
  readonly noteDevice: (device: string) => void;
  /** What this page shares with the iOS shim, where one shows it. */
  readonly shim: ShimStores;
  /** Counts changes of the account's call history (`calls_changed`). */
  readonly historyChanges: Store<number>;
  /** Begins what every page needs: preferences, configuration, session, sound. Repeating is harmless. */
  readonly start: () => void;
  /**
   * Begins what a signed-in page needs: registers the device and opens the profile's stream.
   * Repeating is harmless; it ends by itself when the session does.
   */
  readonly startSignedIn: () => void;
  /** Loads what a call takes, for whoever is not signed in: it is there before the tap. */
  readonly prepareCalls: () => void;
}
