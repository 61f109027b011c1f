import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { inWordsOf } from './unusable';
import { storeTrouble } from './trouble';

/** Another server is at work on the same data folder. */
export class FolderInUseError extends Error {
  constructor(data: string) {
    super(
      `${data} is in use by another Ringway: two on one data folder would undo each other's work. ` +
        'Stop the other one first, or set DATA to another folder.',
    );
    this.name = 'FolderInUseError';
  }
}

/** A data folder that is ours until it is released. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone. The lock is the system's on an empty file, by way of
 * SQLite: it ends with the process however that ends, so that no file has to be deleted by hand.
 *
 * @throws FolderInUseError; UnusableDatabaseError where the folder cannot be written
 */
export function lockFolder(data: string): FolderLock {
  const file = join(data, 'server.lock');
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  try {
    database.exec('pragma busy_timeout = 0');
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    throw storeTrouble(error) === 'locked' ? new FolderInUseError(data) : inWordsOf(file, error);
  }
  return { release: () => database.close() };
}
