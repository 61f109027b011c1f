import type { Participant, ParticipantState, ScreenShares } from '@/lib/platform/room';
import { problemOf } from '../api';
import type { Capture, OwnTracks } from '../media/capture';
import { dropScreen } from '../media/screen-capture';
import type { CallProblem, IntentOutcome } from './view';

/** Sharing a screen in one call. */
export interface Sharing {
  /** It is mine: shared, or about to be. */
  readonly isOn: () => boolean;
  /** Lets the person choose, asks the server, then sends it; inside a tap. */
  readonly start: () => Promise<IntentOutcome>;
  readonly stop: () => void;
  /** What is captured changed: the browser's own bar may have ended it. */
  readonly look: () => void;
  /** What the server says of my screen: another may have taken its place while I was away. */
  readonly heed: (shared: boolean) => void;
  /** What may leave this device in this call: a screen only in the call in which it is shared. */
  readonly mayLeave: (tracks: OwnTracks) => OwnTracks;
}

/** What sharing needs of its call. */
export interface SharingParts {
  readonly capture: Capture;
  /** Asks the server; rejects with its refusal, or while there is no server to ask. */
  readonly claim: (state: ParticipantState) => Promise<unknown>;
  readonly state: () => ParticipantState;
  readonly others: () => readonly Participant[];
  readonly shares: () => ScreenShares;
  /** It goes on, and is not on hold. */
  readonly isActive: () => boolean;
  readonly onChange: () => void;
}

/** Makes the sharing of a call. */
export function createSharing(parts: SharingParts): Sharing {
  const { capture } = parts;
  // Asking: chosen, and the server has not said yes.
  let phase: 'off' | 'asking' | 'on' = 'off';
  // Whether the list names me as who shares; what it says comes sooner or later than the server's own yes.
  let listed = false;
  const isOn = (): boolean => phase !== 'off';

  const sharer = (): Participant | undefined =>
    parts.others().find(({ state, connected }) => state.screen === true && connected);
  const taken = (): IntentOutcome =>
    refusal({ kind: 'screen_taken', by: sharer()?.display_name ?? '' });
  const stop = (): void => {
    if (phase === 'off') return;
    phase = 'off';
    listed = false;
    capture.stopSharing();
    parts.onChange();
  };
  /** Nothing is sent before the server has said yes: two may begin at once, and one wins. */
  const claim = async (): Promise<IntentOutcome> => {
    try {
      await parts.claim({ ...parts.state(), screen: true });
      return { ok: true };
    } catch (error) {
      const problem = problemOf(error);
      const isTaken = problem.kind === 'refused' && problem.because === 'screen_taken';
      return isTaken ? taken() : refusal(problem);
    }
  };

  return {
    isOn,
    stop,
    async start() {
      if (isOn()) return { ok: true };
      if (parts.shares() === 'one' && sharer() !== undefined) return taken();
      const picked = await capture.pickScreen();
      if (picked === 'cancelled') return { ok: true };
      if (picked === 'denied' || picked === 'failed') return refusal({ kind: `screen_${picked}` });
      if (isOn() || !parts.isActive()) {
        dropScreen(picked);
        return { ok: true };
      }
      phase = 'asking';
      const claimed = await claim();
      if (!claimed.ok || !isOn() || !parts.isActive()) {
        phase = 'off';
        dropScreen(picked);
        parts.onChange();
        return claimed;
      }
      phase = 'on';
      capture.share(picked);
      // It may have ended while the server was asked.
      if (capture.tracks.get().screen === null) stop();
      parts.onChange();
      return { ok: true };
    },
    look() {
      if (phase === 'on' && capture.tracks.get().screen === null) stop();
    },
    heed(shared) {
      const isOver = listed && !shared;
      listed = shared && isOn();
      if (isOver && phase === 'on') stop();
    },
    mayLeave: (tracks) =>
      phase === 'on' ? tracks : { ...tracks, screen: null, screenAudio: null },
  };
}

function refusal(problem: CallProblem): IntentOutcome {
  return { ok: false, problem };
}
