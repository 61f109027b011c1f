import { Track } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchParticipant, type WatchedPublication } from '@/lib/web/media/livekit/arrivals';
import { liveTrack, stubTracks } from '../fake-tracks';

beforeEach(stubTracks);
afterEach(() => vi.unstubAllGlobals());

/** Somebody who publishes a camera through LiveKit, of which so many frames were decoded so far. */
function somebody() {
  const mediaStreamTrack = liveTrack('video');
  const camera = {
    isMuted: false,
    isEnabled: true,
    frames: 0,
    track: {
      mediaStreamTrack,
      getRTCStatsReport: () =>
        Promise.resolve(
          new Map([['in', { type: 'inbound-rtp', kind: 'video', framesDecoded: camera.frames }]]),
        ),
    },
  };
  const publications = new Map<string, WatchedPublication>([['camera', camera]]);
  const participant = {
    trackPublications: publications,
    getTrackPublication: (source: Track.Source) =>
      source === Track.Source.Camera ? camera : undefined,
  };
  return { camera, participant, mediaStreamTrack };
}

it('a picture is there once frames of it came, and not while its person sends none', async () => {
  const { camera, participant } = somebody();
  const arrivals = watchParticipant();
  await arrivals.look(participant);
  expect([arrivals.hasVideo, arrivals.isWhole]).toEqual([false, false]);
  camera.frames = 1;
  await arrivals.look(participant);
  expect([arrivals.hasVideo, arrivals.isWhole]).toEqual([true, true]);
  camera.isMuted = true;
  await arrivals.look(participant);
  expect(arrivals.hasVideo).toBe(false);
});

it('a picture that was kept back since nobody saw it is there to be shown: else it would never come', async () => {
  const { camera, participant, mediaStreamTrack } = somebody();
  const arrivals = watchParticipant();
  // What a leg brought was shown, stood still, and went from the screen: nobody sees LiveKit's either.
  arrivals.place(new MediaStream([liveTrack('video')]));
  camera.isEnabled = false;
  await arrivals.look(participant);
  arrivals.settle();
  await arrivals.look(participant);
  expect(arrivals.hasVideo).toBe(true);
  expect(arrivals.stream.getVideoTracks()).toEqual([mediaStreamTrack]);
  // Shown, it is asked for, and stays until its first frame.
  camera.isEnabled = true;
  await arrivals.look(participant);
  expect(arrivals.hasVideo).toBe(true);
  camera.isMuted = true;
  await arrivals.look(participant);
  expect(arrivals.hasVideo).toBe(false);
});

it('a picture that goes from LiveKit before the legs are over is the leg’s again', async () => {
  const { camera, participant, mediaStreamTrack } = somebody();
  const nothing = { trackPublications: new Map(), getTrackPublication: () => undefined };
  const leg = liveTrack('video');
  const arrivals = watchParticipant();
  arrivals.place(new MediaStream([leg]));
  const comeSteadily = async () => {
    for (let look = 0; look < 4; look += 1) {
      camera.frames += 1;
      await arrivals.look(participant);
    }
    expect(arrivals.stream.getVideoTracks()).toEqual([mediaStreamTrack]);
  };
  await comeSteadily();
  await arrivals.look(nothing);
  expect(arrivals.stream.getVideoTracks()).toEqual([leg]);
  await comeSteadily();
  arrivals.settle();
  await arrivals.look(nothing);
  expect(arrivals.stream.getVideoTracks()).toEqual([]);
});
