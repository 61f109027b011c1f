// npm run release [-- <folder>]: what an operator's machine runs, without what only building and testing need; without a
// folder, as an archive for machines of this kind. Imports Node's own modules and ours alone at its top.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ensureBuilt } from './build.mjs';
import { root, say } from './project.mjs';

/** @typedef {{ dependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }} Locked */
/** @typedef {{ version: string, packages: Record<string, Locked> }} Lock */

/** The packages that stay outside the bundle (scripts/build.mjs). */
const outsideTheBundle = ['libsql', '@node-rs/argon2', 'pino'];

const files = [
  'out',
  'dist/server.mjs',
  'dist/operate.mjs',
  'dist/pages.json',
  'dist/stamp',
  'scripts/serve.mjs',
  'scripts/healthy.mjs',
  'scripts/running.mjs',
  'scripts/operate.mjs',
  'scripts/doctor.mjs',
  'scripts/backup.mjs',
  'scripts/restore.mjs',
  'scripts/project.mjs',
  'deploy',
  'docs/deploy.md',
  'package.json',
  'LICENSE',
];

/** @type {Lock} */
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

await ensureBuilt();
const [wanted] = process.argv.slice(2);
if (wanted === undefined) {
  const name = `ringway-${lock.version}-${process.platform}-${process.arch}`;
  const folder = join(root, 'dist', name);
  copyTo(folder);
  execFileSync('tar', ['-czf', `${folder}.tar.gz`, '-C', join(root, 'dist'), name]);
  rmSync(folder, { recursive: true });
  say(`Released: dist/${name}.tar.gz`);
} else {
  copyTo(resolve(wanted));
  say(`Released: ${wanted}`);
}

/** @param {string} folder replaced, if it is there */
function copyTo(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of [...files, ...packagesToRun()]) {
    cpSync(join(root, path), join(folder, path), { recursive: true, filter: isForEveryone });
  }
}

/** An operator's own settings are no part of a release. @param {string} path */
function isForEveryone(path) {
  return path !== join(root, 'deploy/settings.env');
}

/**
 * The folders of the packages that the server needs beside it, with all that those need: what is installed of it on
 * this system.
 * @returns {string[]}
 */
function packagesToRun() {
  /** @type {Set<string>} */
  const found = new Set();
  const open = [...outsideTheBundle];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const path = `node_modules/${name}`;
    // Of an optional package only the one for this system is there; Debian's C library is glibc.
    if (found.has(path) || !existsSync(join(root, path)) || name.endsWith('-musl')) continue;
    found.add(path);
    const { dependencies, optionalDependencies } = lock.packages[path] ?? {};
    open.push(...Object.keys({ ...dependencies, ...optionalDependencies }));
  }
  return [...found];
}
