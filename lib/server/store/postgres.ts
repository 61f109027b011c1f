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
  // A connection lost while idle is replaced; unheard, it would end the process. The driver hangs the whole
  // client on its error: only the words go on.
  pool.on('error', ({ message }) => {
    report(new Error(message));
  });
  pool.on('connect', prepareStatements);
  return new PostgresDialect({ pool });
}

/** The most statements that a connection keeps prepared; lists of many lengths make many texts. */
const mostPrepared = 500;

/** The name of each statement that is prepared, the same on all connections. */
const names = new Map<string, string>();

/**
 * Makes a connection prepare each statement once and then only run it: PostgreSQL spends about as long
 * on parsing and planning our short statements as on running them.
 */
function prepareStatements(client: pg.PoolClient): void {
  const run = client.query.bind(client);
  const query = (...parameters: unknown[]): unknown =>
    Reflect.apply(run, client, prepared(parameters));
  Object.defineProperty(client, 'query', { value: query });
}

function prepared(parameters: readonly unknown[]): readonly unknown[] {
  const [text, values, ...rest] = parameters;
  if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) return parameters;
  const bound: readonly unknown[] = values;
  const name = nameOf(text);
  return name === undefined ? parameters : [{ text, values: bound, name }, ...rest];
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostPrepared) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
