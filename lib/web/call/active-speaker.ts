import type { RemoteView } from './view';

/** From this level on somebody is speaking; below it is breath and rooms. */
const speechLevel = 0.06;

/** Whether a participant is heard speaking now. */
export function isSpeaking(remote: RemoteView): boolean {
  return !remote.muted && remote.audioLevel >= speechLevel;
}

/** Whom the speaker view shows, and who may be next. */
export interface Speakers {
  /** Null: nobody has spoken yet. */
  readonly current: string | null;
  /** When the current speaker was last heard, ms. */
  readonly heardAt: number;
  /** Who speaks meanwhile, since when, and when last heard, ms. */
  readonly next: {
    readonly uuid: string;
    readonly since: number;
    readonly heardAt: number;
  } | null;
}

/** Nobody has spoken. */
export const silentRoom: Speakers = { current: null, heardAt: 0, next: null };

/** A pause of the speaker in which nobody takes over, ms: people breathe. */
export const pauseMs = 800;

/** How long another must speak in such a silence, ms: a cough takes nothing over. */
export const turnMs = 400;

/** Between words that far apart, ms, somebody is still speaking: levels are looked at four times a second at most. */
const betweenWordsMs = 1_500;

/** How long another must speak over the speaker, ms, and how much louder: two who argue do not take turns. */
export const overlapMs = 2_000;
const louder = 1.25;

/**
 * Who is shown after a look at who speaks, at `now` (ms). With hysteresis, so that the picture does not flicker: a speaker
 * stays through pauses and short words of others, and in silence for as long as it lasts.
 */
export function speakersAfter(
  before: Speakers,
  remotes: readonly RemoteView[],
  now: number,
): Speakers {
  const speaking = remotes
    .filter(isSpeaking)
    .toSorted((one, other) => other.audioLevel - one.audioLevel);
  const current = remotes.find(({ uuid }) => uuid === before.current);
  if (current === undefined) {
    const [first] = speaking;
    if (first) return { current: first.uuid, heardAt: now, next: null };
    return before.current === null ? before : silentRoom;
  }
  const heardAt = isSpeaking(current) ? now : before.heardAt;
  const bar = isSpeaking(current) ? current.audioLevel * louder : 0;
  const others = speaking.filter(
    ({ uuid, audioLevel }) => uuid !== current.uuid && audioLevel > bar,
  );
  const earlier =
    before.next !== null && now - before.next.heardAt <= betweenWordsMs ? before.next : null;
  const next = others.find(({ uuid }) => uuid === earlier?.uuid) ?? others[0];
  if (next === undefined) {
    const same = earlier === before.next && before.heardAt === heardAt;
    return same ? before : { current: current.uuid, heardAt, next: earlier };
  }
  const since = next.uuid === earlier?.uuid ? earlier.since : now;
  const paused = now - heardAt >= pauseMs;
  if (now - since >= (paused ? turnMs : overlapMs)) {
    return { current: next.uuid, heardAt: now, next: null };
  }
  return { current: current.uuid, heardAt, next: { uuid: next.uuid, since, heardAt: now } };
}
