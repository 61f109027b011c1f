import type { CaptureProblem } from '../call/view';
import type { Store } from '../store';

/** One device that a person can pick. */
export interface MediaChoice {
  readonly id: string;
  readonly label: string;
}

/** What the browser says of a permission; WebKit's answer is not to be trusted (call-rules.md). */
export type Permission = 'granted' | 'denied' | 'prompt' | 'unknown';

/** What a person wants of the blur behind them. */
export interface BlurChoice {
  readonly on: boolean;
  /** Also where the device makes few pictures a second. */
  readonly howeverSlow: boolean;
}

/** Devices and choices, kept up to date on hot-plug; labels are empty before permission. */
export interface MediaDevicesView {
  readonly microphones: readonly MediaChoice[];
  readonly cameras: readonly MediaChoice[];
  /** Whether there is a camera, if only a nameless one: before permission nothing can be picked yet. */
  readonly hasCamera: boolean;
  /** Empty where the browser has no choice of speaker. */
  readonly speakers: readonly MediaChoice[];
  readonly microphone: string | null;
  readonly camera: string | null;
  readonly speaker: string | null;
  /** The browser takes noise out of the voice; null: it cannot, or does not say so. */
  readonly noiseSuppression: boolean | null;
  /** Whether what is behind the person is blurred; null: it cannot be here. A new object with each choice. */
  readonly blur: BlurChoice | null;
  readonly permissions: { readonly microphone: Permission; readonly camera: Permission };
}

/** Picks, remembers and watches microphones, cameras and speakers. */
export interface MediaDevicesClient {
  readonly state: Store<MediaDevicesView>;
  readonly choose: (kind: 'microphone' | 'camera' | 'speaker', id: string) => void;
  readonly suppressNoise: (on: boolean) => void;
  /** `choice`: as it stands, too, which tries again what failed. */
  readonly chooseBlur: (choice: BlurChoice) => void;
  /** Asks for permission inside a tap; says what came of it. */
  readonly request: (kinds: {
    readonly microphone: boolean;
    readonly camera: boolean;
  }) => Promise<CaptureProblem | null>;
}
