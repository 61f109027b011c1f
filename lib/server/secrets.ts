import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The server's one secret, from which a key for each purpose is derived. */
export interface Secrets {
  /** The 32 bytes of key for a purpose; the same after every restart. */
  key(purpose: 'tokens' | 'sessions'): Uint8Array;
}

const secretBytes = 32;

/** Where the secret is kept: a file of its own, mode 0600, beside the data. */
export function secretFile(data: string): string {
  return join(data, 'secret.key');
}

/**
 * Opens the data folder (made with mode 0700) and the secret in it, made at the first start.
 *
 * @throws Error in words, when the file does not hold a secret of ours
 */
export async function openSecrets(data: string): Promise<Secrets> {
  await makeFolder(data);
  const file = secretFile(data);
  await writePrivateFile(file, `${randomBytes(secretBytes).toString('base64url')}\n`, 'keep');
  const secret = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url');
  if (secret.length !== secretBytes) {
    throw new Error(
      `${file} is damaged: restore it from a backup, or delete it to sign everybody out.`,
    );
  }
  return { key: (purpose) => createHmac('sha256', secret).update(`ringway ${purpose}`).digest() };
}

/**
 * Makes a folder (mode 0700) and those it stands in. Node's own way, `recursive`, never ends where a folder
 * may be missing and yet not be made, as below /proc.
 */
export async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isThere) return;
    const parent = dirname(path);
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || parent === path) throw error;
    await makeFolder(parent);
    await make();
  }
}

/**
 * Writes a file that only this server's user reads (mode 0600); `keep` leaves one that is there
 * already as it is, `replace` writes anew.
 */
export async function writePrivateFile(
  file: string,
  text: string,
  existing: 'keep' | 'replace',
): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: existing === 'keep' ? 'wx' : 'w' });
    // The mode counts only for a file that was made just now.
    await chmod(file, 0o600);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere) throw error;
  }
}
