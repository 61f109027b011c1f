import { existsSync } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { makeFolder, writePrivateFile } from '@/lib/server/secrets';
import type { Settings } from '@/lib/server/settings';
import { lockFolder } from '@/lib/server/store/folder-lock';
import { NewerSchemaError, schemaVersion } from '@/lib/server/store/migrate';
import { databaseFile } from '@/lib/server/store/open';
import { storeTrouble } from '@/lib/server/store/trouble';
import {
  aboutBackup,
  backupFormat,
  filesOf,
  forgetBackup,
  mistakeIn,
  type KeptFile,
} from './contents';
import { giveToOwner } from './owner';
import { BackupRefused } from './refused';
import { unseal } from './sealed';
import { moveAll, setAside, stateFiles, type StateFile } from './set-aside';

/** Whether the secret of a backup is taken, and what opens it where it is sealed. */
export type SecretTaking =
  | { readonly kind: 'left out' }
  | { readonly kind: 'taken'; readonly passphrase: string | undefined };

/** What was restored. */
export interface Restored {
  /** When it was made (ISO 8601, UTC); null: it is a state that an earlier restore set aside. */
  readonly madeAt: string | null;
  /** Where the data stands that was there before; null: there was none. */
  readonly before: string | null;
  /** Whose secret opens sessions from now on. */
  readonly secret: 'of the backup' | 'as it was' | 'made at the next start';
}

/**
 * Puts a backup in the place of the data, which is set aside whole; or, given a folder that an earlier restore
 * set aside, goes back to that.
 *
 * @throws FolderInUseError while a server runs on the data, BackupRefused, NewerSchemaError
 */
export async function restore(
  { data, databaseUrl }: Pick<Settings, 'data' | 'databaseUrl'>,
  source: string,
  secret: SecretTaking = { kind: 'taken', passphrase: undefined },
  now: Date = new Date(),
): Promise<Restored> {
  if (databaseUrl !== null) throw new BackupRefused(elsewhere);
  if (!existsSync(source)) throw new BackupRefused(`There is no ${source}.`);
  await makeFolder(data);
  const lock = lockFolder(data);
  try {
    await giveToOwner(data, join(data, 'server.lock'));
    return (await stat(source)).isDirectory()
      ? await goBack(data, source, now)
      : await putBackup(data, source, secret, now);
  } finally {
    lock.release();
  }
}

const elsewhere =
  'DATABASE_URL is set: the data is in PostgreSQL, whose own pg_restore brings it back.';

async function goBack(data: string, folder: string, now: Date): Promise<Restored> {
  const there = stateFiles.filter((file) => existsSync(join(folder, file)));
  if (!there.includes('ringway.db')) {
    throw new BackupRefused(`${folder} holds no data that a restore has set aside.`);
  }
  const before = await setAsideFor(data, there, now);
  await moveAll(folder, data, there);
  return { madeAt: null, before, secret: secretNow(data, there) };
}

async function putBackup(
  data: string,
  backup: string,
  secret: SecretTaking,
  now: Date,
): Promise<Restored> {
  const part = `${databaseFile(data)}.restoring`;
  try {
    await copyInto(backup, part);
    await giveToOwner(data, part);
    const { madeAt, files } = readBackup(part, backup, secret);
    const before = await setAsideFor(
      data,
      files.map(({ name }) => name),
      now,
    );
    for (const { name, content } of files) await writeKept(data, name, content);
    await rename(part, databaseFile(data));
    return {
      madeAt,
      before,
      secret: secretNow(
        data,
        files.map(({ name }) => name),
      ),
    };
  } finally {
    for (const ending of ['', '-journal', '-wal', '-shm']) await rm(part + ending, { force: true });
  }
}

async function copyInto(backup: string, part: string): Promise<void> {
  await rm(part, { force: true });
  try {
    await copyFile(backup, part);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new BackupRefused(
      `${backup} cannot be copied beside the data (${found}). Nothing was changed.`,
    );
  }
}

interface ReadBackup {
  readonly madeAt: string;
  readonly files: readonly Pick<KeptFile, 'name' | 'content'>[];
}

/** Looks a copy of a backup through, and leaves of it the database alone. */
function readBackup(part: string, backup: string, secret: SecretTaking): ReadBackup {
  const copy = new Database(part);
  try {
    const mistake = mistakeIn(copy);
    if (mistake !== undefined) throw damaged(backup, mistake);
    const about = aboutBackup(copy);
    if (about === undefined) {
      throw new BackupRefused(
        `${backup} is no backup that "npm run backup" made. Nothing was changed.`,
      );
    }
    if (about.format > backupFormat || about.schema > schemaVersion) {
      throw new NewerSchemaError(about.schema);
    }
    const files = filesOf(copy)
      .filter(({ name }) => name !== 'secret.key' || secret.kind === 'taken')
      .map((file) => opened(file, secret.kind === 'taken' ? secret.passphrase : undefined));
    forgetBackup(copy);
    return { madeAt: about.madeAt, files };
  } catch (error) {
    if (storeTrouble(error) !== 'damaged' || !(error instanceof Error)) throw error;
    throw damaged(backup, error.message);
  } finally {
    copy.close();
  }
}

function damaged(backup: string, found: string): BackupRefused {
  return new BackupRefused(
    `${backup} is damaged or no backup (${found}). Nothing was changed. Take an older backup.`,
  );
}

function opened(
  { name, sealed, content }: KeptFile,
  passphrase: string | undefined,
): Pick<KeptFile, 'name' | 'content'> {
  if (sealed === 0) return { name, content };
  const open = passphrase === undefined ? undefined : unseal(content, passphrase);
  if (open !== undefined) return { name, content: open };
  const what =
    passphrase === undefined
      ? 'Set BACKUP_PASSPHRASE to its passphrase'
      : 'Its passphrase is another';
  throw new BackupRefused(
    `${name} in the backup is encrypted. ${what}, or leave it out with --without-secret: then everybody signs in anew. Nothing was changed.`,
  );
}

/** The present database goes aside, and of the keys those that others come for. */
async function setAsideFor(
  data: string,
  coming: readonly StateFile[],
  now: Date,
): Promise<string | null> {
  const going = stateFiles.filter((file) => file.startsWith('ringway.db') || coming.includes(file));
  if (!going.some((file) => existsSync(join(data, file)))) return null;
  return setAside(data, going, now);
}

async function writeKept(data: string, name: string, content: Uint8Array): Promise<void> {
  const file = join(data, name);
  await writePrivateFile(file, Buffer.from(content).toString('utf8'), 'replace');
  await giveToOwner(data, file);
}

function secretNow(data: string, came: readonly StateFile[]): Restored['secret'] {
  if (came.includes('secret.key')) return 'of the backup';
  return existsSync(join(data, 'secret.key')) ? 'as it was' : 'made at the next start';
}
