import { expect, test } from 'vitest';
import { verdictOf } from '@/components/admin/leg-words';
import type { LegRecord } from '@/lib/platform/leg-record';

const good: LegRecord = {
  engine: 'direct',
  duration_ms: 60_000,
  connected_after_ms: 300,
  path: null,
  round_trip_ms: { min: 1, median: 20, max: 900 },
  loss_in: 0.4,
  loss_out: null,
  concealed: 4.9,
  freezes: { count: 0, duration_ms: 0 },
  picture_in: null,
  picture_out: null,
  bitrate_in: { audio: 32, video: 0 },
  bitrate_out: { audio: 30, video: 0 },
  picture_rested_ms: 0,
  restarts: 0,
  end: 'here',
};

const verdict = (...changes: Partial<LegRecord>[]) =>
  verdictOf({
    records: changes.map((change) => ({
      ...{ from: 'Alice', to: 'Bob', written: '' },
      record: { ...good, ...change },
    })),
  });

test('a call is as good as its worst leg was', () => {
  expect(verdict()).toBe('unknown');
  expect(verdict({}, {})).toBe('good');
  expect(verdict({}, { concealed: 5 })).toBe('poor');
  expect(verdict({ loss_out: 12 })).toBe('poor');
  expect(verdict({ round_trip_ms: { min: 1, median: 700, max: 900 } })).toBe('poor');
  expect(verdict({ connected_after_ms: null, end: 'no_path' }, { loss_in: 9 })).toBe('never');
  expect(verdict({ end: 'no_path' }, {})).toBe('lost');
});
