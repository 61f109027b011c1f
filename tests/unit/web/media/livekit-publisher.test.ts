import { EventEmitter } from 'node:events';
import { ConnectionState, RoomEvent, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noTracks } from '@/lib/web/media/capture';
import { createPublisher } from '@/lib/web/media/livekit/publisher';
import { liveTrack, stubTracks } from '../fake-tracks';

/** What of LiveKit's room the publisher uses. */
class FakeRoom extends EventEmitter {
  readonly state = ConnectionState.Connected;
  readonly published = vi.fn();
  /** Whether LiveKit takes what is published. */
  takes = true;
  there: { readonly track: unknown } | undefined;
  readonly localParticipant = {
    permissions: undefined,
    publishTrack: (track: unknown) => {
      this.published();
      if (!this.takes) return Promise.reject(new Error('no answer in time'));
      this.there = { track };
      return Promise.resolve();
    },
    getTrackPublication: (source: string) => (source === 'camera' ? this.there : undefined),
  };
}

const isRoom = (room: unknown): room is Room => room instanceof FakeRoom;

function aRoom() {
  const fake = new FakeRoom();
  if (!isRoom(fake)) throw new TypeError('no room');
  return { room: fake, fake };
}

/** A camera whose copies can be counted. */
function camera() {
  const track = liveTrack('video');
  const copies: MediaStreamTrack[] = [];
  track.clone = () => {
    const copy = liveTrack('video');
    copies.push(copy);
    return copy;
  };
  return { track, copies };
}

/** A track of LiveKit's client: another takes its place when the test lets it. */
class FakeLocal {
  static go: (how: 'done' | 'failed') => void;

  mediaStreamTrack: MediaStreamTrack;

  constructor(track: MediaStreamTrack) {
    this.mediaStreamTrack = track;
  }

  mute = () => Promise.resolve();
  unmute = () => Promise.resolve();
  replaceTrack(next: MediaStreamTrack): Promise<void> {
    return new Promise((resolve, reject) => {
      FakeLocal.go = (how) => {
        if (how === 'failed') {
          reject(new Error('no'));
          return;
        }
        this.mediaStreamTrack = next;
        resolve();
      };
    });
  }
}

vi.mock('livekit-client', async (load) => {
  const fake = {
    get: () => FakeLocal,
    enumerable: true,
  };
  return Object.defineProperties(
    { ...(await load<Record<string, unknown>>()) },
    { LocalTrack: fake, LocalAudioTrack: fake, LocalVideoTrack: fake },
  );
});

const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(stubTracks);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

for (const how of ['done', 'failed'] as const) {
  test(`a camera that was to take another's place as the call ended is let go of: ${how}`, async () => {
    const { room } = aRoom();
    const publisher = createPublisher(
      room,
      () => ({}),
      () => undefined,
    );
    const [first, second] = [camera(), camera()];
    publisher.send({ ...noTracks, video: first.track }, false);
    await settled();
    publisher.send({ ...noTracks, video: second.track }, false);
    await settled();
    expect(second.copies).toHaveLength(1);
    publisher.stop();
    FakeLocal.go(how);
    await settled();
    for (const copy of [...first.copies, ...second.copies]) expect(copy.readyState).toBe('ended');
  });
}

test('a camera that was to take another’s place as the connection went is published by the next one', async () => {
  const { room, fake } = aRoom();
  const publisher = createPublisher(
    room,
    () => ({}),
    () => undefined,
  );
  const [first, second] = [camera(), camera()];
  publisher.send({ ...noTracks, video: first.track }, false);
  await settled();
  publisher.send({ ...noTracks, video: second.track }, false);
  await settled();
  fake.there = undefined;
  fake.emit(RoomEvent.Disconnected);
  FakeLocal.go('done');
  await settled();
  fake.emit(RoomEvent.Connected);
  await settled();
  expect(fake.published).toHaveBeenCalledTimes(2);
  publisher.stop();
});

test('what LiveKit did not take in time is published again, until it is there', async () => {
  vi.useFakeTimers();
  const { room, fake } = aRoom();
  const publisher = createPublisher(
    room,
    () => ({}),
    () => undefined,
  );
  const { track, copies } = camera();
  fake.takes = false;
  publisher.send({ ...noTracks, video: track }, false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(fake.published.mock.calls.length).toBeGreaterThan(2);
  expect(publisher.isThere()).toBe(false);
  fake.takes = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(publisher.isThere()).toBe(true);
  expect(copies.filter(({ readyState }) => readyState === 'live')).toHaveLength(1);
  const tries = fake.published.mock.calls.length;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(fake.published).toHaveBeenCalledTimes(tries);
  publisher.stop();
});

test('what was lost when LiveKit’s client connected anew is published once it has', async () => {
  const { room, fake } = aRoom();
  const publisher = createPublisher(
    room,
    () => ({}),
    () => undefined,
  );
  const { track, copies } = camera();
  publisher.send({ ...noTracks, video: track }, false);
  await settled();
  fake.emit(RoomEvent.Reconnected);
  await settled();
  expect(fake.published).toHaveBeenCalledTimes(1);
  fake.there = undefined;
  fake.emit(RoomEvent.Reconnected);
  await settled();
  expect(fake.published).toHaveBeenCalledTimes(2);
  expect(publisher.isThere()).toBe(true);
  expect(copies.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
  publisher.stop();
});
