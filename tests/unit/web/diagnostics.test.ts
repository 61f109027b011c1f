import { expect, test } from 'vitest';
import type { LegRecord } from '@/lib/platform/leg-record';
import { describeCall, legEndOf } from '@/lib/web/call/diagnostics';

const record: LegRecord = {
  engine: 'direct',
  duration_ms: 63_200,
  connected_after_ms: 412,
  path: { local: 'relay', remote: 'host', protocol: 'udp', relay: 'tls' },
  round_trip_ms: { min: 8, median: 12, max: 40 },
  loss_in: 0.1,
  loss_out: null,
  concealed: 0.2,
  freezes: { count: 2, duration_ms: 410 },
  picture_in: { width: 640, height: 480, frames_per_second: 24.9 },
  picture_out: null,
  bitrate_in: { audio: 32, video: 800 },
  bitrate_out: { audio: 30, video: 0 },
  picture_rested_ms: 3_000,
  restarts: 1,
  end: 'here',
};

test('the record of a call is whole, and can be read by who knows no statistics', () => {
  const text = describeCall({
    room: 'room-1',
    kind: 'gateway',
    phase: {
      phase: 'ended',
      ending: { reason: 'ended', cause: 'hung_up', by: 'me', durationMs: 1 },
    },
    records: [record],
    now: Date.UTC(2026, 0, 2),
  });
  expect(text).toBe(
    [
      'Call room-1, gateway, ended',
      'Written 2026-01-02T00:00:00.000Z',
      'Leg 1: connected after 0.4 s, lasted 63.2 s, 1 restarts, end: here',
      '  Path: relay to host, udp, relay by tls',
      '  Round trip: 12 ms (8 to 40)',
      '  Lost: 0.1 % received, unknown sent',
      '  Sound: 0.2 % concealed, 32 kbit/s in, 30 kbit/s out',
      '  Picture in: 640x480, 24.9 frames/s, 800 kbit/s, frozen 2 times (0.4 s)',
      '  Picture out: none, rested 3 s',
      'Ended: ended, hung_up, by me',
    ].join('\n'),
  );
});

test('a call without media says so', () => {
  const text = describeCall({
    ...{ room: null, kind: 'gateway', records: [], now: 0 },
    phase: { phase: 'connecting' },
  });
  expect(text).toContain('(never reached a room)');
  expect(text).toContain('No media was exchanged.');
});

test('legs end as their call does', () => {
  const end = { reason: 'ended', durationMs: null } as const;
  expect(legEndOf({ ...end, by: 'me', cause: 'hung_up' })).toBe('here');
  expect(legEndOf({ ...end, by: 'me', cause: 'moved' })).toBe('moved');
  expect(legEndOf({ ...end, by: 'peer', cause: 'hung_up' })).toBe('there');
  expect(legEndOf({ ...end, by: 'server', cause: 'connection_lost' })).toBe('server');
});
