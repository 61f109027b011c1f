// Keeps node_modules as package-lock.json says. Node's own modules only: it runs before the others are there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { giveUp, root, runQuietly, say } from './project.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, peer?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/** What to tell a person whose packages could not be installed. */
export const packagesMissing =
  'The packages could not be installed: npm says why above; "npm ci" tries again.';

/**
 * Installs the packages when they are absent or package-lock.json has changed. Ends the process with
 * a message when that fails.
 * @returns {Promise<void>}
 */
export async function ensurePackages() {
  if (!(await setUpPackages())) giveUp(packagesMissing);
}

/**
 * Installs the packages when they are absent or package-lock.json has changed.
 * @returns {Promise<boolean>} whether they are there now
 */
export async function setUpPackages() {
  if (packagesAreInstalled(readLocked('package-lock.json'), readLocked(installedLock))) return true;
  say('Installing packages from the npm registry; the first time this takes a minute or more …');
  const npm = process.env['npm_execpath'];
  const parameters = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const stopTelling = tellHowLong();
  const installed = npm?.endsWith('.js')
    ? await runQuietly(process.execPath, [npm, ...parameters])
    : await runQuietly('npm', parameters);
  stopTelling();
  return installed;
}

/** How often it is said how long npm has been at it, ms: it says nothing itself where no terminal is. */
const tellEvery = 10_000;

/** Says from time to time for how long npm has been at it. */
function tellHowLong() {
  const began = Date.now();
  const timer = setInterval(() => {
    say(`  npm is at work, for ${Math.round((Date.now() - began) / 1000)} s now …`);
  }, tellEvery);
  return () => clearInterval(timer);
}

const installedLock = 'node_modules/.package-lock.json';

/**
 * Whether what npm noted as installed is what the lock file asks for. Optional packages may be
 * absent: they are for other systems.
 * @param {LockedPackages | undefined} wanted
 * @param {LockedPackages | undefined} installed
 */
export function packagesAreInstalled(wanted, installed) {
  if (!wanted || !installed) return false;
  const complete = Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const present = installed[path];
    return present ? present.version === version : optional === true;
  });
  return complete && Object.keys(installed).every((path) => path in wanted);
}

/**
 * @param {string} path of a lock file, from the project's folder
 * @returns {LockedPackages | undefined} undefined when there is none
 */
function readLocked(path) {
  try {
    /** @type {{ packages: LockedPackages }} */
    const lock = JSON.parse(readFileSync(join(root, path), 'utf8'));
    return lock.packages;
  } catch {
    return undefined;
  }
}
