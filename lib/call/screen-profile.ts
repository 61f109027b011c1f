import { MOST_PEERS, type VideoCare } from './video-profile';

/** What a leg sends of a shared screen at most. Its size stays: a screen is read, and frames give way first. */
export interface ScreenProfile {
  /** bit/s */
  readonly bitrate: number;
  /** frames a second */
  readonly frameRate: number;
}

/** What all legs together may send of a screen, bit/s: letters at 1080p are sharp with less, films are not needed. */
export const SCREEN_BITRATE = 2_000_000;

/** A screen that scrolls, and one that three encoders have to keep up with, frames a second. */
const frameRates = { alone: 15, mesh: 8 } as const;

/** Where too little is left for a face a screen still can be read: it changes seldom. */
const onNarrowLine: ScreenProfile = { bitrate: 80_000, frameRate: 2 };

/** What each leg sends of a screen with so many others in the mesh (1 to 3), as its line is (call-rules.md, Media). */
export function screenForPeers(peers: number, picture: VideoCare['picture']): ScreenProfile {
  if (picture === 'paused') return onNarrowLine;
  return {
    bitrate: Math.floor(SCREEN_BITRATE / Math.max(1, Math.min(peers, MOST_PEERS))),
    frameRate: peers > 1 ? frameRates.mesh : frameRates.alone,
  };
}
