import type { LoopingSound, Sounds } from '../sounds';
import type { CallView, RingingCall } from './view';

/** Which sounds go on, for what rings and what is called; the visible tab alone rings. */
export function soundsFor(
  ringing: readonly RingingCall[],
  calls: readonly CallView[],
): ReadonlySet<LoopingSound> {
  const sounds = new Set<LoopingSound>();
  const busy = calls.some(({ phase }) => phase.phase !== 'ended');
  if (ringing.some(({ silenced }) => !silenced)) sounds.add(busy ? 'waiting' : 'ring');
  // "Ringing" is heard only when a device of theirs has said so (call-rules.md 16).
  const rings = calls.some(
    ({ phase }) => phase.phase === 'outgoing' && phase.progress !== 'calling',
  );
  if (rings) sounds.add('ringback');
  return sounds;
}

/** The sound of an ending; null for one's own. */
export function endingSound({ phase }: CallView): 'busy' | 'ended' | null {
  if (phase.phase !== 'ended') return null;
  const { by, reason, durationMs } = phase.ending;
  if (by === 'me' || reason === 'replaced') return null;
  return durationMs === null ? 'busy' : 'ended';
}

/** Plays what belongs to the state of the calls, and what belongs to its changes. */
export function createCallSounds(
  sounds: Sounds,
): (ringing: readonly RingingCall[], calls: readonly CallView[]) => void {
  const live = new Set<string>();
  return (ringing, calls) => {
    const wanted = soundsFor(ringing, calls);
    for (const sound of ['ring', 'waiting', 'ringback'] as const) {
      if (wanted.has(sound)) sounds.start(sound);
      else sounds.stop(sound);
    }
    for (const call of calls) {
      if (call.phase.phase !== 'ended') live.add(call.key);
      else if (live.delete(call.key)) {
        const sound = endingSound(call);
        if (sound !== null) sounds.play(sound);
      }
    }
  };
}
