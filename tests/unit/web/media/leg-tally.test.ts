import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { legRecordBytes, legRecordSchema } from '@/lib/platform/leg-record';
import {
  beginTally,
  tallyConnected,
  tallyCounts,
  writeLegRecord,
  type LegTally,
} from '@/lib/web/media/leg-tally';
import { countLeg } from '@/lib/web/media/statistics';
import { reportOf, type Reported } from './fake-report';

/** A leg that began at 0 and was connected at 400 ms, then reported each second. */
function tallied(seconds: readonly Reported[], rests = false): LegTally {
  return seconds.reduce<LegTally>(
    (tally, second, at) =>
      tallyCounts(tally, countLeg(reportOf(second), 1_400 + at * 1_000), rests),
    tallyConnected(beginTally(0), 400),
  );
}

const record = (tally: LegTally) => writeLegRecord(tally, { now: 5_000, restarts: 1, end: 'here' });

test('folds what the browser reports into what a leg was', () => {
  const tally = tallied([
    { roundTrip: 0.02, frames: 20, audioBytes: 4_000, videoBytes: 100_000 },
    {
      roundTrip: 0.09,
      frames: 45,
      audioBytes: 8_000,
      videoBytes: 200_000,
      lost: 5,
      concealed: 960,
    },
    {
      ...{ roundTrip: 0.03, frames: 70, audioBytes: 12_000, videoBytes: 300_000 },
      ...{ received: 95, lost: 5, lostThere: 2, sent: 100, concealed: 960, samples: 96_000 },
      ...{ freezes: 1, frozen: 0.25, size: [320, 240] },
    },
  ]);
  expect(record(tally)).toEqual({
    engine: 'direct',
    duration_ms: 5_000,
    connected_after_ms: 400,
    path: { local: 'host', remote: 'srflx', protocol: 'udp', relay: null },
    round_trip_ms: { min: 20, median: 30, max: 90 },
    loss_in: 5,
    loss_out: 2,
    concealed: 1,
    freezes: { count: 1, duration_ms: 250 },
    picture_in: { width: 640, height: 480, frames_per_second: 23.3 },
    picture_out: { width: 640, height: 480, frames_per_second: 23.3 },
    bitrate_in: { audio: 32, video: 800 },
    bitrate_out: { audio: 32, video: 800 },
    picture_rested_ms: 0,
    restarts: 1,
    end: 'here',
  });
});

test('a relay is named by the way to it', () => {
  const [last] = [tallied([{ local: 'relay', relay: 'tls' }])];
  expect(record(last).path).toEqual({
    local: 'relay',
    remote: 'srflx',
    protocol: 'udp',
    relay: 'tls',
  });
});

test('a picture that rested for two seconds rested for two seconds', () => {
  expect(record(tallied([{}, {}], true)).picture_rested_ms).toBe(2_000);
});

test('the middle round trip is of most seconds, not of the values', () => {
  const seconds = [0.01, 0.5, 0.01, 0.01, 0.4].map((roundTrip) => ({ roundTrip }));
  expect(record(tallied(seconds)).round_trip_ms).toEqual({ min: 10, median: 10, max: 500 });
});

test('a leg that never was connected says nothing that nobody measured', () => {
  const written = writeLegRecord(beginTally(1_000), { now: 31_000, restarts: 3, end: 'no_path' });
  expect(written).toMatchObject({
    duration_ms: 30_000,
    connected_after_ms: null,
    path: null,
    round_trip_ms: null,
    loss_in: null,
    concealed: null,
    picture_in: null,
    bitrate_in: { audio: 0, video: 0 },
  });
});

test('whatever was counted, the server takes it: small, and of the fields that it knows', () => {
  const full = record(tallied([{ roundTrip: 0.02, frames: 20, audioBytes: 4_000 }]));
  for (const one of [full, record(beginTally(0))]) {
    expect(z.parse(legRecordSchema, one)).toEqual(one);
    expect(JSON.stringify(one).length).toBeLessThan(legRecordBytes / 4);
  }
});

test('no address of the report comes into the record', () => {
  const text = JSON.stringify(record(tallied([{}])));
  expect(JSON.stringify(reportOf({}))).toContain('192.0.2.7');
  expect(text).not.toMatch(/192\.0\.2\.|2001:db8|ufrag|FE:DC/);
});
