import type { SelectQueryBuilder } from 'kysely';
import type { Topic } from '@/lib/server/bus/bus';
import type { Context, Tx } from '@/lib/server/context';
import { codeOf } from './trouble';

/** What happens after the commit, and only then: a transaction that fails or is tried anew says nothing. */
export interface AfterCommit {
  /** Wakes the listeners of a topic; the same topic once. */
  publish(topic: Topic): void;
  /** Runs something that must see what was committed. */
  run(action: () => void): void;
}

/** How often a transaction is tried when the database gave it up for another's sake. */
const attempts = 6;

/**
 * Runs one transaction and then what waited for its commit. On SQLite it is the only writer; on
 * PostgreSQL it is READ COMMITTED and tried again after a deadlock or a serialisation failure, so
 * `work` must have no effect but through `tx` and `after`. Inside it `context.db` must not be used:
 * on SQLite that would wait for this very transaction.
 */
export async function inTransaction<Value>(
  context: Context,
  work: (tx: Tx, after: AfterCommit) => Promise<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    const topics = new Set<Topic>();
    const actions: (() => void)[] = [];
    const after: AfterCommit = {
      publish: (topic) => topics.add(topic),
      run: (action) => actions.push(action),
    };
    try {
      const value = await context.db.transaction().execute((tx) => work(tx, after));
      for (const action of actions) action();
      for (const topic of topics) context.bus.publish(topic);
      return value;
    } catch (error) {
      if (attempt >= attempts || !isWorthAnotherTry(error)) throw error;
    }
  }
}

/**
 * Locks the rows that a query reads until the transaction ends; SQLite has one writer anyway. Not
 * `for update`: that would also hold up every insert that refers to such a row.
 */
export function forUpdate<Db, Table extends keyof Db, Output>(
  query: SelectQueryBuilder<Db, Table, Output>,
  dialect: Context['dialect'],
): SelectQueryBuilder<Db, Table, Output> {
  return dialect === 'postgres' ? query.forNoKeyUpdate() : query;
}

/** Whether a database error says that a unique constraint stood against an insert or update. */
export function isUniqueViolation(error: unknown): boolean {
  return ['23505', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'].includes(
    codeOf(error),
  );
}

/** PostgreSQL's serialization_failure and deadlock_detected. */
function isWorthAnotherTry(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}
