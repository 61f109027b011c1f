import { closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { storeTrouble } from './trouble';

/** Statements are few; a query with a list of its own length must not fill the memory for ever. */
const keptStatements = 500;

/** How long (ms) to wait for another process that writes, such as a backup. */
const busyTimeout = 5_000;

/** The embedded database: one file in WAL mode, one connection, statements prepared once. */
export function sqliteDialect(file: string): Dialect {
  return {
    createDriver: () => new ImmediateSqliteDriver({ database: openFile(file) }),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Takes the writer's lock when a transaction begins: one that read first could not get it later. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk has rolled back already (sqlite.org/lang_transaction): the error to tell is the first one. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
    }
  }
}

function openFile(file: string): SqliteDatabase {
  // Nobody else reads it; SQLite gives the files beside it the same mode.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file);
  database.exec('pragma journal_mode = wal');
  // In WAL mode a power cut loses at most the last moments and never the file (sqlite.org/pragma).
  database.exec('pragma synchronous = normal');
  database.exec('pragma foreign_keys = on');
  database.exec(`pragma busy_timeout = ${busyTimeout}`);
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const kept = statements.get(sql);
      if (kept) return kept;
      if (statements.size >= keptStatements) statements.clear();
      const statement = checked(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
    close() {
      statements.clear();
      try {
        // Whoever copies the one file after a stop has everything.
        database.exec('pragma wal_checkpoint(truncate)');
      } catch (error) {
        // On a full disk it stays in the file beside it, from where the next start takes it.
        if (storeTrouble(error) === undefined) throw error;
      } finally {
        database.close();
      }
    },
  };
}

/** The driver ends the process on values that SQLite does not have; they are refused before it. */
function checked(statement: Database.Statement): SqliteStatement {
  return {
    reader: statement.reader,
    all: (parameters) => statement.all(bindable(parameters)),
    run: (parameters) => statement.run(bindable(parameters)),
    iterate: (parameters) => statement.iterate(bindable(parameters)),
  };
}

function bindable(parameters: readonly unknown[]): readonly unknown[] {
  for (const parameter of parameters) {
    const isBindable =
      parameter === null ||
      typeof parameter === 'string' ||
      typeof parameter === 'number' ||
      typeof parameter === 'bigint' ||
      parameter instanceof Uint8Array;
    if (!isBindable)
      throw new TypeError(`SQLite keeps no ${typeof parameter}: write 0 or 1, or text.`);
  }
  return parameters;
}
