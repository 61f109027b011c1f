import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noTracks } from '@/lib/web/media/capture';
import { giveUpAfter } from '@/lib/web/media/direct/policy';
import { connectionAt, lineOf, openRoom, stubConnections, track } from './fake-connection';

let opened: ReturnType<typeof openRoom> | undefined;
beforeEach(stubConnections);
afterEach(() => {
  opened?.session.close('here');
  opened = undefined;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call with these people in which nothing of what is captured goes out any more. */
async function stalled(...people: readonly string[]) {
  const said = new Map<string, boolean>();
  opened = openRoom({
    events: {
      onGivenUp: () => undefined,
      onStalled: (kind, now) => said.set(kind, now),
      onRecord: () => undefined,
    },
  });
  const { session, come, connect } = opened;
  session.send({ ...noTracks, audio: track('audio'), video: track('video') });
  await come(...people);
  await connect();
  for (const place of people.keys()) connectionAt(place).statistics = lineOf(1_000_000);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([...said]).toEqual([
    ['microphone', true],
    ['camera', true],
  ]);
  return { ...opened, said };
}

const nothingStalls = [
  ['microphone', false],
  ['camera', false],
];

type Room = ReturnType<typeof openRoom>;

test.each<[string, (room: Room) => unknown]>([
  ['settles elsewhere', ({ session }) => session.close('moved')],
  ['ends', ({ session }) => session.close('here')],
  ['has nobody left', ({ come }) => come()],
  [
    'has given up its only leg',
    () => {
      connectionAt(0).become('failed');
      return vi.advanceTimersByTimeAsync(giveUpAfter + 1_000);
    },
  ],
])('nothing stalls in a call that %s', async (_how, happens) => {
  const room = await stalled('bob');
  await happens(room);
  expect([...room.said]).toEqual(nothingStalls);
  await vi.advanceTimersByTimeAsync(2_000);
  expect([...room.said]).toEqual(nothingStalls);
});

test('what stalls on every leg stalls as long as one is left', async () => {
  const { come, said } = await stalled('bob', 'carol');
  await come('carol');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(said.get('microphone')).toBe(true);
});
