import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { compose, type ComposedContext, type Overrides } from '@/lib/server/compose';
import { readSettings } from '@/lib/server/settings';
import { createDatabase } from './postgres';
import { createVirtualClock, type VirtualClock } from './virtual-clock';

/** Both databases that every use case runs on. */
export const bothDatabases = ['sqlite', 'postgres'] as const;

/** A context of its own, with a clock that the test moves. */
export interface TestContext {
  readonly context: ComposedContext;
  readonly clock: VirtualClock;
  /** Closes the context and removes what it kept. */
  readonly end: () => Promise<void>;
}

/** Opens a context on an empty database and data folder. */
export async function openContext(
  database: (typeof bothDatabases)[number],
  environment: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<TestContext> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-people-'));
  const postgres = database === 'postgres' ? await createDatabase() : undefined;
  const clock = createVirtualClock();
  const settings = readSettings({
    DATA: data,
    ORIGIN: 'https://calls.example.com',
    DOMAIN: 'example.com',
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
    ...environment,
  });
  const context = await compose(settings, pino({ level: 'silent' }), { clock, ...overrides });
  return {
    context,
    clock,
    end: async () => {
      await context.close();
      await postgres?.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
