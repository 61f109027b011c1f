import { existsSync } from 'node:fs';
import { sql, type Kysely } from 'kysely';
import type { Settings } from '@/lib/server/settings';
import { schemaVersion } from '@/lib/server/store/migrate';
import { connectStore, databaseFile, type Store } from '@/lib/server/store/open';
import type { Database } from '@/lib/server/store/schema';
import { codeOf, storeTrouble, type StoreTrouble } from '@/lib/server/store/trouble';
import type { Finding } from '@/lib/platform/checks';
import { fail, ok, said, warn, type Check } from './check';
import { judgeClock } from './clock';

const findingOf: Readonly<Record<StoreTrouble, Finding>> = {
  full: 'database_unwritable',
  closed: 'database_unwritable',
  locked: 'database_locked',
  damaged: 'database_damaged',
  away: 'database_away',
};

/**
 * Whether the database opens, is sound, has the tables of this version and takes a write; and its clock, where
 * it has one of its own. Beside a running server it only holds the writer's lock for a moment.
 */
export async function checkDatabase(
  settings: Pick<Settings, 'data' | 'databaseUrl'>,
  now: () => number,
): Promise<Check[]> {
  const file = databaseFile(settings.data);
  if (settings.databaseUrl === null && !existsSync(file)) {
    return [fail('database', 'database_missing', file)];
  }
  const where = settings.databaseUrl === null ? file : 'PostgreSQL';
  let store: Store | undefined;
  try {
    store = await connectStore(settings, () => undefined);
    return await examine(store, where, now);
  } catch (error) {
    const trouble = storeTrouble(error) ?? 'away';
    return [fail('database', findingOf[trouble], `${where}: ${said(error)}, ${codeOf(error)}`)];
  } finally {
    await store?.db.destroy().catch(() => undefined);
  }
}

async function examine({ db, dialect }: Store, where: string, now: () => number): Promise<Check[]> {
  const start = performance.now();
  if (dialect === 'sqlite') {
    const mistake = await mistakeIn(db);
    if (mistake !== 'ok') return [fail('database', 'database_damaged', `${where}: ${mistake}`)];
  }
  const found = await versionOf(db);
  if (found > schemaVersion) {
    return [fail('database', 'database_newer', `${where}: schema ${found}, not ${schemaVersion}`)];
  }
  await write(db);
  const ms = Math.round(performance.now() - start);
  const checks =
    found < schemaVersion
      ? [warn('database', 'database_older', `${where}: schema ${found}, not yet ${schemaVersion}`)]
      : [ok('database', `${where}: sound, schema ${found}, written, ${ms} ms`)];
  return dialect === 'sqlite' ? checks : [...checks, judgeClock(await clockOf(db, now), where)];
}

async function mistakeIn(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  return (rows[0]?.quick_check ?? 'no answer').replace(/\s+/g, ' ');
}

async function versionOf(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{
    version: number | null;
  }>`select max(version) as version from schema_version`.execute(db);
  return rows[0]?.version ?? 0;
}

/** Writes a row as it is: that takes the lock, the disk and the log as any other write does. */
async function write(db: Kysely<Database>): Promise<void> {
  await sql`update schema_version set version = version`.execute(db);
}

/** How far (ms) PostgreSQL's clock is from this machine's. */
async function clockOf(db: Kysely<Database>, now: () => number): Promise<number> {
  const { rows } = await sql<{
    now: number;
  }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.execute(db);
  return (rows[0]?.now ?? 0) - now();
}
