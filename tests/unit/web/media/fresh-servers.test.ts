import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { iceServersOf } from '@/lib/web/media/ice-servers';
import { giveUpAfter, renewalPatience, restartAfter } from '@/lib/web/media/direct/policy';
import type { IceServers, MediaSession } from '@/lib/web/media/session';
import { connectionAt, openRoom, stubConnections } from './fake-connection';

const minute = 60_000;

let opened: MediaSession | undefined;
beforeEach(stubConnections);
afterEach(() => {
  opened?.close('here');
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Relays as the server gives them, their credentials good for an hour from now. */
function relay(username: string, ttl = 3_600): IceServers {
  const iceServers = [{ urls: ['turn:turn.example.com'], username, credential: 'any' }];
  return iceServersOf({ mode: 'direct', iceServers, ttl }, Date.now());
}

/** A call with Bob; every question for fresh credentials is answered by `answer`. */
async function withBob(answer: (session: MediaSession) => Promise<void>) {
  let asked = 0;
  const room = openRoom({
    iceServers: relay('first'),
    renewIceServers: () => {
      asked += 1;
      return answer(room.session);
    },
  });
  opened = room.session;
  await room.come('bob');
  await room.connect();
  const bob = connectionAt(0);
  return {
    ...room,
    bob,
    asked: () => asked,
    user: () => bob.configuration.iceServers?.[0]?.username,
  };
}

/** The server gives fresh ones at once. */
const promptly = (session: MediaSession): Promise<void> => {
  session.setIceServers(relay('fresh'));
  return Promise.resolve();
};

describe('a restart looks for a path with credentials that are good', () => {
  test('at once while they are', async () => {
    const { session, bob, asked, user } = await withBob(promptly);
    await vi.advanceTimersByTimeAsync(50 * minute);
    session.restart();
    expect(bob.restarts).toBe(1);
    expect([asked(), user()]).toEqual([0, 'first']);
  });

  test('with fresh ones within minutes of their end, and after it', async () => {
    const { session, bob, asked, user } = await withBob(promptly);
    await vi.advanceTimersByTimeAsync(56 * minute);
    session.restart();
    expect(bob.restarts).toBe(0);
    await vi.advanceTimersByTimeAsync(0);
    expect([bob.restarts, asked(), user()]).toEqual([1, 1, 'fresh']);
    // A laptop that slept.
    vi.setSystemTime(Date.now() + 10 * 60 * minute);
    session.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect([bob.restarts, asked()]).toEqual([2, 2]);
  });

  test('when the path is lost, too', async () => {
    const { bob, asked, user } = await withBob(promptly);
    await vi.advanceTimersByTimeAsync(58 * minute);
    bob.become('disconnected');
    await vi.advanceTimersByTimeAsync(restartAfter + 500);
    expect([bob.restarts, asked(), user()]).toEqual([1, 1, 'fresh']);
  });

  test('with what there is where nobody answers in time, asked once for all', async () => {
    const { session, bob, asked, user } = await withBob(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(59 * minute);
    session.restart();
    session.restart();
    await vi.advanceTimersByTimeAsync(renewalPatience - 1);
    expect([bob.restarts, asked()]).toEqual([0, 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect([bob.restarts, user()]).toEqual([2, 'first']);
  });

  test('with what there is where the server refuses', async () => {
    const { session, bob } = await withBob(() => Promise.reject(new Error('refused')));
    await vi.advanceTimersByTimeAsync(59 * minute);
    session.restart();
    await vi.advanceTimersByTimeAsync(0);
    expect(bob.restarts).toBe(1);
  });

  test('not where the leg has ended meanwhile', async () => {
    const { session, told, bob } = await withBob(() => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(59 * minute);
    session.restart();
    bob.become('failed');
    session.setPeers([], 'changed');
    await vi.advanceTimersByTimeAsync(giveUpAfter);
    expect([bob.restarts, told.givenUp]).toEqual([0, []]);
  });
});

test('what every refresh brings waits for the next restart, and is taken before the old runs out', async () => {
  const { session, bob, asked, user } = await withBob(promptly);
  await vi.advanceTimersByTimeAsync(10 * minute);
  session.setIceServers(relay('second'));
  expect(user()).toBe('first');
  session.restart();
  expect([bob.restarts, user()]).toEqual([1, 'second']);
  await vi.advanceTimersByTimeAsync(56 * minute);
  // The other end may restart as well.
  session.setIceServers(relay('third'));
  expect([bob.restarts, asked(), user()]).toEqual([1, 0, 'third']);
});

test('a leg that opens later has the newest', async () => {
  const { session, come } = await withBob(promptly);
  session.setIceServers(relay('second'));
  await come('bob', 'carol');
  expect(connectionAt(1).configuration.iceServers?.[0]?.username).toBe('second');
});

test('servers without credentials never run out', async () => {
  const plain = iceServersOf({ mode: 'direct', iceServers: [{ urls: ['stun:any'] }] }, Date.now());
  expect(plain).toEqual({ servers: [{ urls: ['stun:any'] }], goodUntil: null });
  const { session, bob, asked } = await withBob(promptly);
  session.restart();
  session.setIceServers(plain);
  await vi.advanceTimersByTimeAsync(100 * minute);
  session.restart();
  expect([bob.restarts, asked()]).toEqual([2, 0]);
});
