import { codeOf, storeTrouble, type StoreTrouble } from './trouble';

/** The embedded database cannot be used; the message says what to do. */
export class UnusableDatabaseError extends Error {
  readonly trouble: StoreTrouble;

  constructor(file: string, trouble: StoreTrouble, found: string) {
    // SQLite's words run over several lines.
    super(words[trouble](file, found.replace(/\s+/g, ' ')));
    this.name = 'UnusableDatabaseError';
    this.trouble = trouble;
  }
}

const words: Readonly<Record<StoreTrouble, (file: string, found: string) => string>> = {
  damaged: (file, found) =>
    `The database ${file} is damaged (${found}). Nothing was changed. Restore the last backup: ` +
    'npm run restore -- <backup file>. It keeps the damaged files beside the data.',
  locked: (file, found) =>
    `The database ${file} is locked by another program (${found}). Close what has it open, such as a ` +
    'database browser or a copy that is being made, and start again.',
  full: (file, found) =>
    `The database ${file} cannot be written (${found}). Make room on its disk and start again; ` +
    '"npm run doctor" says how much there is.',
  closed: (file, found) =>
    `The database ${file} cannot be opened (${found}). Let the server's user own the data folder and ` +
    'all files in it.',
  away: (file, found) => `The database ${file} does not answer (${found}).`,
};

/** An error of the embedded database in words, where it tells of trouble; else as it is. */
export function inWordsOf(file: string, error: unknown): unknown {
  const trouble = storeTrouble(error);
  if (trouble === undefined || !(error instanceof Error)) return error;
  return new UnusableDatabaseError(file, trouble, `${error.message}, ${codeOf(error)}`);
}
