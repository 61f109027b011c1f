import type { Candidate } from '@/lib/platform/direct-media';
import type { MediaSignal } from '../session';
import { createSerial } from '../serial';
import { watchArrivals } from './arrivals';
import { decideOffer, isAnswerExpected } from './negotiation';
import type { VideoCodecs } from './policy';
import { createSenders, type LegSenders, type LinesOfLeg } from './senders';
import { createSignalQueue, type LegMessage, type LegSignalling } from './signalling';
import { askForSpeech, fingerprintOf, sendFirst } from './wire-sdp';

/** What a leg needs of its surroundings. */
export interface LegParts {
  readonly peer: string;
  /** I opened it: impolite in glare (direct-media.md). */
  readonly offerer: boolean;
  /** The other end is no page of ours: it gets one candidate a message. */
  readonly oneByOne: boolean;
  readonly connection: RTCPeerConnection;
  readonly signalling: LegSignalling;
  readonly videoCodecs: VideoCodecs;
  /** Where a screen goes on this leg. */
  readonly screen: LinesOfLeg['screen'];
  /** A description or the connection's state changed. */
  readonly onChange: () => void;
  /** The server says that this leg is no more. */
  readonly onEnded: () => void;
}

/** The media between me and one other participant. */
export interface Leg {
  readonly peer: string;
  readonly connection: RTCPeerConnection;
  readonly senders: LegSenders;
  readonly arrivals: ReturnType<typeof watchArrivals>;
  /** My `call_uuid` of it; null before the server gave one. */
  readonly call: () => string | null;
  /** Makes the offer that opens the leg. */
  readonly open: (withVideo: boolean) => void;
  readonly receive: (signal: MediaSignal) => void;
  /** Looks for a new path, as soon as the descriptions stand. */
  readonly restart: () => void;
  /** How often it has looked for one. */
  readonly restarts: () => number;
  /** Both DTLS fingerprints, mine first; null before both are known. */
  readonly fingerprints: () => readonly [string, string] | null;
  /** Ends it here; the other end is told unless it said so itself. */
  readonly close: (how: 'tell' | 'silently') => void;
}

