// Where Firefox is on this machine. Node's own modules only: it runs before packages are installed.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['firefox-esr', 'firefox'];

const macApplication = '/Applications/Firefox.app/Contents/MacOS/firefox';

/** What to tell a person on whose machine there is none. */
export const firefoxMissing =
  'Firefox: not found. Install it (Debian: apt-get install firefox-esr), or name one with FIREFOX_PATH.';

/**
 * The path of the Firefox to test with: `FIREFOX_PATH` when set, else the system's.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined} undefined when there is none
 */
export function findFirefox(environment = process.env) {
  const chosen = environment['FIREFOX_PATH'];
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  if (process.platform === 'darwin') candidates.push(macApplication);
  return candidates.find((candidate) => existsSync(candidate));
}
