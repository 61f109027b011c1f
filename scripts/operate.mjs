// What the operator's commands share: the built library, in a release as it stands, and files as the person named
// them. Imports Node's own modules and ours alone.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { giveUp, root } from './project.mjs';

/** @returns {Promise<typeof import('@/lib/server/operate')>} */
export async function loadOperation() {
  const built = join(root, 'dist/operate.mjs');
  // What is there is of the server that runs, whose pages a build would take away. A release has it, and nothing to
  // build it from.
  if (!existsSync(built)) {
    const { ensureBuilt } = await import('./build.mjs');
    await ensureBuilt();
  }
  return import(pathToFileURL(built).href);
}

/**
 * A path as the person meant it: npm runs scripts in the project's folder.
 * @param {string} path
 * @returns {string}
 */
export function whereNamed(path) {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

/**
 * Does the work of a command; what it refuses is said in words.
 * @param {() => Promise<void>} work
 */
export async function command(work) {
  await work().catch((/** @type {unknown} */ error) => {
    giveUp(error instanceof Error ? error.message : String(error));
  });
}

/**
 * The passphrase of BACKUP_PASSPHRASE, or of the file that it names behind an at sign.
 * @returns {Promise<string | undefined>}
 */
export async function passphrase() {
  const given = process.env['BACKUP_PASSPHRASE'] ?? '';
  const { readFile } = await import('node:fs/promises');
  const text = given.startsWith('@') ? await readFile(given.slice(1), 'utf8') : given;
  return text.trim() === '' ? undefined : text.trim();
}
