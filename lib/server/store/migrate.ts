import { sql, type Kysely, type Transaction } from 'kysely';
import { createTables } from './migrations/0001';
import { moveSessionToDevice } from './migrations/0002';
import { createPushes } from './migrations/0003';
import { letRingsFollow } from './migrations/0004';
import { createLegRecords } from './migrations/0005';
import { addEngines } from './migrations/0006';
import { addMeetingChoices } from './migrations/0007';
import type { Database } from './schema';

/** One step of the schema; `dialect` only where the two databases spell a thing differently. */
type Migration = (tx: Transaction<Database>, dialect: 'sqlite' | 'postgres') => Promise<void>;

/** In order; a step that was released is never changed, only followed by another. */
const migrations: readonly Migration[] = [
  createTables,
  moveSessionToDevice,
  createPushes,
  letRingsFollow,
  createLegRecords,
  addEngines,
  addMeetingChoices,
];

/** The schema that this Ringway works with. */
export const schemaVersion = migrations.length;

/** The database was made by a newer Ringway. */
export class NewerSchemaError extends Error {
  constructor(found: number) {
    super(
      `The database has schema ${found}, this Ringway knows schemas up to ${schemaVersion}. ` +
        'Start the newer Ringway that wrote it, or restore a backup from before the update.',
    );
    this.name = 'NewerSchemaError';
  }
}

/** Any number that no other program locks in the same database. */
const migrationLock = 7_464_929;

/**
 * Takes the steps that the database has not seen, all in one transaction; two nodes that start at once
 * take them one after the other.
 *
 * @throws NewerSchemaError
 */
export async function migrate(store: {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
}): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    if (store.dialect === 'postgres') {
      await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx);
    }
    await sql`create table if not exists schema_version (version integer primary key)`.execute(tx);
    const { rows } = await sql<{
      version: number | null;
    }>`select max(version) as version from schema_version`.execute(tx);
    const found = rows[0]?.version ?? 0;
    if (found > schemaVersion) throw new NewerSchemaError(found);
    for (const [index, step] of migrations.entries()) {
      if (index < found) continue;
      await step(tx, store.dialect);
      await sql`insert into schema_version (version) values (${index + 1})`.execute(tx);
    }
  });
}
