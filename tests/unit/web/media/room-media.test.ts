import { beforeEach, afterEach, expect, test, vi } from 'vitest';
import type { Media } from '@/lib/platform/room';
import { createStore } from '@/lib/web/store';
import { noTracks, type OwnTracks } from '@/lib/web/media/capture';
import type { LiveKitAccess, LiveKitSession } from '@/lib/web/media/livekit/engine';
import { openRoomMedia } from '@/lib/web/media/room-media';
import {
  noMedia,
  type MediaPeer,
  type MediaSession,
  type PeerMedia,
} from '@/lib/web/media/session';
import { liveTrack, stubTracks } from '../fake-tracks';

beforeEach(() => {
  stubTracks();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** An engine that does nothing but note what it is told. */
class FakeEngine {
  readonly peers = createStore<ReadonlyMap<string, PeerMedia>>(new Map());
  readonly videoPaused = createStore(false);
  readonly verification = createStore<string | null>(null);
  tracks: OwnTracks = noTracks;
  held = false;
  closedAs: string | null = null;
  listed: readonly MediaPeer[] = [];
  placed = new Map<string, MediaStream>();
  access: LiveKitAccess | null = null;
  moves = 0;
  flows = false;
  settled = false;

  send = (tracks: OwnTracks) => {
    this.tracks = tracks;
  };
  hold = (held: boolean) => {
    this.held = held;
  };
  setPeers = (peers: readonly MediaPeer[]) => {
    this.listed = peers;
  };
  close = (why: string) => {
    this.closedAs = why;
  };
  place = (peer: string, stream: MediaStream) => void this.placed.set(peer, stream);
  setAccess = (access: LiveKitAccess) => {
    this.access = access;
  };
  move = (access: LiveKitAccess) => {
    this.access = access;
    this.moves += 1;
  };
  settle = () => {
    this.settled = true;
  };
  flowsBothWays = () => this.flows;
  carries = () => this.flows;
  receive = () => undefined;
  restart = () => undefined;
  setIceServers = () => undefined;
  flowing = () => [];
  records = () => [];
  tellRecords = () => undefined;
}

const legs: Media = { mode: 'direct', iceServers: [] };
const there = (token: string): Media => ({
  mode: 'livekit',
  url: 'wss://livekit.example.com',
  token,
  iceServers: [],
});
const bob: MediaPeer = {
  uuid: 'bob',
  offer: 'me',
  profile: 'ringway',
  connected: true,
  onLiveKit: false,
  sharesScreen: false,
  sends: true,
};

/** A room with Bob; LiveKit's code comes when the test lets it. */
function room(first: Media) {
  const direct = new FakeEngine();
  const liveKit = new FakeEngine();
  const loads: { resolve: () => void; reject: () => void }[] = [];
  const media = openRoomMedia(
    {
      openDirect: (): MediaSession => direct,
      openLiveKit: (access) =>
        new Promise<LiveKitSession>((resolve, reject) => {
          loads.push({
            resolve: () => {
              liveKit.access = access;
              resolve(liveKit);
            },
            reject: () => reject(new Error('no network')),
          });
        }),
    },
    first,
  );
  media.setPeers([bob], 'anew');
  const load = async (how: 'resolve' | 'reject'): Promise<void> => {
    loads.shift()?.[how]();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { media, direct, liveKit, loads, load };
}

const arriving = (stream: MediaStream): PeerMedia => ({
  ...noMedia,
  leg: 'flowing',
  stream,
  hasAudio: true,
  hasVideo: true,
});

test('legs alone: what arrives is shown as it is', () => {
  const { media, direct } = room(legs);
  const stream = new MediaStream();
  direct.peers.set(new Map([['bob', arriving(stream)]]));
  direct.verification.set('12345');
  expect(media.peers.get().get('bob')).toEqual(arriving(stream));
  expect(media.verification.get()).toBe('12345');
  expect(media.engine.get()).toBe('direct');
});

test('legs are kept until everybody is on LiveKit, and the stream of a person stays the same', async () => {
  const { media, direct, liveKit, load } = room(legs);
  const stream = new MediaStream();
  direct.peers.set(new Map([['bob', arriving(stream)]]));
  media.take(there('one'), 'moved');
  await load('resolve');
  expect(liveKit.placed.get('bob')).toBe(stream);
  expect(media.engine.get()).toBe('direct');

  liveKit.peers.set(new Map([['bob', arriving(new MediaStream())]]));
  expect(media.peers.get().get('bob')?.stream).toBe(stream);
  expect(media.engine.get()).toBe('direct');

  liveKit.flows = true;
  liveKit.videoPaused.set(true);
  expect(media.engine.get()).toBe('livekit');
  expect(direct.closedAs).toBeNull();
  // No code is compared any more: both people's fingerprints are not all that there is.
  expect(media.verification.get()).toBeNull();

  expect(media.hasLegs()).toBe(true);
  media.settle();
  expect(media.hasLegs()).toBe(false);
  expect(direct.closedAs).toBe('moved');
  expect(liveKit.settled).toBe(true);
});

test('it says that it flows there only once, and does not take it back', async () => {
  const { media, liveKit, load } = room(there('one'));
  await load('resolve');
  liveKit.flows = true;
  liveKit.peers.set(new Map([['bob', arriving(new MediaStream())]]));
  expect(media.engine.get()).toBe('livekit');
  liveKit.flows = false;
  liveKit.peers.set(new Map());
  expect(media.engine.get()).toBe('livekit');
});

test('what is sent and held before LiveKit is there goes there, too', async () => {
  const { media, liveKit, load } = room(legs);
  const tracks = { ...noTracks, audio: liveTrack('audio') };
  media.send(tracks);
  media.hold(true);
  media.take(there('one'), 'moved');
  media.take(there('two'), 'same');
  await load('resolve');
  expect(liveKit.tracks).toBe(tracks);
  expect(liveKit.held).toBe(true);
  expect(liveKit.access?.token).toBe('two');
  expect(liveKit.listed).toEqual([bob]);
});

test('code that could not be loaded is asked for again', async () => {
  const { media, liveKit, loads, load } = room(legs);
  media.take(there('one'), 'moved');
  await load('reject');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(loads).toHaveLength(1);
  await load('resolve');
  expect(liveKit.listed).toEqual([bob]);
});

test('a fresh token waits for the next connection; a room that moves is gone to at once', async () => {
  const { media, liveKit, load } = room(there('one'));
  await load('resolve');
  media.take(there('two'), 'same');
  expect(liveKit.moves).toBe(0);
  media.take(there('three'), 'moved');
  expect(liveKit.moves).toBe(1);
  expect(liveKit.access?.token).toBe('three');
});

test('a room that went on under another name while the code was loaded is gone to there', async () => {
  const { media, liveKit, load } = room(there('one'));
  media.take(there('two'), 'moved');
  await load('resolve');
  expect(liveKit.moves).toBe(1);
  expect(liveKit.access?.token).toBe('two');
});

test('a call that ended while LiveKit was loaded does not go there', async () => {
  const { media, direct, liveKit, load } = room(legs);
  media.take(there('one'), 'moved');
  media.close('here');
  await load('resolve');
  expect(direct.closedAs).toBe('here');
  expect(liveKit.closedAs).toBe('here');
});

test('who has no leg is not among those that legs are opened to', async () => {
  const { media, direct, liveKit, load } = room(legs);
  media.take(there('one'), 'moved');
  await load('resolve');
  const carol = { ...bob, uuid: 'carol', offer: null };
  media.setPeers([bob, carol], 'changed');
  expect(direct.listed).toEqual([bob]);
  expect(liveKit.listed).toEqual([bob, carol]);
});
