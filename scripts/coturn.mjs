// Where coturn, the relay, is on this machine. Node's own modules only.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What to tell a person on whose machine there is none. */
export const coturnMissing =
  'coturn: not found. Install it (Debian: apt-get install coturn), or name its program with TURNSERVER_PATH.';

/**
 * The path of the relay to test with: `TURNSERVER_PATH` when set, else the system's.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined} undefined when there is none
 */
export function findCoturn(environment = process.env) {
  const chosen = environment['TURNSERVER_PATH'];
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders
    .map((folder) => join(folder, 'turnserver'))
    .find((candidate) => existsSync(candidate));
}
