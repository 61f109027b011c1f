import type { CallPhase, CallView } from '@/lib/web/call/view';

/** A call that goes on. */
export const connected: CallPhase = { phase: 'connected', since: 0 };

/** A call between two, of which only some things matter. */
export function aCall(key: string, phase: CallPhase, held = false): CallView {
  return {
    key,
    room: key,
    invitation: null,
    direction: 'incoming',
    kind: 'gateway',
    callType: 'video',
    peer: { address: `${key}@example.com`, displayName: '' },
    phase,
    remotes: [],
    own: {
      microphone: { on: true, problem: null },
      camera: { on: true, problem: null },
      blur: { state: 'off', problem: null },
      videoPaused: false,
      preview: null,
      screen: null,
      facing: 'user',
      canFlip: false,
      speakingWhileMuted: false,
    },
    held,
    reconnecting: false,
    playbackBlocked: false,
    verification: null,
    protection: 'direct',
    messages: [],
    invited: [],
    role: 'GUEST',
    meeting: {
      locked: false,
      guestsMuted: false,
      hosted: true,
      waiting: [],
      iWait: false,
      mutedByHost: false,
      handSince: null,
    },
  };
}
