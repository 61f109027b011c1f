/**
 * What keeps a database from doing its work, as it names it (sqlite.org/rescode, PostgreSQL's appendix A):
 * `full`: nothing more can be written; `locked`: another program holds it; `damaged`: its file is not
 * what it was; `closed`: this server's user may not open or write it; `away`: nobody answers.
 */
export type StoreTrouble = 'full' | 'locked' | 'damaged' | 'closed' | 'away';

const troubles: readonly (readonly [RegExp, StoreTrouble])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR.*|53100|ENOSPC|EDQUOT)$/, 'full'],
  [/^(SQLITE_BUSY.*|SQLITE_LOCKED.*)$/, 'locked'],
  [/^(SQLITE_CORRUPT.*|SQLITE_NOTADB|XX001|XX002)$/, 'damaged'],
  [/^(SQLITE_CANTOPEN.*|SQLITE_READONLY.*|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)$/, 'closed'],
  [/^(08...|53300|57P0.|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH)$/, 'away'],
];

/** The trouble that an error of a database tells of; undefined: it tells of something else. */
export function storeTrouble(error: unknown): StoreTrouble | undefined {
  const code = codeOf(error);
  return troubles.find(([codes]) => codes.test(code))?.[1];
}

/** The database's code of an error; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}
