import { chown, stat } from 'node:fs/promises';

/**
 * Gives a file to whoever owns the data folder: an operator often is root, and the server, which is not,
 * must be able to open what was made for it.
 */
export async function giveToOwner(data: string, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(data);
  await chown(file, uid, gid);
}
