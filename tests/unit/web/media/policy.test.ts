import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startVideoCare } from '@/lib/call/video-profile';
import { preferCodecs } from '@/lib/web/media/direct/codecs';
import {
  connectionSettings,
  degradationOf,
  giveUpAfter,
  opusParameters,
  pictureEncoding,
  pictureOf,
  restartAfter,
  speechCodecs,
  speechEncoding,
  videoCodecs,
} from '@/lib/web/media/direct/policy';
import { sendFirst } from '@/lib/web/media/direct/wire-sdp';
import { stubTracks } from '../fake-tracks';
import { answeredSdp, track } from './fake-connection';

beforeEach(stubTracks);
afterEach(() => void vi.unstubAllGlobals());

const codecs = (...names: string[]) => names.map((mimeType) => ({ mimeType }));
const names = (list: readonly { mimeType: string }[]) => list.map(({ mimeType }) => mimeType);

test('bundlePolicy is max-bundle, and the servers are those that were given', () => {
  const iceServers = [{ urls: ['stun:stun.example.com'] }];
  expect(connectionSettings(iceServers)).toEqual({ iceServers, bundlePolicy: 'max-bundle' });
});

test('a path is restarted after 2 s and given up after 30 s', () => {
  expect({ restartAfter, giveUpAfter }).toEqual({ restartAfter: 2_000, giveUpAfter: 30_000 });
});

test('audio has the higher priority in the browser, and none of its own on the network', () => {
  const picture = pictureEncoding(
    pictureOf(startVideoCare(0), { profile: '480p', peers: 1, sharing: false }),
    null,
  );
  expect(speechEncoding('wide')).toEqual({ maxBitrate: 40_000, priority: 'high' });
  expect(picture).toMatchObject({ priority: 'low' });
  expect(picture).not.toHaveProperty('networkPriority');
});

test('on a narrow line speech takes less, since RED sends it twice', () => {
  expect(speechEncoding('narrow')).toEqual({ maxBitrate: 24_000, priority: 'high' });
});

test('Opus is asked for in-band FEC and DTX', () => {
  expect(opusParameters).toEqual(['useinbandfec=1', 'usedtx=1']);
});

test('RED comes before Opus, the rest stays in its order', () => {
  const had = codecs('audio/opus', 'audio/red', 'audio/PCMU', 'audio/CN');
  expect(names(preferCodecs(had, speechCodecs))).toEqual([
    'audio/red',
    'audio/opus',
    'audio/PCMU',
    'audio/CN',
  ]);
});

test('a face gives way in frames and then in size, a screen in frames alone', () => {
  expect(degradationOf(track('video', {}, 'motion'))).toBe('balanced');
  expect(degradationOf(null)).toBe('balanced');
  expect(degradationOf(track('video', {}, 'detail'))).toBe('maintain-resolution');
  expect(degradationOf(track('video', {}, 'text'))).toBe('maintain-resolution');
});

test('H.264 goes first where it is encoded in hardware, VP8 and VP9 elsewhere', () => {
  const iPhone = videoCodecs({ system: 'ios', family: 'safari' });
  expect(iPhone).toEqual({
    order: ['video/H264', 'video/VP9', 'video/VP8'],
    inHardware: 'video/H264',
  });
  // Every browser of iOS is Safari's engine.
  expect(videoCodecs({ system: 'ios', family: 'chrome' })).toEqual(iPhone);
  const desktop = videoCodecs({ system: 'linux', family: 'chrome' });
  expect(desktop).toEqual({ order: ['video/VP8', 'video/VP9', 'video/H264'], inHardware: null });
  const had = codecs('video/VP8', 'video/rtx', 'video/VP9', 'video/H264', 'video/ulpfec');
  expect(names(preferCodecs(had, iPhone.order))).toEqual([
    'video/H264',
    'video/VP9',
    'video/VP8',
    'video/rtx',
    'video/ulpfec',
  ]);
});

test('what is encoded in hardware is sent though the other end likes another more', () => {
  expect(sendFirst(answeredSdp, 'video/H264')).toContain(
    'm=video 9 UDP/TLS/RTP/SAVPF 103 96 97\r\n',
  );
  expect(sendFirst(answeredSdp, null)).toBe(answeredSdp);
  expect(sendFirst(answeredSdp, 'video/AV1')).toBe(answeredSdp);
});

test('a picture is scaled by its shorter side, so that a phone held upright loses nothing', () => {
  const video = pictureOf(startVideoCare(0), { profile: '480p', peers: 1, sharing: false });
  const scale = (width: number, height: number) =>
    pictureEncoding(video, track('video', { width, height })).scaleResolutionDownBy;
  expect(scale(640, 480)).toBe(1);
  expect(scale(480, 640)).toBe(1);
  expect(scale(1280, 720)).toBe(1.5);
  expect(scale(320, 240)).toBe(1);
});

test('at three each leg has its share, at four 360p at most', () => {
  const of = (peers: number) =>
    pictureOf(startVideoCare(0), { profile: '720p', peers, sharing: false });
  expect(of(1)).toMatchObject({ profile: { height: 720, bitrate: 2_048_000 } });
  expect(of(2)).toMatchObject({ profile: { height: 720, bitrate: 1_024_000 } });
  expect(of(3)).toMatchObject({ profile: { height: 360, bitrate: 640_000 } });
});

test('a picture that rests is not sent at all', () => {
  const resting = pictureOf(
    { picture: 'paused', retryAt: 0, retryWait: 0 },
    { profile: '480p', peers: 1, sharing: false },
  );
  expect(pictureEncoding(resting, null)).toEqual({ active: false });
});
