import { giveUpAfter, restartAfter, restartEvery } from './policy';

/** What one end of a leg knows when something of the other end arrives (perfect negotiation, WebRTC 1.0, 10.7). */
export interface NegotiationState {
  /** The offerer of a leg is impolite, the answerer polite (direct-media.md). */
  readonly polite: boolean;
  /** An own offer is being made and not yet in the connection. */
  readonly makingOffer: boolean;
  readonly signalingState: RTCSignalingState;
}

/** What to do with the other end's offer: `yield` takes the own one back first. */
export type OfferDecision = 'take' | 'yield' | 'ignore';

/** Who gives way when both offered at once: the polite end does, the impolite one says that it ignored. */
export function decideOffer(state: NegotiationState): OfferDecision {
  const collides = state.makingOffer || state.signalingState !== 'stable';
  if (!collides) return 'take';
  return state.polite ? 'yield' : 'ignore';
}

/** An answer counts only for an offer that still stands: repeats and answers to what was taken back do not. */
export function isAnswerExpected(signalingState: RTCSignalingState): boolean {
  return signalingState === 'have-local-offer';
}

/** How a leg's transport does, for restarts. Times in ms since 1970; null: it is connected. */
export interface TransportWatch {
  readonly awaySince: number | null;
  readonly restartedAt: number | null;
}

/** A transport that never was away. */
export const transportWell: TransportWatch = { awaySince: null, restartedAt: null };

/** What to do about a leg's transport. */
export type TransportDecision = 'wait' | 'restart' | 'give_up';

/** What to do `now` (ms) about a transport that is or was away. */
export function decideTransport(watch: TransportWatch, now: number): TransportDecision {
  if (watch.awaySince === null) return 'wait';
  if (now - watch.awaySince >= giveUpAfter) return 'give_up';
  if (watch.restartedAt === null) {
    return now - watch.awaySince >= restartAfter ? 'restart' : 'wait';
  }
  return now - watch.restartedAt >= restartEvery ? 'restart' : 'wait';
}

/** The watch after the connection's state was seen `now`; a connection not up yet is away from its start. */
export function watchTransport(
  watch: TransportWatch,
  state: RTCPeerConnectionState,
  now: number,
): TransportWatch {
  switch (state) {
    case 'connected':
      return transportWell;
    case 'failed':
      // Nothing heals by itself any more: a restart is due at once.
      return { ...watch, awaySince: Math.min(watch.awaySince ?? now, now - restartAfter) };
    default:
      return { ...watch, awaySince: watch.awaySince ?? now };
  }
}
