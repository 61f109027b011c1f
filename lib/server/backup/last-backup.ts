import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writePrivateFile } from '@/lib/server/secrets';
import { giveToOwner } from './owner';

const lastBackupSchema = z.object({ at: z.iso.datetime(), file: z.string() });

/** When the last backup was made (ISO 8601, UTC), and where it went. */
export type LastBackup = z.infer<typeof lastBackupSchema>;

function noteFile(data: string): string {
  return join(data, 'last-backup.json');
}

/** Remembers a backup beside the data, for the doctor and the health screen. */
export async function rememberBackup(data: string, backup: LastBackup): Promise<void> {
  const file = noteFile(data);
  await writePrivateFile(file, `${JSON.stringify(backup)}\n`, 'replace');
  await giveToOwner(data, file);
}

/** The last backup of a data folder; undefined where none is known. */
export async function lastBackup(data: string): Promise<LastBackup | undefined> {
  try {
    return lastBackupSchema.parse(JSON.parse(await readFile(noteFile(data), 'utf8')));
  } catch {
    return undefined;
  }
}
