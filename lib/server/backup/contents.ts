import type Database from 'libsql';
import * as z from 'zod/mini';

/*
 * A backup is one SQLite file: the server's tables, and two of its own. `backup_about` has one row;
 * `backup_file` holds what stands beside the database. Restoring drops both.
 */

const about = z.object({
  /** Of the two tables, not of the server's. */
  format: z.int(),
  /** When it was made, ISO 8601 in UTC. */
  made_at: z.string(),
});
const schemaVersion = z.object({ version: z.nullable(z.int()) });

/** Of the tables that this file describes; a newer one is refused. */
export const backupFormat = 1;

const keptFile = z.object({
  name: z.enum(['vapid.key', 'secret.key']),
  sealed: z.int(),
  // The driver's way to give a blob.
  content: z.pipe(
    z.instanceof(ArrayBuffer),
    z.transform((bytes) => new Uint8Array(bytes)),
  ),
});

/** A file beside the database, as a backup holds it. */
export interface KeptFile {
  readonly name: 'vapid.key' | 'secret.key';
  /** 1: under a passphrase. */
  readonly sealed: number;
  readonly content: Uint8Array;
}

/** What a backup says of itself. */
export interface About {
  readonly format: number;
  readonly madeAt: string;
  /** Of the server's tables. */
  readonly schema: number;
}

/** Adds to a copy of the database what makes it a backup. */
export function describeBackup(
  copy: Database.Database,
  madeAt: string,
  files: readonly KeptFile[],
): void {
  copy.exec('create table backup_about (format integer not null, made_at text not null)');
  copy.prepare('insert into backup_about values (?, ?)').run([backupFormat, madeAt]);
  copy.exec('create table backup_file (name text primary key, sealed integer, content blob)');
  const insert = copy.prepare('insert into backup_file values (?, ?, ?)');
  for (const { name, sealed, content } of files) insert.run([name, sealed, Buffer.from(content)]);
}

/** What a backup says of itself; undefined: it is none. */
export function aboutBackup(backup: Database.Database): About | undefined {
  const tables = backup.prepare(
    "select count(*) as count from sqlite_master where name in ('backup_about', 'schema_version')",
  );
  if (z.object({ count: z.int() }).parse(tables.get([])).count < 2) return undefined;
  const own = about.parse(backup.prepare('select format, made_at from backup_about').get([]));
  return { format: own.format, madeAt: own.made_at, schema: schemaOf(backup) };
}

/** The version of the server's tables. */
export function schemaOf(database: Database.Database): number {
  const row = database.prepare('select max(version) as version from schema_version').get([]);
  return schemaVersion.parse(row).version ?? 0;
}

/** The files of a backup. */
export function filesOf(backup: Database.Database): KeptFile[] {
  const rows = backup.prepare('select name, sealed, content from backup_file').all([]);
  return z.array(keptFile).parse(rows);
}

/** Takes away what {@link describeBackup} added. */
export function forgetBackup(copy: Database.Database): void {
  copy.exec('drop table backup_about');
  copy.exec('drop table backup_file');
}

/** The first mistake that SQLite finds in a whole database; undefined: it is sound. */
export function mistakeIn(database: Database.Database): string | undefined {
  const row = database.prepare('pragma integrity_check(1)').get([]);
  const found = z.object({ integrity_check: z.string() }).parse(row).integrity_check;
  return found === 'ok' ? undefined : found;
}
