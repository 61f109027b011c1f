import { PostgresDialect, type Dialect } from 'kysely';
import pg from 'pg';

/** Two nodes and a backup fit into PostgreSQL's standard 100 connections. */
const connections = 20;

/** No statement of ours takes long (ms): one that does must not hold a call up for ever. */
const patience = 15_000;

/** A PostgreSQL server named by `postgres://…`; times and counts are read as numbers. */
export function postgresDialect(url: string, report: (error: Error) => void): Dialect {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: patience,
    statement_timeout: patience,
    idle_in_transaction_session_timeout: patience,
    application_name: 'ringway',
    types,
  });
  // A connection lost while idle is replaced; unheard, it would end the process.
  pool.on('error', report);
  return new PostgresDialect({ pool });
}
