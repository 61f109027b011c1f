// A Debian in a folder of its own: made by debootstrap, entered by chroot. Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { say } from './project.mjs';

/** Debian 13: the first with a compiler of Swift 6, and what operators are told to run. */
export const suite = 'trixie';

/** What is set up once for all checkouts of this user. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ringway');

/**
 * @typedef {object} Content of a root
 * @property {string} what for people
 * @property {readonly string[]} packages Debian's, beside its smallest system
 * @property {string} proof a path in it that makes a folder a root that is whole
 * @property {string} minutes how long it takes, for people
 */

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const mirror = 'http://deb.debian.org/debian';

/** The commands that a chroot needs which leaves no mount behind. */
const programs = ['debootstrap', 'unshare', 'chroot', 'mount'];

const beforeNextLook = 1000;

/**
 * Whether this system can make and enter such a folder once Debian's packages of
 * {@link packagesForRoot} are there.
 * @returns {boolean}
 */
export function canEnterRoots() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Debian's packages that making a root still needs here.
 * @returns {string[]}
 */
export function packagesForRoot() {
  return [
    ...(isOnPath('debootstrap') ? [] : ['debootstrap']),
    ...(existsSync(keyring) ? [] : ['debian-archive-keyring']),
    ...(isOnPath('ip') ? [] : ['iproute2']),
  ];
}

/**
 * Makes a root, unless it is there. It is made under another name and renamed when it is whole; of
 * two at once, one makes it and the other waits.
 * @param {string} path where it shall be
 * @param {Content} content
 * @returns {Promise<boolean>} whether it is there now
 */
export async function makeRoot(path, { what, packages, proof, minutes }) {
  const absent = programs.filter((name) => !isOnPath(name));
  if (absent.length > 0) {
    say(`${what}: ${absent.join(', ')} not found.`);
    return false;
  }
  mkdirSync(dirname(path), { recursive: true });
  const unlock = await lock(`${path}.lock`, what);
  try {
    if (existsSync(join(path, proof))) return true;
    const partial = `${path}.partial`;
    // Nobody else is at it: it was left by one that was interrupted. Its mounts went with its process.
    rmSync(partial, { recursive: true, force: true });
    say(`Setting up ${what}: a Debian (${suite}) in ${path}, ${minutes} minutes …`);
    const well = await debootstrap(partial, packages);
    if (!well || !existsSync(join(partial, proof))) {
      rmSync(partial, { recursive: true, force: true });
      return false;
    }
    rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true, force: true });
    // One of an older version lacks the proof.
    rmSync(path, { recursive: true, force: true });
    renameSync(partial, path);
    return true;
  } finally {
    unlock();
  }
}

/** Whatever is mounted after it goes with the process. @type {[string, ...string[]]} */
export const inOwnMounts = ['unshare', '--mount', '--propagation', 'private'];

/**
 * @param {string} folder
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>} whether it ended well
 */
function debootstrap(folder, packages) {
  const [program, ...parameters] = [
    ...inOwnMounts,
    'debootstrap',
    ...['--variant=minbase', `--include=${packages.join(',')}`],
    ...[`--keyring=${keyring}`, '--force-check-gpg'],
    ...[suite, folder, mirror],
  ];
  return new Promise((resolve) => {
    const child = spawn(/** @type {string} */ (program), parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const end = () => child.kill('SIGTERM');
    process.once('exit', end);
    const progress = sayProgress();
    child.stdout.setEncoding('utf8').on('data', progress.hear);
    child.stderr.setEncoding('utf8').on('data', progress.hear);
    child.once('error', (error) => {
      say(`debootstrap: ${error.message}`);
      resolve(false);
    });
    child.once('close', (code) => {
      process.off('exit', end);
      if (code !== 0) progress.sayEnd();
      resolve(code === 0);
    });
  });
}

/** Says each stage of debootstrap's hundreds of lines once, and the last lines when it failed. */
function sayProgress() {
  const stages = { Retrieving: 'downloading', Extracting: 'extracting', Unpacking: 'unpacking' };
  const said = new Set();
  /** @type {string[]} */
  let last = [];
  let rest = '';
  /** @param {string} line */
  function hearLine(line) {
    last = [...last, line].slice(-10);
    for (const [word, stage] of Object.entries({ ...stages, Configuring: 'configuring' })) {
      if (!line.startsWith(`I: ${word} `) || said.has(stage)) continue;
      said.add(stage);
      say(`  ${stage} …`);
    }
  }
  return {
    /** @param {string} text */
    hear: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(hearLine);
    },
    sayEnd: () => [...last, rest].filter(Boolean).forEach(say),
  };
}

/**
 * Waits until nobody else holds a lock, and takes it. One whose holder is dead counts as free.
 * @param {string} path of a folder that stands for it
 * @param {string} what it is about, for people
 * @returns {Promise<() => void>} gives it back
 */
async function lock(path, what) {
  let told = false;
  for (;;) {
    try {
      mkdirSync(path);
      writeFileSync(join(path, 'holder'), String(process.pid));
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(path)) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (!told) say(`${what} is being set up by another process: waiting for it …`);
    told = true;
    await pause(beforeNextLook);
  }
  const unlock = () => {
    process.off('exit', unlock);
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', unlock);
  return unlock;
}

/** @param {string} path of a lock */
async function isAbandoned(path) {
  const holder = readHolder(path);
  if (holder !== undefined) return !lives(holder);
  // Its holder may be about to write its name.
  await pause(beforeNextLook);
  return existsSync(path) && readHolder(path) === undefined;
}

/** @param {string} path of a lock @returns {number | undefined} a process's number */
function readHolder(path) {
  try {
    return Number(readFileSync(join(path, 'holder'), 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.some((folder) => existsSync(join(folder, program)));
}