/** Makes a leg over a connection that nobody used yet. */
export function createLeg(parts: LegParts): Leg {
  const { peer, offerer, oneByOne, connection, signalling } = parts;
  const senders = createSenders(connection, {
    videoOrder: parts.videoCodecs.order,
    screen: parts.screen,
  });
  const arrivals = watchArrivals(connection);
  const inOrder = createSerial();
  // What comes before my own `call_uuid` is known waits for it.
  let call: string | null = null;
  const early: MediaSignal[] = [];
  let makingOffer = false;
  let restarts = 0;
  let opened = false;
  let closed = false;
  const isClosed = (): boolean => closed;

  const queue = createSignalQueue(deliver, ({ reason, status }) => {
    const over = status === 401 || reason === 'ended' || reason === 'not_found';
    if (over || call === null) parts.onEnded();
  });

  async function deliver(message: LegMessage): Promise<unknown> {
    if (message.kind === 'call') {
      call = await signalling.call(peer, message.sdp);
      for (const signal of early.splice(0)) take(signal);
      return;
    }
    if (call === null) return;
    switch (message.kind) {
      case 'answer':
        return signalling.acknowledge(call, message.sdp);
      case 'update':
        return signalling.update(call, message.sdp);
      case 'offer_ignored':
        return signalling.ignoreOffer(call);
      case 'candidates':
        return sendCandidates(call, message.candidates);
    }
  }

  async function sendCandidates(to: string, candidates: readonly Candidate[]): Promise<void> {
    if (!oneByOne) {
      await signalling.candidates(to, candidates);
      return;
    }
    for (const candidate of candidates) await signalling.candidates(to, [candidate]);
  }

  const negotiate = async (): Promise<void> => {
    if (!opened || isClosed()) return;
    makingOffer = true;
    try {
      await connection.setLocalDescription();
      const description = connection.localDescription;
      if (isClosed() || description?.type !== 'offer') return;
      const kind = offerer && connection.remoteDescription === null ? 'call' : 'update';
      queue.push({ kind, sdp: askForSpeech(description.sdp) });
    } catch {
      // The other end's offer came in between; it is asked again once that stands.
    } finally {
      makingOffer = false;
    }
  };

  const asSent = (sdp: string): string => sendFirst(sdp, parts.videoCodecs.inHardware);
  const takeOffer = async (sdp: string): Promise<void> => {
    const { signalingState } = connection;
    const decision = decideOffer({ polite: !offerer, makingOffer, signalingState });
    if (decision === 'ignore') {
      queue.push({ kind: 'offer_ignored' });
      return;
    }
    // Where the own offer stands in the way the browser takes it back by itself.
    await connection.setRemoteDescription({ type: 'offer', sdp: asSent(sdp) });
    senders.prepareAnswer();
    // Before there is an encoder, which would begin anew with other parameters.
    senders.settle();
    await connection.setLocalDescription();
    opened = true;
    const answer = connection.localDescription?.sdp;
    if (!isClosed() && answer) queue.push({ kind: 'answer', sdp: askForSpeech(answer) });
    settle();
  };
  const takeAnswer = async (sdp: string): Promise<void> => {
    if (!isAnswerExpected(connection.signalingState)) return;
    await connection.setRemoteDescription({ type: 'answer', sdp: asSent(sdp) });
    settle();
  };
  const takeBack = async (): Promise<void> => {
    if (connection.signalingState !== 'have-local-offer') return;
    await connection.setLocalDescription({ type: 'rollback' });
  };
  const takeCandidates = async (candidates: readonly Candidate[]): Promise<void> => {
    for (const { candidate, mid, ufrag } of candidates) {
      try {
        await connection.addIceCandidate({
          candidate,
          ...(mid ? { sdpMid: mid } : { sdpMLineIndex: 0 }),
          ...(ufrag ? { usernameFragment: ufrag } : {}),
        });
      } catch {
        // Of an offer that was ignored, or of a generation that a restart has replaced.
      }
    }
  };
  const settle = (): void => {
    senders.settle();
    parts.onChange();
  };

  const take = (signal: MediaSignal): void => {
    if (isClosed() || (call !== null && signal.data.call_uuid !== call)) return;
    if (signal.name === 'peer_disconnect') {
      parts.onEnded();
      return;
    }
    void inOrder(async () => {
      if (isClosed()) return;
      switch (signal.name) {
        case 'new_offer':
        case 'update_sdp':
          return takeOffer(signal.data.sdp);
        case 'new_answer':
          return takeAnswer(signal.data.sdp);
        case 'offer_ignored':
          return takeBack();
        case 'new_candidate':
          return takeCandidates(candidatesOf(signal));
      }
    }).catch(() => {
      // What the browser does not take (no SDP after all) changes nothing on this leg.
      parts.onChange();
    });
  };

  connection.addEventListener('negotiationneeded', () => void negotiate());
  connection.addEventListener('connectionstatechange', parts.onChange);
  connection.addEventListener('icecandidate', ({ candidate }) => {
    queue.push({ kind: 'candidates', candidates: [wireCandidate(candidate)] });
  });

  return {
    peer,
    connection,
    senders,
    arrivals,
    call: () => call,
    open(withVideo) {
      opened = true;
      senders.prepareOffer(withVideo);
      // At once: the browser's own event comes when it has time.
      void negotiate();
    },
    receive(signal) {
      if (signal.name === 'new_offer') call = signal.data.call_uuid;
      if (call === null) early.push(signal);
      else take(signal);
    },
    restart() {
      if (connection.remoteDescription === null) return;
      restarts += 1;
      connection.restartIce();
    },
    restarts: () => restarts,
    fingerprints() {
      const mine = fingerprintOf(connection.currentLocalDescription?.sdp ?? '');
      const theirs = fingerprintOf(connection.currentRemoteDescription?.sdp ?? '');
      return mine !== null && theirs !== null ? [mine, theirs] : null;
    },
    close(how) {
      if (closed) return;
      closed = true;
      queue.close();
      if (how === 'tell' && call !== null) {
        signalling.disconnect(call).catch(() => undefined);
      }
      connection.close();
    },
  };
}

function wireCandidate(candidate: RTCIceCandidate | null): Candidate {
  return {
    candidate: candidate?.candidate ?? '',
    mid: candidate?.sdpMid ?? null,
    ufrag: candidate?.usernameFragment ?? null,
  };
}

function candidatesOf(signal: Extract<MediaSignal, { name: 'new_candidate' }>): Candidate[] {
  const { candidates, candidate, mid, ufrag } = signal.data;
  return candidates ?? (candidate === undefined ? [] : [{ candidate, mid, ufrag }]);
}
