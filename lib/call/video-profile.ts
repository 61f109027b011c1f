/** The platform's video profiles (platform-api.md 4); `audio` sends no picture. */
export type VideoProfileName = '720p' | '480p' | '360p' | '180p' | 'audio';

/** What a profile captures and sends at most. */
export interface VideoProfile {
  readonly name: Exclude<VideoProfileName, 'audio'>;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** frames a second */
  readonly frameRate: number;
  /** What all legs together may send, bit/s. */
  readonly bitrate: number;
}

/** What one leg sends: a picture of this size and at most this bitrate, or none. */
export type LegVideo =
  { readonly video: 'none' } | { readonly video: 'sent'; readonly profile: VideoProfile };

/** The profile of a call when nothing else was chosen. */
export const DEFAULT_PROFILE: VideoProfileName = '480p';

/**
 * What Opus gets for speech, with in-band FEC, bit/s: on a wide line, and on one that is narrow for a picture
 * beside it. RED sends all of it twice, which no browser reckons with when it shares the line out.
 */
export const SPEECH_BITRATE = { wide: 40_000, narrow: 24_000 } as const;

/** A line with less than the first is narrow, one with more than the second is wide again, bit/s. */
export const NARROW_LINE = { below: 500_000, until: 700_000 } as const;

/** How wide a line is for speech beside a picture. */
export type SpeechLine = keyof typeof SPEECH_BITRATE;

/**
 * The line for speech after its bandwidth (bit/s, `availableOutgoingBitrate`) was measured. Without a picture
 * beside it speech has the whole of it, unless too little was left for a picture.
 */
export function decideSpeech(
  line: SpeechLine,
  available: number,
  picture: 'sent' | 'paused' | 'none',
): SpeechLine {
  if (picture === 'none') return 'wide';
  if (picture === 'paused' || available < NARROW_LINE.below) return 'narrow';
  return available > NARROW_LINE.until ? 'wide' : line;
}

/** Below this a picture is not worth sending and takes from the voice, bit/s (call-rules.md, media). */
export const VIDEO_FLOOR = 150_000;

/** The sizes are the platform's; it names the bitrate of 480p alone, the others follow the pixels. */
export const VIDEO_PROFILES: {
  readonly [Name in Exclude<VideoProfileName, 'audio'>]: VideoProfile;
} = {
  '720p': { name: '720p', width: 1280, height: 720, frameRate: 30, bitrate: 2_048_000 },
  '480p': { name: '480p', width: 640, height: 480, frameRate: 25, bitrate: 1_024_000 },
  '360p': { name: '360p', width: 640, height: 360, frameRate: 20, bitrate: 640_000 },
  '180p': { name: '180p', width: 320, height: 180, frameRate: 20, bitrate: 256_000 },
};

/** Most others in a mesh (direct-media.md). */
export const MOST_PEERS = 3;

/**
 * What each leg sends with so many others in the mesh (1 to 3): alone the whole profile, else its
 * share of the uplink, at four people 360p at most (call-rules.md, media). Never less than the floor
 * under which a picture pauses.
 */
export function profileForPeers(name: VideoProfileName, peers: number): LegVideo {
  if (name === 'audio') return { video: 'none' };
  const chosen = VIDEO_PROFILES[name];
  const largest = VIDEO_PROFILES['360p'];
  const shown = peers >= MOST_PEERS && chosen.height > largest.height ? largest : chosen;
  const share = Math.floor(chosen.bitrate / Math.max(1, peers));
  const bitrate = Math.max(VIDEO_FLOOR, Math.min(shown.bitrate, share));
  return { video: 'sent', profile: { ...shown, bitrate } };
}

/**
 * Whether the picture is sent or rests so that the voice survives. Times in ms since the epoch:
 * `lowSince`, the bandwidth has been too low since then; `retryAt`, the picture is tried again then.
 */
export type VideoCare =
  | {
      readonly picture: 'sent';
      readonly since: number;
      readonly lowSince: number | null;
      readonly retryWait: number;
    }
  | { readonly picture: 'paused'; readonly retryAt: number; readonly retryWait: number };

/** Too little for this long pauses the picture, ms: one bad estimate does not. */
export const LOW_FOR = 3_000;

/**
 * A paused picture is tried again after this, doubled with each failure up to the most, ms: with
 * voice alone the browser's estimate does not grow, so that only trying shows whether it is better.
 */
export const RETRY_WAIT = { first: 10_000, most: 80_000 } as const;

/** With this much the picture comes back at once, bit/s: clear of the floor, so that it does not flap. */
export const VIDEO_COMES_BACK = 300_000;

/** A picture that lasted this long has proved the line good: the next wait is the first again, ms. */
const PROVED_AFTER = 30_000;

/** The picture is sent, from `now` (ms) on. */
export function startVideoCare(now: number): VideoCare {
  return { picture: 'sent', since: now, lowSince: null, retryWait: RETRY_WAIT.first };
}

/**
 * The next state when the leg's outgoing bandwidth (bit/s, `availableOutgoingBitrate`) was measured
 * `now` (ms). Speech lives longest: the picture pauses below the floor (call-rules.md, media).
 */
export function decideVideo(care: VideoCare, available: number, now: number): VideoCare {
  if (care.picture === 'paused') {
    return available >= VIDEO_COMES_BACK || now >= care.retryAt
      ? { picture: 'sent', since: now, lowSince: null, retryWait: care.retryWait }
      : care;
  }
  if (available >= VIDEO_FLOOR) return { ...care, lowSince: null };
  const lowSince = care.lowSince ?? now;
  if (now - lowSince < LOW_FOR) return { ...care, lowSince };
  const proved = lowSince - care.since >= PROVED_AFTER;
  const wait = proved ? RETRY_WAIT.first : care.retryWait;
  return {
    picture: 'paused',
    retryAt: now + wait,
    retryWait: Math.min(RETRY_WAIT.most, wait * 2),
  };
}
