import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
} from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journey } from '@/lib/server/push/dispatch/journey';
import { PushRecorder } from '@/lib/server/push/dispatch/recorder';
import type { Database, Row } from '@/lib/server/store/schema';

const row: Row<'push'> = {
  id: 'first',
  purpose: 'ring',
  provider: 'apns',
  account_id: 1,
  part_id: 'part',
  physical_id: 'physical',
  device_name: 'iPhone',
  app_key: 'key',
  environment: 'production',
  invitation_id: 'invitation',
  ring_id: 'ring',
  over_reason: null,
  state: 'waiting',
  status: null,
  reason: null,
  provider_id: null,
  attempts: 0,
  queued_at: 0,
  not_before: 0,
  expires_at: 45_000,
  sent_at: null,
  answered_at: null,
  steps: '[]',
};

function recorderWith(written: CompiledQuery[]): PushRecorder {
  const db = new Kysely<Database>({
    dialect: {
      createDriver: () => new DummyDriver(),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (of) => new SqliteIntrospector(of),
    },
    log: ({ query }) => {
      written.push(query);
    },
  });
  return new PushRecorder({ db, log: pino({ level: 'silent' }) });
}

function underWay(id: string): Journey {
  const journey = new Journey({ ...row, id });
  journey.begin();
  return journey;
}

describe('A push under way', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is written once it is that for a while, without those that left just now', async () => {
    const written: CompiledQuery[] = [];
    const recorder = recorderWith(written);
    recorder.begun(underWay('first'));
    await vi.advanceTimersByTimeAsync(200);
    recorder.begun(underWay('second'));
    await vi.advanceTimersByTimeAsync(200);
    expect(written.map(({ parameters }) => parameters.slice(0, 2))).toEqual([['first', 'sending']]);
    expect(written[0]?.parameters).not.toContain('second');
    await vi.advanceTimersByTimeAsync(500);
    expect(written.map(({ parameters }) => parameters.slice(0, 2))).toEqual([
      ['first', 'sending'],
      ['second', 'sending'],
    ]);
  });

  it('is written once where it ends before that', async () => {
    const written: CompiledQuery[] = [];
    const recorder = recorderWith(written);
    const journey = underWay('first');
    recorder.begun(journey);
    await vi.advanceTimersByTimeAsync(200);
    journey.end(200, { state: 'accepted', status: 200, providerId: 'first' });
    recorder.record(journey.written());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(written.map(({ parameters }) => parameters.slice(0, 2))).toEqual([
      ['first', 'accepted'],
    ]);
  });
});
