import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { Settings } from '@/lib/server/settings';
import { migrate } from './migrate';
import type { Database } from './schema';

/** An open database and which of the two it is. */
export interface Store {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
}

/**
 * Opens the database that the settings name and brings its tables up to date.
 *
 * @throws NewerSchemaError when a newer Ringway has been at it; whatever the database says otherwise
 */
export async function openStore(
  settings: Pick<Settings, 'data' | 'databaseUrl'>,
  report: (error: Error) => void,
): Promise<Store> {
  const store = await connect(settings, report);
  try {
    await migrate(store);
    return store;
  } catch (error) {
    await store.db.destroy();
    throw error;
  }
}

/** Only the driver in use is loaded: the other would cost memory and time at every start. */
async function connect(
  { data, databaseUrl }: Pick<Settings, 'data' | 'databaseUrl'>,
  report: (error: Error) => void,
): Promise<Store> {
  if (databaseUrl === null) {
    const { sqliteDialect } = await import('./sqlite');
    const db = new Kysely<Database>({ dialect: sqliteDialect(join(data, 'ringway.db')) });
    return { db, dialect: 'sqlite' };
  }
  const { postgresDialect } = await import('./postgres');
  const db = new Kysely<Database>({ dialect: postgresDialect(databaseUrl, report) });
  return { db, dialect: 'postgres' };
}
