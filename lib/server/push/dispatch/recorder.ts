import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** At most so many pushes in one statement: below the databases' limits of parameters. */
const batch = 200;

/** What changes of a push while it is sent. */
const changing = [
  'state',
  'status',
  'reason',
  'provider_id',
  'attempts',
  'sent_at',
  'answered_at',
  'steps',
] as const;

/**
 * Writes how pushes get on, many in one statement: ten thousand phones rung at once must not wait for ten
 * thousand commits. What is written last of a push counts.
 */
export class PushRecorder {
  readonly #context: Pick<Context, 'db' | 'log'>;
  #waiting = new Map<string, Row<'push'>>();
  #writing: Promise<void> | undefined;

  constructor(context: Pick<Context, 'db' | 'log'>) {
    this.#context = context;
  }

  record(push: Row<'push'>): void {
    this.#waiting.set(push.id, push);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when all that was recorded is written. */
  async settled(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  async #write(): Promise<void> {
    // What else this turn of the loop brings goes into the same statement.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.size > 0) {
      const rows = [...this.#waiting.values()].slice(0, batch);
      for (const row of rows) this.#waiting.delete(row.id);
      await this.#writeRows(rows).catch(() => this.#writeEach(rows));
    }
  }

  /** One row that cannot be written must not take the others with it. */
  async #writeEach(rows: readonly Row<'push'>[]): Promise<void> {
    for (const row of rows) {
      try {
        await this.#writeRows([row]);
      } catch (error) {
        const { log } = this.#context;
        log.error({ err: error, push: row.id }, 'how a push got on could not be written');
      }
    }
  }

  async #writeRows(rows: readonly Row<'push'>[]): Promise<void> {
    const { db } = this.#context;
    // A push whose account was removed meanwhile is gone: it must not come back.
    const known = await db
      .selectFrom('push')
      .select('id')
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute();
    const ids = new Set(known.map(({ id }) => id));
    const there = rows.filter(({ id }) => ids.has(id));
    if (there.length === 0) return;
    await db
      .insertInto('push')
      .values(there)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((is) =>
            Object.fromEntries(changing.map((column) => [column, is.ref(`excluded.${column}`)])),
          ),
      )
      .execute();
  }
}
