import {
  AudioPresets,
  Track,
  VideoPreset,
  type ReconnectPolicy,
  type RoomOptions,
  type TrackPublishOptions,
} from 'livekit-client';
import {
  SPEECH_BITRATE,
  VIDEO_PROFILES,
  type VideoProfile,
  type VideoProfileName,
} from '@/lib/call/video-profile';

/*
 * What call-rules.md, Media, and platform-api.md 4 (`multistream`) ask of media through LiveKit, in one place:
 * tests/unit/web/media/livekit-policy.test.ts tries each rule.
 */

/** Waits between attempts to come back to LiveKit, ms; then it is asked for anew with a fresh token. */
const reconnectAfter = [0, 300, 700, 1_500, 3_000, 5_000];

/** Comes back quickly: what LiveKit lost, a fresh token brings back sooner than more of the same. */
export const reconnectPolicy: ReconnectPolicy = {
  nextRetryDelayInMs: ({ retryCount }) => reconnectAfter[retryCount] ?? null,
};

/** A room that sends down what is seen in the size in which it is seen, and sends up what somebody takes. */
export const roomOptions: RoomOptions = {
  adaptiveStream: { pixelDensity: 'screen' },
  dynacast: true,
  // What is captured is the page's: it goes on when a room ends.
  stopLocalTrackOnUnpublish: false,
  // Leaving is told to the server; a page that is reloaded comes back.
  disconnectOnPageLeave: false,
  reconnectPolicy,
};

/** How a voice is published: like in a leg, with RED and DTX. */
export function speechOptions(): TrackPublishOptions {
  return {
    source: Track.Source.Microphone,
    audioPreset: { ...AudioPresets.speech, maxBitrate: SPEECH_BITRATE.wide, priority: 'high' },
    dtx: true,
    red: true,
    stopMicTrackOnMute: false,
  };
}

/** How a face is published: the profile's size, and a small one beside it (`multistream`). */
export function pictureOptions(
  name: Exclude<VideoProfileName, 'audio'>,
  codec: 'vp8' | 'h264',
): TrackPublishOptions {
  const profile = VIDEO_PROFILES[name];
  return {
    source: Track.Source.Camera,
    videoCodec: codec,
    simulcast: true,
    videoEncoding: { maxBitrate: profile.bitrate, maxFramerate: profile.frameRate },
    videoSimulcastLayers: [smallOf(profile)],
    degradationPreference: 'balanced',
  };
}

/** The share of the small picture, in bit/s and in size (a quarter of the pixels is enough for a tile). */
const small = { bitrate: 0.15, size: 0.375 } as const;

function smallOf({ width, height, bitrate, frameRate }: VideoProfile): VideoPreset {
  return new VideoPreset(
    Math.round(width * small.size),
    Math.round(height * small.size),
    Math.max(120_000, Math.round(bitrate * small.bitrate)),
    Math.min(15, frameRate),
  );
}

/** How a shared screen is published: read, not watched; frames give way before letters do. */
export function screenOptions(): TrackPublishOptions {
  return {
    source: Track.Source.ScreenShare,
    videoCodec: 'vp8',
    simulcast: false,
    screenShareEncoding: { maxBitrate: 2_500_000, maxFramerate: 15 },
    degradationPreference: 'maintain-resolution',
  };
}

/** How the sound of a shared screen is published: it may be music. */
export function screenSoundOptions(): TrackPublishOptions {
  return {
    source: Track.Source.ScreenShareAudio,
    audioPreset: AudioPresets.musicStereo,
    dtx: false,
    red: true,
  };
}
