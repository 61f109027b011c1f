import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { giveToOwner } from './owner';

/** The files that make a state of the data: the database with what SQLite keeps beside it, and the keys. */
export const stateFiles = [
  'ringway.db',
  'ringway.db-wal',
  'ringway.db-shm',
  'vapid.key',
  'secret.key',
] as const;

/** A file of {@link stateFiles}. */
export type StateFile = (typeof stateFiles)[number];

/**
 * Moves files of a data folder into a new folder within it, so that they can come back.
 *
 * @returns the folder
 */
export async function setAside(
  data: string,
  files: readonly StateFile[],
  now: Date,
): Promise<string> {
  const folder = freeName(join(data, `before-restore-${now.toISOString().replaceAll(':', '-')}`));
  await mkdir(folder, { mode: 0o700 });
  await giveToOwner(data, folder);
  await moveAll(data, folder, files);
  return folder;
}

/** Moves what is there of some files from one folder to another. */
export async function moveAll(
  from: string,
  to: string,
  files: readonly StateFile[],
): Promise<void> {
  for (const file of files) {
    const path = join(from, file);
    if (existsSync(path)) await rename(path, join(to, basename(path)));
  }
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(name); n += 1) name = `${wanted}-${n}`;
  return name;
}
