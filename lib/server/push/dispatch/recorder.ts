import { sql, type RawBuilder } from 'kysely';
import type { Context } from '@/lib/server/context';
import type { Journey, Progress } from './journey';

/** At most so many pushes in one statement: below the databases' limits of parameters. */
const batch = 200;

/** How long (ms) a record may wait for others: most pushes end within it, and are written once. */
const patience = 100;

/** A push that is under way so long (ms), or at most twice that, is written: till then a crash sends it again as one that waits. */
const longUnderWay = 250;

/** A push under way since a time (ms since the process began). */
interface Begun {
  readonly since: number;
  readonly journey: Journey;
}

/**
 * Writes how pushes get on, many in one statement: ten thousand phones rung at once must not wait for ten
 * thousand commits. What is recorded last of a push counts; what is lost in a crash is sent again.
 */
export class PushRecorder {
  readonly #context: Pick<Context, 'db' | 'log'>;
  readonly #waiting = new Map<string, Progress>();
  /** What is under way and not written as such, the oldest first. */
  readonly #begun = new Map<string, Begun>();
  #timer: NodeJS.Timeout | undefined;
  #later: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;

  constructor(context: Pick<Context, 'db' | 'log'>) {
    this.#context = context;
  }

  /** A push is under way; written only if it still is after a while, since most end before. */
  begun(journey: Journey): void {
    this.#begun.set(journey.row.id, { since: performance.now(), journey });
    this.#writeBegunLater();
  }

  #writeBegunLater(): void {
    this.#later ??= setTimeout(() => this.#writeBegun(), longUnderWay).unref();
  }

  #writeBegun(): void {
    this.#later = undefined;
    const long = performance.now() - longUnderWay;
    for (const { since, journey } of this.#begun.values()) {
      if (since > long) break;
      this.record(journey.written());
    }
    if (this.#begun.size > 0) this.#writeBegunLater();
  }

  record(push: Progress): void {
    this.#begun.delete(push.id);
    this.#waiting.set(push.id, push);
    if (this.#waiting.size >= batch) this.#begin();
    else this.#timer ??= setTimeout(() => this.#begin(), patience).unref();
  }

  /** Resolves when all that was recorded is written. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0 || this.#writing !== undefined) {
      this.#begin();
      await this.#writing;
    }
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
      if (this.#waiting.size > 0) this.#timer ??= setTimeout(() => this.#begin(), patience).unref();
    });
  }

  async #write(): Promise<void> {
    const rows = [...this.#waiting.values()].slice(0, batch);
    for (const row of rows) this.#waiting.delete(row.id);
    await this.#writeRows(rows).catch(() => this.#writeEach(rows));
  }

  /** One row that cannot be written must not take the others with it. */
  async #writeEach(rows: readonly Progress[]): Promise<void> {
    for (const row of rows) {
      try {
        await this.#writeRows([row]);
      } catch (error) {
        const { log } = this.#context;
        log.error({ err: error, push: row.id }, 'how a push got on could not be written');
      }
    }
  }

  /** Only what is there is changed: the pushes of an account that was removed meanwhile are gone. */
  async #writeRows(rows: readonly Progress[]): Promise<void> {
    if (rows.length === 0) return;
    await sql`
      with changed (id, state, status, reason, provider_id, attempts, sent_at, answered_at, steps)
      as (values ${sql.join(rows.map(changeOf))})
      update push set
        state = changed.state,
        status = changed.status,
        reason = changed.reason,
        provider_id = changed.provider_id,
        attempts = changed.attempts,
        sent_at = changed.sent_at,
        answered_at = changed.answered_at,
        steps = changed.steps
      from changed where push.id = changed.id
    `.execute(this.#context.db);
  }
}

/** A list of values has no column types of its own. */
function changeOf(row: Progress): RawBuilder<unknown> {
  return sql`(
    ${row.id},
    ${row.state},
    cast(${row.status} as integer),
    cast(${row.reason} as text),
    cast(${row.provider_id} as text),
    cast(${row.attempts} as integer),
    cast(${row.sent_at} as bigint),
    cast(${row.answered_at} as bigint),
    ${row.steps}
  )`;
}
