import { Track } from 'livekit-client';
import { expect, test } from 'vitest';
import { SPEECH_BITRATE, VIDEO_FLOOR, VIDEO_PROFILES } from '@/lib/call/video-profile';
import {
  pictureOptions,
  reconnectPolicy,
  roomOptions,
  screenOptions,
  speechOptions,
} from '@/lib/web/media/livekit/policy';

test('a room sends down what is seen as it is seen, and sends up what somebody takes', () => {
  expect(roomOptions.adaptiveStream).toBeTruthy();
  expect(roomOptions.dynacast).toBe(true);
});

test('what is captured is not stopped when a room ends', () => {
  expect(roomOptions.stopLocalTrackOnUnpublish).toBe(false);
});

test('a voice has DTX and RED, the bitrate of speech, and goes before the picture', () => {
  const { source, dtx, red, audioPreset } = speechOptions();
  expect({ source, dtx, red }).toEqual({ source: Track.Source.Microphone, dtx: true, red: true });
  expect(audioPreset).toEqual({ maxBitrate: SPEECH_BITRATE.wide, priority: 'high' });
});

test.each(['720p', '480p', '360p', '180p'] as const)(
  'a face in %s is sent in the size of its profile and in a small one beside it',
  (name) => {
    const profile = VIDEO_PROFILES[name];
    const { simulcast, videoEncoding, videoSimulcastLayers = [] } = pictureOptions(name, 'vp8');
    expect(simulcast).toBe(true);
    expect(videoEncoding).toEqual({
      maxBitrate: profile.bitrate,
      maxFramerate: profile.frameRate,
    });
    expect(videoSimulcastLayers).toHaveLength(1);
    const [small] = videoSimulcastLayers;
    expect(small?.width).toBeLessThan(profile.width / 2);
    expect(small?.encoding.maxBitrate).toBeLessThanOrEqual(profile.bitrate / 2);
    // With less than the floor a picture is not worth sending; a small one needs a little less than that.
    expect(small?.encoding.maxBitrate).toBeGreaterThanOrEqual(VIDEO_FLOOR * 0.8);
  },
);

test('a screen is read: its size stays, frames give way', () => {
  const { source, simulcast, degradationPreference } = screenOptions();
  expect(source).toBe(Track.Source.ScreenShare);
  expect(simulcast).toBe(false);
  expect(degradationPreference).toBe('maintain-resolution');
});

test('a lost connection is tried at once, a few times, and then asked for anew', () => {
  const waits = Array.from({ length: 12 }, (_, retryCount) =>
    reconnectPolicy.nextRetryDelayInMs({ retryCount, elapsedMs: 0 }),
  );
  expect(waits[0]).toBe(0);
  expect(waits.at(-1)).toBeNull();
  const all = waits.flatMap((wait) => wait ?? []).reduce((sum, wait) => sum + wait, 0);
  // Within the grace time of a page that is away (call-rules.md 17).
  expect(all).toBeLessThan(30_000);
});
