import { EventEmitter } from 'node:events';
import { ConnectionState, DisconnectReason, RoomEvent } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noTracks } from '@/lib/web/media/capture';
import { createLiveKitSession } from '@/lib/web/media/livekit/engine';
import type { MediaPeer } from '@/lib/web/media/session';
import { liveTrack, stubTracks } from '../fake-tracks';

/** LiveKit's room as its client has it: an attempt that fails tells of it twice, by an event and by its promise. */
class FakeRoom extends EventEmitter {
  static last: FakeRoom;
  static isUp = true;
  static attempts: string[] = [];

  state = ConnectionState.Disconnected;
  remoteParticipants = new Map<string, unknown>();
  localParticipant = {
    permissions: undefined,
    trackPublications: new Map(),
    getTrackPublication: () => undefined,
    publishTrack: () => Promise.resolve(),
  };

  constructor() {
    super();
    FakeRoom.last = this;
  }

  async connect(_url: string, token: string): Promise<void> {
    FakeRoom.attempts.push(token);
    this.state = ConnectionState.Connecting;
    // Whoever tries without end must not hold up the test that counts.
    if (FakeRoom.attempts.length > 1_000) return new Promise(() => undefined);
    await Promise.resolve();
    if (!FakeRoom.isUp) {
      this.lose();
      throw new Error('LiveKit is not there.');
    }
    this.state = ConnectionState.Connected;
    this.emit(RoomEvent.Connected);
  }

  lose(reason = DisconnectReason.UNKNOWN_REASON): void {
    this.state = ConnectionState.Disconnected;
    this.emit(RoomEvent.Disconnected, reason);
  }

  disconnect(): Promise<void> {
    if (this.state !== ConnectionState.Disconnected) this.lose(DisconnectReason.CLIENT_INITIATED);
    return Promise.resolve();
  }
}

vi.mock('livekit-client', async (load) => ({
  ...(await load<Record<string, unknown>>()),
  get Room() {
    return FakeRoom;
  },
}));

beforeEach(() => {
  stubTracks();
  vi.useFakeTimers();
  FakeRoom.isUp = true;
  FakeRoom.attempts = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A session whose tokens are numbered in the order in which they were asked for. */
function session() {
  let tokens = 0;
  const renew = vi.fn(() => {
    tokens += 1;
    made.setAccess({ url: 'wss://livekit.example.com', token: String(tokens) });
    return Promise.resolve();
  });
  const made = createLiveKitSession({
    access: { url: 'wss://livekit.example.com', token: '0' },
    renew,
    profile: '480p',
    videoCodec: 'vp8',
    key: null,
    onRecord: () => undefined,
  });
  return { made, renew };
}

const minute = 60_000;

test('while LiveKit is away it is asked for more and more seldom, each time with a fresh token', async () => {
  const { made, renew } = session();
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeRoom.attempts).toEqual(['0']);
  FakeRoom.isUp = false;
  FakeRoom.last.lose();
  await vi.advanceTimersByTimeAsync(10 * minute);
  // At most every four seconds once it has been away for a while, from one page.
  expect(FakeRoom.attempts.length).toBeLessThan((10 * minute) / 4_000 + 10);
  expect(renew).toHaveBeenCalledTimes(FakeRoom.attempts.length - 1);
  expect(new Set(FakeRoom.attempts).size).toBe(FakeRoom.attempts.length);

  FakeRoom.isUp = true;
  await vi.advanceTimersByTimeAsync(minute);
  const attempts = FakeRoom.attempts.length;
  await vi.advanceTimersByTimeAsync(minute);
  expect(FakeRoom.attempts.length).toBe(attempts);
  expect(FakeRoom.last.state).toBe(ConnectionState.Connected);
  made.close('here');
});

test('an attempt at the beginning that fails is followed by one more, not by two', async () => {
  FakeRoom.isUp = false;
  const { made, renew } = session();
  await vi.advanceTimersByTimeAsync(250);
  expect(FakeRoom.attempts).toEqual(['0', '1']);
  expect(renew).toHaveBeenCalledTimes(1);
  made.close('here');
});

test('a room that goes on under another name is gone to with its own token, also in the middle of an attempt', async () => {
  const { made } = session();
  await vi.advanceTimersByTimeAsync(0);
  made.move({ url: 'wss://livekit.example.com', token: 'moved' });
  await vi.advanceTimersByTimeAsync(0);
  expect(FakeRoom.attempts).toEqual(['0', 'moved']);
  made.close('here');
});

test('nothing is tried any more once it is closed', async () => {
  FakeRoom.isUp = false;
  const { made, renew } = session();
  await vi.advanceTimersByTimeAsync(10);
  made.close('here');
  await vi.advanceTimersByTimeAsync(minute);
  expect(FakeRoom.attempts).toEqual(['0']);
  expect(renew).not.toHaveBeenCalled();
});

const peer = (uuid: string): MediaPeer => ({
  uuid,
  offer: null,
  profile: 'ringway',
  connected: true,
  onLiveKit: true,
  sharesScreen: false,
  sends: true,
});

/** Somebody in the room whose voice comes. */
function speaker() {
  const track = { kind: 'audio', sid: 'voice', mediaStreamTrack: liveTrack('audio') };
  const publication = { isMuted: false, isEnabled: true, track };
  const participant = {
    audioLevel: 0,
    connectionQuality: 'good',
    trackPublications: new Map([['voice', publication]]),
    getTrackPublication: (source: string) => (source === 'microphone' ? publication : undefined),
  };
  const told = { ...track, getRTCStatsReport: () => Promise.resolve(undefined) };
  publication.track = told;
  return { participant, voice: track.mediaStreamTrack };
}

test('whoever comes while the call is on hold is not heard before it goes on', async () => {
  const { made } = session();
  await vi.advanceTimersByTimeAsync(0);
  made.send(noTracks);
  made.hold(true);
  const { participant, voice } = speaker();
  FakeRoom.last.remoteParticipants.set('carol', participant);
  made.setPeers([peer('carol')], 'changed');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(voice.enabled).toBe(false);
  made.hold(false);
  expect(voice.enabled).toBe(true);
  made.close('here');
});

test('of two who send nothing, and say so, neither waits for what the other would send', async () => {
  const { made } = session();
  await vi.advanceTimersByTimeAsync(0);
  made.send(noTracks);
  FakeRoom.last.remoteParticipants.set('carol', {
    ...speaker().participant,
    trackPublications: new Map(),
    getTrackPublication: () => undefined,
  });
  const carol = { ...peer('carol'), onLiveKit: false };
  made.setPeers([carol], 'changed');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(made.flowsBothWays()).toBe(false);
  // It may just be coming in: what it sends follows.
  made.setPeers([{ ...carol, sends: false }], 'changed');
  expect(made.flowsBothWays()).toBe(false);
  const heard: boolean[] = [];
  made.peers.subscribe(() => heard.push(made.flowsBothWays()));
  await vi.advanceTimersByTimeAsync(6_000);
  expect(heard.at(-1)).toBe(true);
  made.close('here');
});
