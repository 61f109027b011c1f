import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Settings } from '@/lib/server/settings';
import { migrate } from './migrate';
import type { Database } from './schema';
import { inWordsOf, UnusableDatabaseError } from './unusable';

/** An open database and which of the two it is. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
}

/** Up to this size (bytes) the embedded database is checked at every start: some tenths of a second. */
const checkedBytes = 64 * 2 ** 20;

/** Where the embedded database stands. */
export function databaseFile(data: string): string {
  return join(data, 'ringway.db');
}

/**
 * Opens the database that the settings name and brings its tables up to date.
 *
 * @throws NewerSchemaError when a newer Ringway has been at it; UnusableDatabaseError when the embedded one
 * is damaged, locked or cannot be written; whatever PostgreSQL says otherwise
 */
export async function openStore(
  settings: Pick<Settings, 'data' | 'databaseUrl'>,
  report: (error: Error) => void,
): Promise<Store> {
  if (settings.databaseUrl !== null) return openUpToDate(settings, report);
  const file = databaseFile(settings.data);
  try {
    return await openUpToDate(settings, report);
  } catch (error) {
    throw inWordsOf(file, error);
  }
}

async function openUpToDate(
  settings: Pick<Settings, 'data' | 'databaseUrl'>,
  report: (error: Error) => void,
): Promise<Store> {
  const store = await connectStore(settings, report);
  try {
    if (store.dialect === 'sqlite') await checkFile(store.db, databaseFile(settings.data));
    await migrate(store);
    return store;
  } catch (error) {
    await closeQuietly(store);
    throw error;
  }
}

/** The error that ended the opening is the one to tell; a damaged file may not even close well. */
async function closeQuietly({ db }: Store): Promise<void> {
  await db.destroy().catch(() => undefined);
}

/** A damaged file is better found before the first call than in it. */
async function checkFile(db: Kysely<Database>, file: string): Promise<void> {
  if (statSync(file).size > checkedBytes) return;
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  const found = rows[0]?.quick_check ?? 'no answer';
  if (found !== 'ok') throw new UnusableDatabaseError(file, 'damaged', found);
}

/**
 * Opens a database as it is. Only the driver in use is loaded: the other would cost memory and time at every
 * start.
 */
export async function connectStore(
  { data, databaseUrl }: Pick<Settings, 'data' | 'databaseUrl'>,
  report: (error: Error) => void,
): Promise<Store> {
  if (databaseUrl === null) {
    const { sqliteDialect } = await import('./sqlite');
    const db = new Kysely<Database>({ dialect: sqliteDialect(databaseFile(data)) });
    return { db, dialect: 'sqlite' };
  }
  const { postgresDialect } = await import('./postgres');
  const db = new Kysely<Database>({ dialect: postgresDialect(databaseUrl, report) });
  return { db, dialect: 'postgres' };
}
