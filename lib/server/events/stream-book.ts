import type { Context } from '@/lib/server/context';
import { inTransaction } from '@/lib/server/store/transaction';
import { acknowledge } from './outbox';

/** Why a stream was closed: a newer one took over, access ended, its participant left, or its reader did. */
export type StreamEnd = 'newer' | 'access_ended' | 'left' | 'closed';

/** How long (ms) acknowledgements are gathered before they are written together. */
const gatherFor = 200;

interface Endable {
  finish(why: StreamEnd): void;
}

/** The streams that are open on this node, and the work that goes on behind them. */
export class StreamBook {
  readonly current = new Map<string, Endable>();
  readonly #context: Context;
  readonly #turns = new Map<string, Promise<void>>();
  readonly #work = new Set<Promise<void>>();
  #acknowledged = new Map<string, number>();
  #writing: ReadonlyMap<string, number> = new Map<string, number>();
  #written: Promise<void> = Promise.resolve();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Runs what opens and closes streams of one receiver one after the other. */
  async inTurn(receiver: string, work: () => Promise<void>): Promise<void> {
    const before = this.#turns.get(receiver);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.#turns.set(receiver, turn);
    try {
      await turn;
    } finally {
      if (this.#turns.get(receiver) === turn) this.#turns.delete(receiver);
    }
  }

  /** Lets work go on that nobody waits for; what fails is logged. */
  background(work: Promise<void>): void {
    const watched = work.catch((error: unknown) => {
      this.#context.log.error({ err: error }, 'an event stream could not be served');
    });
    this.#work.add(watched);
    void watched.finally(() => this.#work.delete(watched));
  }

  /** Forgets what a receiver has got, together with others' a moment later. */
  acknowledge(receiver: string, n: number): void {
    const first = this.#acknowledged.size === 0;
    this.#acknowledged.set(receiver, Math.max(n, this.#acknowledged.get(receiver) ?? 0));
    if (!first) return;
    const { clock } = this.#context;
    clock.at(clock.now() + gatherFor, () => this.background(this.#writeAcknowledged()));
  }

  /** Up to which n a receiver has got its events, where that is not written yet; else 0. */
  acknowledgedBy(receiver: string): number {
    return Math.max(this.#acknowledged.get(receiver) ?? 0, this.#writing.get(receiver) ?? 0);
  }

  /** Waits until nothing goes on any more and everything acknowledged is written. */
  async settled(): Promise<void> {
    await this.#writeAcknowledged();
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** One write after the other: what is being written counts as got meanwhile. */
  #writeAcknowledged(): Promise<void> {
    const write = this.#written.then(() => this.#write());
    this.#written = write.catch(() => undefined);
    return write;
  }

  async #write(): Promise<void> {
    const got = this.#acknowledged;
    if (got.size === 0) return;
    this.#acknowledged = new Map();
    this.#writing = got;
    await inTransaction(this.#context, async (tx) => {
      for (const [receiver, n] of got) await acknowledge(this.#context, tx, receiver, n);
    });
  }
}

const books = new WeakMap<Context, StreamBook>();

/** The streams of this server. */
export function streamBook(context: Context): StreamBook {
  const known = books.get(context);
  if (known !== undefined) return known;
  const book = new StreamBook(context);
  books.set(context, book);
  return book;
}

/** Waits until the streams' work is written; before the database closes. */
export function settleStreams(context: Context): Promise<void> {
  return streamBook(context).settled();
}
