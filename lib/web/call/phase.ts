import type { InvitationState } from '@/lib/platform/calling';
import type { EndCause, Reason } from '@/lib/platform/reasons';
import type { CallPhase, Ending } from './view';

/** What is known of the invitation that I placed. */
export interface PlacedInvitation {
  readonly state: InvitationState;
  readonly heard: boolean;
  readonly answering: boolean;
  readonly reason?: Reason | undefined;
  readonly message?: string | undefined;
}

/**
 * The phase of an outgoing call after news of its invitation. "Ringing" means that a device said so
 * (call-rules.md 16). What is connected or over does not go back.
 */
export function phaseAfterUpdate(phase: CallPhase, update: PlacedInvitation): CallPhase {
  if (phase.phase !== 'outgoing') return phase;
  switch (update.state) {
    case 'ringing':
      return { phase: 'outgoing', progress: progressOf(update) };
    case 'accepted':
      return { phase: 'connecting' };
    default:
      return {
        phase: 'ended',
        ending: {
          reason: update.reason ?? reasonOf(update.state),
          by: update.state === 'rejected' ? 'peer' : 'server',
          durationMs: null,
          ...(update.message === undefined ? {} : { message: update.message }),
        },
      };
  }
}

function progressOf({ heard, answering }: PlacedInvitation): 'calling' | 'ringing' | 'answering' {
  if (answering) return 'answering';
  return heard ? 'ringing' : 'calling';
}

function reasonOf(state: Exclude<InvitationState, 'ringing' | 'accepted'>): Reason {
  return state;
}

/** Why my time in a room is over, as the server said it (`disconnect`). */
export interface Disconnection {
  readonly reason: Reason;
  readonly cause?: EndCause | undefined;
  readonly message?: string | undefined;
}

/** What this page knew when its time in a room was over. */
export interface KnownAtEnd {
  /** Since when it was connected, ms since 1970; null: it was not. */
  readonly since: number | null;
  /** ms since 1970 */
  readonly now: number;
  /** The server had said that the other side was away from it. */
  readonly peerAway: boolean;
  /** I asked the server to end it for everybody. */
  readonly endsForAll: boolean;
}

/** The ending that a disconnection means. */
export function endingAfter(
  { reason, cause, message }: Disconnection,
  { since, now, peerAway, endsForAll }: KnownAtEnd,
): Ending {
  const mine = cause === 'host_ended' && endsForAll;
  const theirs = isTheirDoing(reason, cause) || (cause === 'connection_lost' && peerAway);
  return {
    reason,
    ...(cause === undefined ? {} : { cause }),
    ...(message === undefined ? {} : { message }),
    by: mine ? 'me' : theirs ? 'peer' : 'server',
    durationMs: since === null ? null : now - since,
  };
}

function isTheirDoing(reason: Reason, cause: EndCause | undefined): boolean {
  return reason === 'rejected' || cause === 'hung_up' || cause === 'host_ended';
}

/** Since when a call is connected; null before, and after what never was. */
export function connectedSince(phase: CallPhase): number | null {
  return phase.phase === 'connected' ? phase.since : null;
}
