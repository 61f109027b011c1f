import type { CaptureProblem } from '../call/view';
import type { Store } from '../store';

/** What the network test found. */
export interface NetworkFindings {
  /** Median round trip to the server, ms. */
  readonly roundTripMs: number;
  /** Share of probes that nobody answered within 2 s, 0 to 100. */
  readonly lossPercent: number;
  /** Whether a media relay is configured and answers. */
  readonly relay: 'none' | 'reachable' | 'unreachable';
  readonly verdict: 'good' | 'fair' | 'poor';
}

/** Where the network test is. */
export type NetworkTest =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly findings: NetworkFindings }
  | { readonly state: 'unreachable' };

/** What the device check shows. */
export interface MediaCheckView {
  /** The camera's picture while the check runs; attach it muted and mirrored. */
  readonly preview: MediaStream | null;
  readonly cameraProblem: CaptureProblem | null;
  readonly microphoneProblem: CaptureProblem | null;
  /** Capture is running. */
  readonly running: boolean;
  readonly network: NetworkTest;
  /** The test tone is playing. */
  readonly tonePlaying: boolean;
}

/** The device check. */
export interface MediaCheck {
  readonly state: Store<MediaCheckView>;
  /** Level of the microphone, 0 to 1. */
  readonly microphoneLevel: Store<number>;
  /** Takes camera and microphone; inside a tap. */
  readonly start: () => Promise<void>;
  /** Gives them back. */
  readonly stop: () => void;
  /** Plays a tone on the chosen speaker; inside a tap. */
  readonly playTestTone: () => Promise<void>;
  readonly testNetwork: () => Promise<void>;
}
