import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noTracks } from '@/lib/web/media/capture';
import { giveUpAfter } from '@/lib/web/media/direct/policy';
import { connectionAt, openRoom, stubConnections, track } from './fake-connection';
import { reportOf } from './fake-report';

let opened: ReturnType<typeof openRoom> | undefined;
beforeEach(stubConnections);
afterEach(() => {
  opened?.session.close('here');
  opened = undefined;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A call with Bob that has gone on for so long, ms. */
async function withBob(lasted = 3_000) {
  opened = openRoom();
  const room = opened;
  room.session.send({ ...noTracks, audio: track('audio'), video: track('video') });
  await room.come('bob');
  await room.connect();
  const bob = connectionAt(0);
  bob.statistics = reportOf({ roundTrip: 0.04, frames: 50, audioBytes: 4_000 }).map(
    ([, entry]) => entry,
  );
  await vi.advanceTimersByTimeAsync(lasted);
  return { ...room, bob };
}

const path = { local: 'host', remote: 'srflx', protocol: 'udp', relay: null };

test('a leg is written once at its end, by its own name, with why it was over', async () => {
  const { session, told } = await withBob();
  expect(told.records).toEqual([]);
  session.close('here');
  expect(told.records).toHaveLength(1);
  const [[call, record] = []] = told.records;
  expect(call).toBe('call to bob');
  expect(record).toMatchObject({
    ...{ end: 'here', path, restarts: 0 },
    round_trip_ms: { min: 40, median: 40, max: 40 },
    picture_in: { width: 640, height: 480 },
  });
  expect(session.records()).toEqual([record]);
});

test.each([500, 750, 1_000])(
  'a call that is over after %d ms tells what it carried',
  async (ms) => {
    const { session, told } = await withBob(ms);
    session.close('here');
    const [[, record] = []] = told.records;
    expect(record).toMatchObject({
      path,
      round_trip_ms: { min: 40 },
      picture_in: { width: 640, height: 480 },
    });
    expect(record?.bitrate_in.audio).toBeGreaterThan(0);
  },
);

test('the other end that leaves, ends the leg or begins anew is why', async () => {
  const ends = async (happens: (room: Awaited<ReturnType<typeof withBob>>) => void) => {
    stubConnections();
    const room = await withBob();
    happens(room);
    const end = room.told.records.map(([, record]) => record.end);
    room.session.close('here');
    return end;
  };
  const of = { peer: 'bob', call_uuid: 'call to bob' };
  expect(await ends(({ session }) => session.setPeers([], 'changed'))).toEqual(['there']);
  expect(
    await ends(({ session }) =>
      session.receive({ name: 'peer_disconnect', data: of, scope: null }),
    ),
  ).toEqual(['there']);
  expect(
    await ends(({ session }) =>
      session.receive({ name: 'new_offer', data: { ...of, sdp: 'v=0\r\n' }, scope: null }),
    ),
  ).toEqual(['replaced']);
});

test('a path that was not found again is why, with how often it was looked for', async () => {
  const { bob, told } = await withBob();
  bob.become('failed');
  await vi.advanceTimersByTimeAsync(giveUpAfter + 1_000);
  const [[, record] = []] = told.records;
  expect(record).toMatchObject({ end: 'no_path', path, restarts: bob.restarts });
  expect(bob.restarts).toBeGreaterThan(2);
});

test('a page that may go away tells what is known, and the end when it comes after all', async () => {
  const { session, told } = await withBob();
  session.tellRecords();
  expect(told.records.map(([, { end }]) => end)).toEqual([null]);
  expect(session.records().map(({ end }) => end)).toEqual([null]);
  session.close('moved');
  expect(told.records.map(([, { end }]) => end)).toEqual([null, 'moved']);
});
