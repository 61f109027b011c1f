import { lastBackup } from '@/lib/server/backup/last-backup';
import { ok, warn, type Check } from './check';

/** A backup that is older (ms) is of last week. */
const oldAfter = 7 * 86_400_000;

/** How old the last backup of the embedded database is. `now` in ms since 1970. */
export async function checkBackup(data: string, now: number): Promise<Check> {
  const last = await lastBackup(data);
  if (last === undefined) return warn('backup', 'backup_none', { kind: 'no_backup' });
  const at = Date.parse(last.at);
  const made = { kind: 'backup', at, file: last.file } as const;
  return now - at > oldAfter ? warn('backup', 'backup_old', made) : ok('backup', made);
}
