// The name of a state of the sources, so that nothing is built twice. Node's own modules only.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made from. */
export const sources = [
  'app',
  'components',
  'lib',
  'public',
  'tests/support/push',
  'scripts/blur.mjs',
  'scripts/build.mjs',
  'scripts/pages.mjs',
  'scripts/previews.mjs',
  'scripts/worker.mjs',
  'next.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/**
 * A hash over the names and contents of all files under the given paths: the same sources have the
 * same stamp on every machine, however old the files are.
 * @param {string} root
 * @param {readonly string[]} [paths] files and folders below root; absent ones count as empty
 * @returns {string} hexadecimal
 */
export function stampOf(root, paths = sources) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesOf(root, path)).sort()) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * All files at or under a path, relative to root, with forward slashes.
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
export function filesOf(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) =>
    filesOf(root, path === '.' ? name : `${path}/${name}`),
  );
}
