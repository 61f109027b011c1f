import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { compose } from '@/lib/server/compose';
import { readSettings } from '@/lib/server/settings';
import type { NewRow } from '@/lib/server/store/schema';
import { createDatabase, startPostgres } from '../support/postgres';
import { startProgram, type ServerProcess } from './processes';

/** An account that exists before the server starts, with a token for each of its devices. */
export interface SeededAccount {
  readonly account: string;
  readonly address: string;
  readonly password: string;
  readonly registrations: readonly string[];
}

/** What there is before a measured server starts. */
export interface Seed {
  readonly accounts: number;
  /** Browsers of each account. */
  readonly devices: number;
  /** iPhones of each account, and the app key that they registered with. */
  readonly phones?: { readonly count: number; readonly appKey: string };
  /** Further settings by their environment names. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Ringway in a process of its own, with accounts in its database. */
export interface MeasuredRingway {
  readonly server: ServerProcess;
  readonly accounts: readonly SeededAccount[];
  /** Milliseconds from the start of the process until it answered. */
  readonly startedIn: number;
  stop(): Promise<void>;
}

/** The database that a measurement runs on. */
export type Database = 'sqlite' | 'postgres';

const password = 'a password of the benchmark';
const dayMilliseconds = 86_400_000;

/**
 * Starts Ringway on an empty database with accounts and registered devices. Requests come from
 * loopback as from a proxy, so that the load may name a network of its own for each client.
 */
export async function startRingway(database: Database, seed: Seed): Promise<MeasuredRingway> {
  const data = await mkdtemp(join(tmpdir(), 'ringway-bench-'));
  const postgres = database === 'postgres' ? await openPostgres() : undefined;
  const environment: Record<string, string> = {
    PORT: '0',
    DATA: data,
    LOG_LEVEL: 'silent',
    ORIGIN: 'http://localhost',
    DOMAIN: 'bench.example',
    TRUSTED_PROXIES: '127.0.0.1',
    ...(postgres ? { DATABASE_URL: postgres.url } : {}),
  };
  const accounts = await seedAccounts(environment, seed);
  const begun = performance.now();
  const server = await startProgram('tests/support/ringway-server.mjs', {
    ...environment,
    ...seed.environment,
  });
  return {
    server,
    accounts,
    startedIn: performance.now() - begun,
    stop: async () => {
      await server.stop();
      await postgres?.drop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

async function openPostgres() {
  const running = await startPostgres();
  process.env['TEST_POSTGRES_URL'] = running.url;
  const { url } = await createDatabase();
  return { url, drop: () => running.stop() };
}

async function seedAccounts(
  environment: Readonly<Record<string, string>>,
  seed: Seed,
): Promise<readonly SeededAccount[]> {
  const context = await compose(readSettings(environment), pino({ level: 'silent' }));
  const now = context.clock.now();
  // Each its own: a password that was verified is remembered by its hash.
  const hashes = await Promise.all(
    Array.from({ length: seed.accounts }, () => context.passwords.hash(password)),
  );
  const seeded: SeededAccount[] = [];
  await context.db.transaction().execute(async (tx) => {
    const organisation = await tx
      .insertInto('organisation')
      .values({ name: 'Bench', created_at: now })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (let n = 0; n < seed.accounts; n += 1) {
      const address = `person${n}@bench.example`;
      const account = await tx
        .insertInto('account')
        .values({
          organisation_id: organisation.id,
          account: address,
          local_part: `person${n}`,
          display_name: `Person ${n}`,
          search_name: `person ${n}`,
          password_hash: hashes[n],
          role: 'member',
          busy: 'waiting',
          unknown_callers: 'ring',
          created_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await tx
        .insertInto('address')
        .values({ address, sipkey: String(1_000_000 + n), account_id: account.id })
        .execute();
      const devices: NewRow<'device'>[] = [];
      const registrations: NewRow<'registration'>[] = [];
      for (let d = 0; d < seed.devices; d += 1) {
        const device = context.random.id();
        const registration = context.random.id();
        devices.push({
          id: device,
          account_id: account.id,
          physical_id: device,
          token_at: now,
          kind: 'web',
          device_id: `web__${context.random.uuid()}`,
          name: `Browser ${d}`,
          ring: 1,
          created_at: now,
          last_seen_at: now,
          event_n: 0,
        });
        registrations.push({
          id: registration,
          account_id: account.id,
          device_id: device,
          token_n: 1,
          expires_at: now + dayMilliseconds,
          created_at: now,
          event_n: 0,
          stream_open: 0,
        });
      }
      for (let d = 0; d < (seed.phones?.count ?? 0); d += 1) {
        const device = context.random.id();
        const appKey = seed.phones?.appKey ?? '';
        const token = (n * 1_000 + d + 1).toString(16).padStart(64, '0');
        devices.push({
          id: device,
          account_id: account.id,
          physical_id: device,
          token_at: now,
          kind: 'ios',
          device_id: `${token}__${appKey}`,
          app_key: appKey,
          name: `iPhone ${d}`,
          ring: 1,
          created_at: now,
          last_seen_at: now,
          expires_at: now + dayMilliseconds,
          event_n: 0,
        });
      }
      if (devices.length > 0) {
        await tx.insertInto('device').values(devices).execute();
        await tx.insertInto('registration').values(registrations).execute();
      }
      seeded.push({
        account: address,
        address,
        password,
        registrations: registrations.map(({ id }) => context.tokens.write('registration', id, 1)),
      });
    }
  });
  await context.close();
  return seeded;
}
