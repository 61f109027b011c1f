import { isSpeaking } from '../call/active-speaker';
import type { CallView } from '../call/view';
import { soundOf } from '../media/session';
import type { Sound } from './seats';

/** Somebody's sound that arrives in a call. */
export interface ArrivingSound extends Sound {
  readonly name: string;
  readonly track: MediaStreamTrack;
}

/** The call that is heard: the last that goes on and is not on hold; null: none is. */
export function heardCall(calls: readonly CallView[]): CallView | null {
  const heard = calls.findLast(({ phase, held, meeting }) => {
    const goesOn = phase.phase === 'connecting' || phase.phase === 'connected';
    return goesOn && !held && !meeting.iWait;
  });
  return heard ?? null;
}

/** What is to be heard in a call: voices that are not muted, and what shared screens sound. */
export function soundsOfCall(call: CallView | null): readonly ArrivingSound[] {
  return (call?.remotes ?? []).flatMap((remote): ArrivingSound[] => {
    const name = remote.displayName || remote.address;
    const voice = remote.muted || remote.state.hold === true ? null : soundOf(remote.stream);
    const screen = soundOf(remote.screen);
    const speaking = isSpeaking(remote);
    const level = remote.audioLevel;
    return [
      ...(isLive(voice) ? [{ source: remote.uuid, name, track: voice, speaking, level }] : []),
      ...(isLive(screen)
        ? [{ source: `${remote.uuid} screen`, name, track: screen, speaking: false, level: 0 }]
        : []),
    ];
  });
}

function isLive(track: MediaStreamTrack | null): track is MediaStreamTrack {
  return track?.readyState === 'live';
}
