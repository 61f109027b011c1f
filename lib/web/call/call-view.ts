import type { Participant, ParticipantState } from '@/lib/platform/room';
import type { CaptureView } from '../media/capture';
import type { MediaEngine } from '../media/room-media';
import { noMedia, type PeerMedia } from '../media/session';
import { handSince } from './standing';
import type { OwnMedia, RemoteView } from './view';

/** Another participant as the page shows it, from the server's entry and what arrives. */
export function remoteView(person: Participant, media: PeerMedia = noMedia): RemoteView {
  const { state } = person;
  return {
    ...media,
    uuid: person.uuid,
    displayName: person.display_name,
    address: person.uri,
    state,
    muted: person.is_muted === 'YES' || state.audio === false,
    mutedByHost: person.is_muted === 'YES',
    isHost: person.role === 'chair',
    connected: person.connected,
    handSince: handSince(person),
    hasVideo: media.hasVideo && state.video !== false,
    // What a leg brought of a screen that is over is not shown.
    screen: state.screen === true ? media.screen : null,
  };
}

/** One's own side as the page shows it. */
export function ownMedia(
  capture: CaptureView,
  rest: Pick<OwnMedia, 'videoPaused' | 'speakingWhileMuted'> & { readonly sharing: boolean },
): OwnMedia {
  const { sharing, ...others } = rest;
  return { ...capture, ...others, screen: sharing ? capture.screen : null };
}

/** What others are told of my side (call-rules.md 18). */
export function reportedState(
  capture: CaptureView,
  now: {
    readonly held: boolean;
    readonly paused: boolean;
    readonly videoPaused: boolean;
    readonly engine: MediaEngine;
    readonly sharing: boolean;
  },
): ParticipantState {
  const works = ({ on, problem }: CaptureView['camera']): boolean => on && problem === null;
  return {
    audio: works(capture.microphone),
    video: works(capture.camera) && capture.preview !== null && !now.videoPaused,
    hold: now.held,
    paused: now.paused,
    screen: now.sharing,
    // Said once media flows there; it never goes back (direct-media.md, `media_change`).
    ...(now.engine === 'livekit' && { engine: now.engine }),
  };
}
