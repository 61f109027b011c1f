import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { screenForPeers, SCREEN_BITRATE } from '@/lib/call/screen-profile';
import { noTracks } from '@/lib/web/media/capture';
import { lineOf, slotOf, type Lines } from '@/lib/web/media/direct/lines';
import { connectionAt, FakeConnection, openRoom, stubConnections, track } from './fake-connection';

let opened: ReturnType<typeof openRoom> | undefined;
beforeEach(stubConnections);
afterEach(() => {
  opened?.session.close('here');
  opened = undefined;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what a line carries', () => {
  const line = (kind: string, mid: string | null) =>
    Object.assign(new FakeConnection().addTransceiver(kind), { mid });

  test('is said by the order of the m= lines, not by that in which an end made its lines', () => {
    const [screen, face, voice] = [line('video', '2'), line('video', '1'), line('audio', '0')];
    const connection = lines([screen, face, voice], 'a=mid:0\r\na=mid:1\r\na=mid:2\r\n');
    expect(lineOf(connection, 'video')).toBe(face);
    expect(lineOf(connection, 'screen')).toBe(screen);
    expect(lineOf(connection, 'audio')).toBe(voice);
    expect(lineOf(connection, 'screenAudio')).toBeUndefined();
  });

  test('is said by the rule alone: a third line carries nothing', () => {
    const all = ['0', '1', '2'].map((mid) => line('video', mid));
    const connection = lines(all, 'a=mid:0\r\na=mid:1\r\na=mid:2\r\n');
    const slots = connection.getTransceivers().map((one) => slotOf(connection, one));
    expect(slots).toEqual(['video', 'screen', null]);
  });

  test('a line that no description names comes last', () => {
    const [fresh, face] = [line('video', null), line('video', '1')];
    const connection = lines([fresh, face], 'a=mid:0\r\na=mid:1\r\n');
    expect(lineOf(connection, 'video')).toBe(face);
    expect(lineOf(connection, 'screen')).toBe(fresh);
  });

  function lines(all: unknown[], sdp: string): Lines {
    const connection = Object.assign(new RTCPeerConnection(), {
      getTransceivers: () => all,
      localDescription: { type: 'offer', sdp },
    });
    return connection;
  }
});

describe('a screen on a leg', () => {
  const screen = () => track('video', { width: 1920, height: 1080 }, 'detail');
  const kinds = () => connectionAt(0).lines.map(({ receiver }) => receiver.track.kind);
  const sent = () => connectionAt(0).lines.map(({ sender }) => sender.track);

  async function withBob(change: Parameters<typeof openRoom>[0] = {}) {
    opened = openRoom(change);
    await opened.come('bob');
    await opened.connect();
    return opened.session;
  }

  test('goes on the second video line, its sound on the second audio line, beside the face', async () => {
    const session = await withBob();
    const [audio, video, shown, sound] = [track('audio'), track('video'), screen(), track('audio')];
    session.send({ audio, video, screen: shown, screenAudio: sound });
    expect(kinds()).toEqual(['audio', 'video', 'video', 'audio']);
    expect(sent()).toEqual([audio, video, shown, sound]);
    session.send({ ...noTracks, audio, video });
    expect(sent()).toEqual([audio, video, null, null]);
  });

  test('opens the line of the face, too, where there was none', async () => {
    const session = await withBob({ withVideo: false });
    const shown = screen();
    session.send({ ...noTracks, screen: shown });
    expect(kinds()).toEqual(['audio', 'video', 'video', 'audio']);
    expect(sent()).toEqual([null, null, shown, null]);
  });

  test('keeps its size and gives up frames; the face beside it is small', async () => {
    const session = await withBob();
    session.send({
      ...noTracks,
      video: track('video', { width: 640, height: 480 }),
      screen: screen(),
    });
    await vi.advanceTimersByTimeAsync(1_000);
    const [, face, shared] = connectionAt(0).lines.map(({ sender }) => sender.parameters);
    expect(shared).toMatchObject({ degradationPreference: 'maintain-resolution' });
    expect(shared?.encodings[0]).toMatchObject({ scaleResolutionDownBy: 1, priority: 'medium' });
    expect(face?.encodings[0]).toMatchObject({ scaleResolutionDownBy: 480 / 180 });
  });

  test('whoever opened the leg opens lines for the other end’s screen, and nobody else does', async () => {
    opened = openRoom();
    const { session, connect } = opened;
    const bob = {
      uuid: 'bob',
      profile: 'ringway',
      connected: true,
      onLiveKit: false,
      sends: true,
    } as const;
    session.setPeers([{ ...bob, offer: 'me', sharesScreen: false }], 'anew');
    await connect();
    expect(kinds()).toEqual(['audio', 'video']);
    session.setPeers([{ ...bob, offer: 'me', sharesScreen: true }], 'changed');
    expect(kinds()).toEqual(['audio', 'video', 'video', 'audio']);
  });

  test('takes the place of the face where the other end knows one picture', async () => {
    opened = openRoom();
    const { session, connect } = opened;
    const phone = {
      uuid: 'bob',
      profile: 'outside',
      connected: true,
      onLiveKit: false,
      sends: true,
    } as const;
    session.setPeers([{ ...phone, offer: 'me', sharesScreen: false }], 'anew');
    await connect();
    const [video, shown] = [track('video'), screen()];
    session.send({ ...noTracks, video, screen: shown });
    expect(kinds()).toEqual(['audio', 'video']);
    expect(sent()).toEqual([null, shown]);
    session.send({ ...noTracks, video });
    expect(sent()).toEqual([null, video]);
  });

  test('is not sent on hold', async () => {
    const session = await withBob();
    session.send({ ...noTracks, screen: screen(), screenAudio: track('audio') });
    session.hold(true);
    expect(sent()).toEqual([null, null, null, null]);
  });
});

test('a mesh shares the uplink among its screens; a narrow line still shows one', () => {
  const paused = screenForPeers(1, 'paused');
  expect(screenForPeers(1, 'sent').bitrate).toBe(SCREEN_BITRATE);
  expect(screenForPeers(3, 'sent').bitrate * 3).toBeLessThanOrEqual(SCREEN_BITRATE);
  expect(screenForPeers(3, 'sent').frameRate).toBeLessThan(screenForPeers(1, 'sent').frameRate);
  expect(paused.bitrate).toBeLessThan(150_000);
});
