import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import type { Settings } from '@/lib/server/settings';
import { secretFile } from '@/lib/server/secrets';
import { databaseFile } from '@/lib/server/store/open';
import { storeTrouble } from '@/lib/server/store/trouble';
import { inWordsOf } from '@/lib/server/store/unusable';
import { describeBackup, mistakeIn, type KeptFile } from './contents';
import { rememberBackup } from './last-backup';
import { BackupRefused } from './refused';
import { seal } from './sealed';

/** What becomes of the secret that opens every session: left out unless somebody decides otherwise. */
export type SecretWish =
  | { readonly kind: 'left out' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'sealed'; readonly passphrase: string };

/** A backup that was made. */
export interface Backup {
  readonly file: string;
  readonly bytes: number;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** The files in it beside the database. */
  readonly files: readonly KeptFile['name'][];
}

/** How long (ms) to wait for the server's own writing. */
const busyTimeout = 10_000;

/**
 * Copies the embedded database as it is at one moment, and the files beside it, into one file (mode 0600).
 * The server may run: SQLite's `vacuum into` reads one state and holds up no writer. The file appears
 * under its name only once it is whole and was read again.
 *
 * @throws BackupRefused, UnusableDatabaseError
 */
export async function backUp(
  { data, databaseUrl }: Pick<Settings, 'data' | 'databaseUrl'>,
  file: string,
  secret: SecretWish = { kind: 'left out' },
  now: Date = new Date(),
): Promise<Backup> {
  if (databaseUrl !== null) throw new BackupRefused(elsewhere);
  const source = databaseFile(data);
  if (!existsSync(source)) throw new BackupRefused(`There is no ${source}: is DATA right?`);
  if (existsSync(file)) {
    throw new BackupRefused(`${file} is there already. Choose another name, or remove it first.`);
  }
  const files = await filesBeside(data, secret);
  const madeAt = now.toISOString();
  const part = `${file}.part`;
  try {
    await makeEmpty(part);
    copyDatabase(source, part);
    complete(part, madeAt, files);
    await flush(part);
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw storeTrouble(error) === 'full' ? noRoom(file) : inWordsOf(source, error);
  }
  await flush(dirname(file));
  await rememberBackup(data, { at: madeAt, file });
  return { file, madeAt, bytes: (await stat(file)).size, files: files.map(({ name }) => name) };
}

const elsewhere =
  'DATABASE_URL is set: the data is in PostgreSQL, whose own pg_dump makes its backups. Beside them keep vapid.key of the data folder.';

function noRoom(file: string): BackupRefused {
  return new BackupRefused(
    `There is no room for the backup in ${dirname(file)}. Make room there, or name a file on another disk.`,
  );
}

async function makeEmpty(part: string): Promise<void> {
  await rm(part, { force: true });
  try {
    await (await open(part, 'wx', 0o600)).close();
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new BackupRefused(
      `The backup cannot be written (${found}). Name a file in a folder of yours.`,
    );
  }
}

function copyDatabase(source: string, part: string): void {
  const database = new Database(source);
  try {
    database.exec(`pragma busy_timeout = ${busyTimeout}`);
    database.exec(`vacuum into '${part.replaceAll("'", "''")}'`);
  } finally {
    database.close();
  }
}

function complete(part: string, madeAt: string, files: readonly KeptFile[]): void {
  const copy = new Database(part);
  try {
    describeBackup(copy, madeAt, files);
    const mistake = mistakeIn(copy);
    if (mistake !== undefined) throw new BackupRefused(`The copy is damaged: ${mistake}.`);
  } finally {
    copy.close();
  }
}

/** What was written is on the disk, not only in the system's memory. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

async function filesBeside(data: string, secret: SecretWish): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  const vapid = join(data, 'vapid.key');
  if (existsSync(vapid)) {
    files.push({ name: 'vapid.key', sealed: 0, content: await readFile(vapid) });
  }
  if (secret.kind === 'left out') return files;
  const content = await readFile(secretFile(data));
  files.push(
    secret.kind === 'plain'
      ? { name: 'secret.key', sealed: 0, content }
      : { name: 'secret.key', sealed: 1, content: seal(content, secret.passphrase) },
  );
  return files;
}
