import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_PROFILE,
  decideVideo,
  LOW_FOR,
  profileForPeers,
  RETRY_WAIT,
  startVideoCare,
  VIDEO_COMES_BACK,
  VIDEO_FLOOR,
  VIDEO_PROFILES,
  type VideoCare,
  type VideoProfileName,
} from '@/lib/call/video-profile';
import { START } from './examples';
import { runs } from './random';

describe('the video profiles of the platform', () => {
  it.each([
    ['720p', 1280, 720, 30],
    ['480p', 640, 480, 25],
    ['360p', 640, 360, 20],
    ['180p', 320, 180, 20],
  ] as const)('%s is %i×%i at %i', (name, width, height, frameRate) => {
    expect(VIDEO_PROFILES[name]).toMatchObject({ name, width, height, frameRate });
  });

  it('are 480p up to 1024 kbit/s unless chosen otherwise', () => {
    expect(DEFAULT_PROFILE).toBe('480p');
    expect(VIDEO_PROFILES['480p'].bitrate).toBe(1_024_000);
  });
});

describe('what each leg of a mesh sends', () => {
  it.each([
    ['720p', 1, '720p', 2_048_000],
    ['720p', 2, '720p', 1_024_000],
    ['720p', 3, '360p', 640_000],
    ['480p', 1, '480p', 1_024_000],
    ['480p', 2, '480p', 512_000],
    ['480p', 3, '360p', 341_333],
    ['360p', 3, '360p', 213_333],
    ['180p', 3, '180p', VIDEO_FLOOR],
  ] as const)('%s with %i others: %s at %i bit/s', (name, peers, shown, bitrate) => {
    expect(profileForPeers(name, peers)).toMatchObject({
      video: 'sent',
      profile: { name: shown, bitrate },
    });
  });

  it('audio sends no picture', () => {
    expect(profileForPeers('audio', 1)).toEqual({ video: 'none' });
  });

  it('never more than with fewer others, and before anybody came the whole', () => {
    const name = fc.constantFrom<VideoProfileName[]>('720p', '480p', '360p', '180p');
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 2 }), (chosen, peers) => {
        const fewer = profileForPeers(chosen, peers);
        const more = profileForPeers(chosen, peers + 1);
        if (fewer.video === 'none' || more.video === 'none') throw new Error('no picture');
        expect(more.profile.bitrate).toBeLessThanOrEqual(fewer.profile.bitrate);
        expect(more.profile.height).toBeLessThanOrEqual(fewer.profile.height);
      }),
      runs(100),
    );
    expect(profileForPeers('480p', 0)).toEqual(profileForPeers('480p', 1));
  });
});

describe('speech lives longest', () => {
  /** Measures every second from `from` (s) to `to` (s). */
  function measure(care: VideoCare, available: number, from: number, to: number): VideoCare {
    let next = care;
    for (let second = from; second <= to; second += 1) {
      next = decideVideo(next, available, START + second * 1_000);
    }
    return next;
  }

  it('one bad estimate does not pause the picture, three seconds do', () => {
    const short = measure(startVideoCare(START), 100_000, 1, 3);
    expect(short.picture).toBe('sent');
    expect(measure(short, VIDEO_FLOOR, 4, 4)).toMatchObject({ lowSince: null });
    expect(measure(short, 100_000, 4, 4)).toMatchObject({
      picture: 'paused',
      retryAt: START + 4_000 + RETRY_WAIT.first,
    });
  });

  it('comes back at once with enough, else it is tried again', () => {
    const paused = measure(startVideoCare(START), 100_000, 1, 4);
    expect(measure(paused, VIDEO_COMES_BACK - 1, 5, 13).picture).toBe('paused');
    expect(measure(paused, VIDEO_COMES_BACK, 5, 5).picture).toBe('sent');
    expect(measure(paused, 100_000, 5, 14).picture).toBe('sent');
  });

  it('is tried less and less often while it fails, and anew once the line has proved good', () => {
    const first = measure(startVideoCare(START), 100_000, 1, 4);
    const second = measure(first, 100_000, 5, 18);
    expect(second).toMatchObject({ picture: 'paused', retryAt: START + 18_000 + 20_000 });
    const good = measure(second, 500_000, 19, 60);
    expect(measure(good, 100_000, 61, 64)).toMatchObject({
      picture: 'paused',
      retryAt: START + 64_000 + RETRY_WAIT.first,
    });
  });

  it('never pauses above the floor, never stays paused beyond the longest wait', () => {
    const bandwidth = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(bandwidth, (measured) => {
        let care = startVideoCare(START);
        measured.forEach((available, second) => {
          const now = START + second * 1_000;
          const next = decideVideo(care, available, now);
          if (care.picture === 'sent' && next.picture === 'paused') {
            expect(available).toBeLessThan(VIDEO_FLOOR);
            expect(now - (care.lowSince ?? now)).toBeGreaterThanOrEqual(LOW_FOR);
            expect(next.retryAt - now).toBeLessThanOrEqual(RETRY_WAIT.most);
          }
          care = next;
        });
      }),
      runs(500),
    );
  });
});
