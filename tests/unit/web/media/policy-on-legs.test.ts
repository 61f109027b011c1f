import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { noTracks } from '@/lib/web/media/capture';
import {
  LOW_FOR,
  NARROW_LINE,
  RETRY_WAIT,
  SPEECH_BITRATE,
  VIDEO_COMES_BACK,
  VIDEO_FLOOR,
} from '@/lib/call/video-profile';
import { giveUpAfter, restartAfter, videoCodecs } from '@/lib/web/media/direct/policy';
import {
  connectionAt,
  encodingOf,
  lineOf,
  openRoom,
  stubConnections,
  track,
} from './fake-connection';

let opened: ReturnType<typeof openRoom> | undefined;
beforeEach(stubConnections);
afterEach(() => {
  opened?.session.close('here');
  opened = undefined;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call with Bob that stands, with microphone and camera. */
async function withBob(change: Parameters<typeof openRoom>[0] = {}, hint = 'motion') {
  opened = openRoom(change);
  const room = opened;
  room.session.send({
    ...noTracks,
    audio: track('audio'),
    video: track('video', { width: 640, height: 480 }, hint),
  });
  await room.come('bob');
  await room.connect();
  return { ...room, bob: connectionAt(0) };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

test('everything goes over one transport', async () => {
  const { bob } = await withBob({
    iceServers: { servers: [{ urls: ['stun:stun.example.com'] }], goodUntil: null },
  });
  expect(bob.configuration).toEqual({
    iceServers: [{ urls: ['stun:stun.example.com'] }],
    bundlePolicy: 'max-bundle',
  });
});

test('a word between two looks is heard, and fades', async () => {
  const { bob, session } = await withBob();
  const level = () => session.peers.get().get('bob')?.audioLevel;
  const voice = bob.line('audio');
  voice.audioLevel = 0;
  await vi.advanceTimersByTimeAsync(270);
  expect(level()).toBe(0);
  // For less than the time between two looks.
  voice.audioLevel = 0.5;
  await vi.advanceTimersByTimeAsync(60);
  voice.audioLevel = 0;
  await vi.advanceTimersByTimeAsync(190);
  expect(level()).toBe(0.5);
  await seconds(3);
  expect(level()).toBe(0);
});

describe('speech lives longest', () => {
  test('its sender has the higher priority', async () => {
    const { bob } = await withBob();
    expect(encodingOf(bob, 'audio')).toMatchObject({ priority: 'high' });
    expect(encodingOf(bob, 'video')).toMatchObject({ priority: 'low' });
  });

  test('it takes little beside a picture until the line is known to be wide', async () => {
    const { bob } = await withBob();
    const speechRate = () => encodingOf(bob, 'audio').maxBitrate;
    expect(speechRate()).toBe(SPEECH_BITRATE.narrow);
    bob.statistics = lineOf(NARROW_LINE.until + 1);
    await seconds(2);
    expect(speechRate()).toBe(SPEECH_BITRATE.wide);
    bob.statistics = lineOf(NARROW_LINE.below - 1);
    await seconds(2);
    expect(speechRate()).toBe(SPEECH_BITRATE.narrow);
  });

  test('it has the whole of a line that carries no picture', async () => {
    const { bob, session } = await withBob();
    session.send({ ...noTracks, audio: track('audio'), video: null });
    bob.statistics = lineOf(NARROW_LINE.below - 1);
    await seconds(2);
    expect(encodingOf(bob, 'audio').maxBitrate).toBe(SPEECH_BITRATE.wide);
  });

  test('the offer prefers RED and asks for FEC and DTX', async () => {
    const { bob, told } = await withBob();
    expect(bob.line('audio').codecs.map(({ mimeType }) => mimeType)).toEqual([
      'audio/red',
      'audio/opus',
      'audio/PCMU',
    ]);
    expect(told.offers[0]).toContain('a=fmtp:111 useinbandfec=1;usedtx=1\r\n');
  });

  test.each([
    ['motion', 'balanced'],
    ['detail', 'maintain-resolution'],
  ])('a picture of %s gives way by %s', async (hint, degradation) => {
    const { bob } = await withBob({}, hint);
    expect(bob.line('video').sender.parameters.degradationPreference).toBe(degradation);
    expect(bob.line('audio').sender.parameters.degradationPreference).toBeUndefined();
  });

  test('the picture rests when too little is left, and comes back when there is clearly more', async () => {
    const { bob, session } = await withBob();
    bob.statistics = lineOf(VIDEO_FLOOR - 1);
    await seconds(LOW_FOR / 1_000 - 1);
    expect(encodingOf(bob, 'video').active).toBe(true);
    await seconds(2);
    expect(encodingOf(bob, 'video').active).toBe(false);
    expect(encodingOf(bob, 'audio').active).not.toBe(false);
    expect(session.videoPaused.get()).toBe(true);
    // A little more than the floor is not enough: it would flap.
    bob.statistics = lineOf(VIDEO_FLOOR * 1.5);
    await seconds(3);
    expect(session.videoPaused.get()).toBe(true);
    bob.statistics = lineOf(VIDEO_COMES_BACK);
    await seconds(1);
    expect(encodingOf(bob, 'video')).toMatchObject({ active: true, maxBitrate: 1_024_000 });
    expect(session.videoPaused.get()).toBe(false);
  });

  test('a picture that rests is tried again, since an estimate without it does not grow', async () => {
    const { bob, session } = await withBob();
    bob.statistics = lineOf(VIDEO_FLOOR - 1);
    await seconds(LOW_FOR / 1_000 + 1);
    expect(session.videoPaused.get()).toBe(true);
    await seconds(RETRY_WAIT.first / 1_000);
    expect(session.videoPaused.get()).toBe(false);
  });
});

describe('the codec of the picture', () => {
  test('is H.264 on an iPhone, also where the other end likes VP8 more', async () => {
    const { bob } = await withBob({
      videoCodecs: videoCodecs({ system: 'ios', family: 'safari' }),
    });
    expect(bob.line('video').codecs[0]?.mimeType).toBe('video/H264');
    expect(bob.remoteDescription?.sdp).toContain('SAVPF 103 96 97\r\n');
  });

  test('is elsewhere what the other end likes, VP8 first', async () => {
    const { bob } = await withBob();
    expect(bob.line('video').codecs[0]?.mimeType).toBe('video/VP8');
    expect(bob.remoteDescription?.sdp).toContain('SAVPF 96 97 103\r\n');
  });
});

test('in a mesh each leg gets its share, at four 360p, and the whole again when one is left', async () => {
  opened = openRoom();
  const { session, come, connect } = opened;
  session.send({
    ...noTracks,
    audio: track('audio'),
    video: track('video', { width: 640, height: 480 }),
  });
  const shares = () => [0, 1, 2].map((place) => encodingOf(connectionAt(place), 'video'));
  await come('bob', 'carol', 'dave');
  await connect();
  for (const encoding of shares()) {
    expect(encoding).toMatchObject({ maxBitrate: 341_333, scaleResolutionDownBy: 480 / 360 });
  }
  await come('bob', 'carol');
  expect(shares()[0]).toMatchObject({ maxBitrate: 512_000, scaleResolutionDownBy: 1 });
  await come('bob');
  expect(shares()[0]).toMatchObject({ maxBitrate: 1_024_000, scaleResolutionDownBy: 1 });
});

describe('a path', () => {
  test('that is disconnected is looked for anew after 2 s', async () => {
    const { bob } = await withBob();
    bob.become('disconnected');
    await vi.advanceTimersByTimeAsync(restartAfter - 250);
    expect(bob.restarts).toBe(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(bob.restarts).toBe(1);
  });

  test('that heals by itself within 2 s is left alone', async () => {
    const { bob } = await withBob();
    bob.become('disconnected');
    await vi.advanceTimersByTimeAsync(1_500);
    bob.become('connected');
    await seconds(5);
    expect(bob.restarts).toBe(0);
  });

  test('is looked for anew at once on another network', async () => {
    const { bob, session } = await withBob();
    session.restart();
    expect(bob.restarts).toBe(1);
  });

  test('that stays away is given up after 30 s, and the other end is told', async () => {
    const { bob, told } = await withBob();
    bob.become('disconnected');
    await vi.advanceTimersByTimeAsync(giveUpAfter - 500);
    expect(told.givenUp).toEqual([]);
    await seconds(1);
    expect(told.givenUp).toEqual(['bob']);
    expect(told.disconnected).toEqual(['call to bob']);
    expect(bob.connectionState).toBe('closed');
  });
});
