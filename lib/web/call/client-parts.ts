import type { Api } from '../api';
import type { Browser } from '../browser';
import type { MediaDevicesWatch } from '../media/devices';
import type { Sounds } from '../sounds';
import type { StreamEvent } from '../stream/events';
import type { Locks } from '../stream/lead';
import type { ProfileStream } from '../stream/profile-stream';
import type { Tabs } from '../stream/tabs';
import type { Call } from './call';
import type { CallIntents, CallStores } from './lazy-calls';

/** What the call client needs of its page. */
export interface CallClientParts {
  readonly api: Api;
  readonly stores: CallStores;
  readonly stream: ProfileStream;
  readonly tabs: Tabs;
  readonly locks: Locks | undefined;
  readonly devices: MediaDevicesWatch;
  readonly sounds: Sounds;
  readonly browser: Browser;
  /** Whether this browser can carry a call at all. */
  readonly carriesCalls: boolean;
  /** How I am shown where no account says so. */
  readonly displayName: () => string;
  /** Whether somebody is signed in here: else calls have a stream of their own. */
  readonly signedIn: () => boolean;
  /** Where LiveKit is; null: the server has none. */
  readonly liveKitUrl: () => Promise<string | null>;
  readonly audioContext: () => AudioContext | undefined;
}

/** The call client with what only its page may do. */
export interface LoadedCalls {
  readonly intents: CallIntents;
  readonly receive: (event: StreamEvent) => void;
  /** Goes back to the calls that a reload interrupted. */
  readonly returnToCalls: () => Promise<void>;
  /** The session is over: nothing rings, nobody is called. */
  readonly endAll: () => void;
}

/** What begins switched on, and what ends before. */
export interface Beginning {
  readonly camera: boolean;
  readonly microphone?: boolean | undefined;
  readonly ending?: readonly Call[];
}
