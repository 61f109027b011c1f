import type { ScreenProfile } from '@/lib/call/screen-profile';
import {
  profileForPeers,
  SPEECH_BITRATE,
  type LegVideo,
  type SpeechLine,
  type VideoCare,
  type VideoProfileName,
} from '@/lib/call/video-profile';
import type { Browser } from '../../browser';

/*
 * What call-rules.md, Media, asks of direct media, in one place: every number and every preference that
 * the engine follows stands here or, where it decides by the line's bandwidth, in lib/call/video-profile.ts.
 * tests/unit/web/media/policy.test.ts tries each rule, policy-on-legs.test.ts that the legs follow it.
 */

/** How a leg's connection is made: everything over one transport, whatever the other end can (RFC 8843). */
export function connectionSettings(iceServers: readonly RTCIceServer[]): RTCConfiguration {
  return { iceServers: [...iceServers], bundlePolicy: 'max-bundle' };
}

/** `disconnected` may heal by itself for this long, ms. */
export const restartAfter = 2_000;

/** A restart that leads nowhere is tried again after this, ms. */
export const restartEvery = 8_000;

/** A leg that is away for this long is given up, ms. */
export const giveUpAfter = 30_000;

/** TURN credentials that are good for less than this are renewed before an ICE restart, ms. */
export const renewWithin = 5 * 60_000;

/** A restart waits so long for fresh ones, ms: a path without a relay may be found all the same. */
export const renewalPatience = 3_000;

/**
 * Speech lives longest: it goes before the picture in the browser's queue. Not on the network
 * (`networkPriority`): packets of one connection that queue apart mislead the estimate of the line they
 * share (RFC 7657, 5.1), and on 300 kbit/s speech came twice as late.
 */
export function speechEncoding(line: SpeechLine): RTCRtpEncodingParameters {
  return { maxBitrate: SPEECH_BITRATE[line], priority: 'high' };
}

/** Packets carry the one before again where both ends have RED (RFC 2198). */
export const speechCodecs = ['audio/red', 'audio/opus'] as const;

/** What each end asks of the other's Opus: in-band FEC, and little in silence (RFC 7587, 6.1). */
export const opusParameters = ['useinbandfec=1', 'usedtx=1'] as const;

/** What a leg sends of the picture; null: nothing, it rests. `track`: what is captured now. */
export function pictureEncoding(
  video: LegVideo | null,
  track: MediaStreamTrack | null,
): RTCRtpEncodingParameters {
  if (video?.video !== 'sent') return { active: false };
  const { profile } = video;
  return {
    active: true,
    maxBitrate: profile.bitrate,
    maxFramerate: profile.frameRate,
    scaleResolutionDownBy: Math.max(1, shorterSide(track, profile.height) / profile.height),
    priority: 'low',
  };
}

/** A phone held upright captures 480 by 640: what counts is the shorter side, px. */
function shorterSide(track: MediaStreamTrack | null, otherwise: number): number {
  const { width, height } = track?.getSettings() ?? {};
  return height === undefined ? otherwise : Math.min(height, width ?? height);
}

/** What shares out the uplink. */
export interface UplinkShare {
  readonly profile: VideoProfileName;
  readonly peers: number;
  /** A screen goes out beside the face, which is small on the other side then. */
  readonly sharing: boolean;
}

/**
 * A leg's picture as its care and its share of the uplink have it: at four people 360p at most, beside a screen the
 * smallest.
 */
export function pictureOf(
  care: VideoCare,
  { profile, peers, sharing }: UplinkShare,
): LegVideo | null {
  if (care.picture !== 'sent') return null;
  return profileForPeers(sharing && profile !== 'audio' ? '180p' : profile, peers);
}

/** What a leg sends of a screen; null: nothing. Before the face in the browser's queue, after the voice. */
export function screenEncoding(screen: ScreenProfile | null): RTCRtpEncodingParameters {
  if (screen === null) return { active: false };
  return {
    active: true,
    maxBitrate: screen.bitrate,
    maxFramerate: screen.frameRate,
    scaleResolutionDownBy: 1,
    priority: 'medium',
  };
}

/** The sound of a screen may be music, bit/s. */
export function screenSoundEncoding(): RTCRtpEncodingParameters {
  return { maxBitrate: 96_000, priority: 'medium' };
}

/**
 * How the picture gives way, by what it shows (`contentHint`). A face moves: frames first, down to what a
 * size needs, then the size; only `balanced` does so (`maintain-framerate` would give up the size alone).
 * A screen is read: frames alone, its size stays.
 */
export function degradationOf(track: MediaStreamTrack | null): RTCDegradationPreference {
  const isRead = track?.contentHint === 'detail' || track?.contentHint === 'text';
  return isRead ? 'maintain-resolution' : 'balanced';
}

/** The order of the video codecs of a browser, and the one that it encodes in hardware, if any. */
export interface VideoCodecs {
  /** What this end likes to receive; what supports codecs (rtx, ulpfec) follows. */
  readonly order: readonly string[];
  /** What this end sends wherever the other takes it, whatever the other likes more. */
  readonly inHardware: string | null;
}

/** H.264 where it is encoded in hardware (all that Apple makes), else VP8, which is the lightest in software. */
export function videoCodecs({ system, family }: Pick<Browser, 'system' | 'family'>): VideoCodecs {
  return system === 'ios' || family === 'safari'
    ? { order: ['video/H264', 'video/VP9', 'video/VP8'], inHardware: 'video/H264' }
    : { order: ['video/VP8', 'video/VP9', 'video/H264'], inHardware: null };
}
