// Keeps node_modules as package-lock.json says. Node's own modules only: it runs before the others are there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
  const stopTelling = tellHowFar();
  const installed = npm?.endsWith('.js')
    ? await runQuietly(process.execPath, [npm, ...parameters])
    : await runQuietly('npm', parameters);
  stopTelling();
  return installed;
}

/** How often it is said how far npm is, ms: it says nothing itself where no terminal is. */
const tellEvery = 10_000;

/** Says from time to time how long npm has been at it and how many packages are unpacked. */
function tellHowFar() {
  const began = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    say(
      `  ${seconds} s, npm is at work: ${countPackages(join(root, 'node_modules'))} packages are unpacked …`,
    );
  }, tellEvery);
  return () => clearInterval(timer);
}

/**
 * How many packages are unpacked in a folder of packages, those of an owner each by itself: npm makes all their folders
 * at its beginning, and fills them one by one.
 * @param {string} folder
 * @returns {number}
 */
export function countPackages(folder) {
  return namesIn(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? namesIn(join(folder, name)).map((own) => join(folder, name, own))
        : [join(folder, name)],
    )
    .filter((path) => existsSync(join(path, 'package.json'))).length;
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
