// A Debian with a Swift compiler in a folder of its own, for systems that have none: made by debootstrap, entered by
// chroot. Node's own modules only.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { say } from './project.mjs';

/** The first Debian that has a compiler of Swift 6. */
export const suite = 'trixie';

const packages = ['swiftlang', 'libc6-dev', 'libstdc++-14-dev', 'git', 'ca-certificates'];
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const mirror = 'http://deb.debian.org/debian';

/** The commands that a chroot needs which leaves no mount behind. */
const programs = ['debootstrap', 'unshare', 'chroot', 'mount'];

/** What makes a folder a root that is whole. */
export const compilerInRoot = 'usr/libexec/swift/bin/swift';

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
  ];
}

/**
 * Makes a root, unless it is there. It is made under another name and renamed when it is whole; of
 * two at once, one makes it and the other waits.
 * @param {string} path where it shall be
 * @returns {Promise<boolean>} whether it is there now
 */
export async function makeRoot(path) {
  const absent = programs.filter((name) => !isOnPath(name));
  if (absent.length > 0) {
    say(`Swift: ${absent.join(', ')} not found.`);
    return false;
  }
  mkdirSync(dirname(path), { recursive: true });
  const unlock = await lock(`${path}.lock`);
  try {
    if (existsSync(join(path, compilerInRoot))) return true;
    const partial = `${path}.partial`;
    // Nobody else is at it: it was left by one that was interrupted. Its mounts went with its process.
    rmSync(partial, { recursive: true, force: true });
    say(`Setting up Swift: a Debian (${suite}) with its compiler in ${path}, 2 to 3 minutes …`);
    const well = await debootstrap(partial);
    if (!well || !existsSync(join(partial, compilerInRoot))) {
      rmSync(partial, { recursive: true, force: true });
      return false;
    }
    rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true, force: true });
    renameSync(partial, path);
    return true;
  } finally {
    unlock();
  }
}

/**
 * The command that runs another one inside a root: with the system's /proc and /dev, and the
 * project, to read only, at /project. All of it is mounted for that process alone.
 * @param {string} root
 * @param {string} project
 * @param {readonly string[]} command
 * @returns {[string, ...string[]]}
 */
export function insideRoot(root, project, command) {
  const mounts = [
    'mount --rbind /proc "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    'mkdir -p "$0/project"',
    'mount --bind "$1" "$0/project"',
    'mount -o remount,bind,ro "$0/project"',
    'shift',
    'exec chroot "$0" /usr/bin/env -i "$@"',
  ];
  const environment = [
    'HOME=/root',
    'LANG=C.UTF-8',
    'PATH=/usr/bin:/bin',
    'LD_LIBRARY_PATH=/usr/libexec/swift/lib/swift/linux',
  ];
  return [
    ...inOwnMounts,
    'sh',
    '-ec',
    mounts.join('\n'),
    root,
    project,
    ...environment,
    ...command,
  ];
}

/** @type {[string, ...string[]]} */
const inOwnMounts = ['unshare', '--mount', '--propagation', 'private'];

/**
 * @param {string} folder
 * @returns {Promise<boolean>} whether it ended well
 */
function debootstrap(folder) {
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
 * @returns {Promise<() => void>} gives it back
 */
async function lock(path) {
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
    if (!told) say('Swift is being set up by another process: waiting for it …');
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
