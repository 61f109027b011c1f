import type { Topic } from '@/lib/server/bus/bus';
import { joinRinging } from '@/lib/server/calls/late-rings';
import { comeBack, goAway, markStream } from '@/lib/server/calls/presence';
import { inStep, type Step } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';
import { takeDirectly, type StoredEvent } from './hand-over';
import { acknowledge, pending, type Receiver } from './outbox';
import { presentEvents, withoutOutdated } from './present';
import { streamBook, type StreamBook, type StreamEnd } from './stream-book';

export type { StreamEnd } from './stream-book';

/** An event as it is written to a client: `n` is its `id:`, null for what cannot be acknowledged. */
export interface StreamEvent {
  readonly n: number | null;
  readonly name: string;
  /** JSON. */
  readonly data: string;
}

/** What a client says when it opens a stream. */
export interface StreamWishes {
  /** `Last-Event-ID`: what it got already. Without it an event counts as got once it was written. */
  readonly lastEventId?: number | undefined;
  /** One of our own pages: it first gets the present state. */
  readonly page: boolean;
}

/** The open stream of a receiver; what it carries waits until somebody listens. */
export interface Stream {
  /** Gets every event from now on, in order; what has come before at once. */
  onEvent(listener: (event: StreamEvent) => void): void;
  /** Is told once when the stream was closed from within. */
  onClose(listener: (why: StreamEnd) => void): void;
  /** The event with this n went to the open socket. */
  written(n: number): void;
  /** The client is gone. */
  close(): void;
}

/** How many events are read at a time. */
const batch = 100;

/**
 * Opens the stream of a receiver in place of an older one (direct-media.md, Order). Whoever hears by it
 * is present from now on; when it closes, the grace time begins.
 */
export async function openStream(
  context: Context,
  receiver: Receiver,
  wishes: StreamWishes,
): Promise<Stream> {
  const stream = new ReceiverStream(context, receiver, wishes);
  try {
    await stream.open();
  } catch (error) {
    stream.close();
    throw error;
  }
  return stream;
}

class ReceiverStream implements Stream {
  readonly #context: Context;
  readonly #receiver: Receiver;
  readonly #wishes: StreamWishes;
  readonly #book: StreamBook;
  #unsubscribe: (() => void)[] = [];
  #listener: ((event: StreamEvent) => void) | undefined;
  #ended: ((why: StreamEnd) => void) | undefined;
  #kept: StreamEvent[] = [];
  #end: StreamEnd | undefined;
  /** The n of the last event passed on; undefined until it has begun. */
  #sent: number | undefined;
  #reading = false;
  #woken = false;
  #taken = false;

  constructor(context: Context, receiver: Receiver, wishes: StreamWishes) {
    this.#context = context;
    this.#receiver = receiver;
    this.#wishes = wishes;
    this.#book = streamBook(context);
  }

  async open(): Promise<void> {
    const { id } = this.#receiver;
    this.#book.current.get(id)?.finish('newer');
    this.#book.current.set(id, this);
    this.#listenTo(`close:${id}`, () => this.finish('access_ended'));
    this.#listenTo(`receiver:${id}`, () => this.#wake());
    this.#unsubscribe.push(takeDirectly(this.#context, id, (events) => this.#take(events)));
    await this.#book.inTurn(id, async () => {
      await inStep(this.#context, (step) => this.#arrive(step));
      await inStep(this.#context, (step) => this.#begin(step));
    });
    this.#wake();
  }

  onEvent(listener: (event: StreamEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#kept.splice(0)) this.#pass(event);
  }

  onClose(listener: (why: StreamEnd) => void): void {
    this.#ended = listener;
    if (this.#end !== undefined) listener(this.#end);
  }

  written(n: number): void {
    if (this.#wishes.page || this.#wishes.lastEventId !== undefined) return;
    this.#book.acknowledge(this.#receiver.id, n);
  }

  close(): void {
    this.finish('closed');
  }

  /** Ends the stream once; only the last stream of a receiver leaves it without any. */
  finish(why: StreamEnd): void {
    if (this.#end !== undefined) return;
    this.#end = why;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    const { id } = this.#receiver;
    if (this.#book.current.get(id) === this) {
      this.#book.current.delete(id);
      this.#book.background(this.#book.inTurn(id, () => this.#leave()));
    }
    this.#ended?.(why);
  }

  #listenTo(topic: Topic, listener: () => void): void {
    this.#unsubscribe.push(this.#context.bus.subscribe(topic, listener));
  }

  /** The rooms hear that it is back, and what rings already rings here too. */
  async #arrive(step: Step): Promise<void> {
    await comeBack(step, this.#receiver);
    if (this.#receiver.kind !== 'registration') return;
    const registration = await step.tx
      .selectFrom('registration')
      .selectAll()
      .where('id', '=', this.#receiver.id)
      .executeTakeFirst();
    if (registration === undefined) return;
    await joinRinging(step, { registration, page: this.#wishes.page });
  }

  /** Reads the present state and where the queue stands, so that what follows continues it. */
  async #begin(step: Step): Promise<void> {
    const { kind, id } = this.#receiver;
    // First, since it locks the receiver: nothing is queued for it until the state was read.
    await markStream(step, this.#receiver, true);
    const counter =
      kind === 'registration'
        ? await step.tx
            .selectFrom('registration')
            .select('event_n')
            .where('id', '=', id)
            .executeTakeFirst()
        : await step.tx
            .selectFrom('participant')
            .select('event_n')
            .where('uuid', '=', id)
            .executeTakeFirst();
    const last = this.#wishes.lastEventId ?? this.#book.acknowledgedBy(id);
    const got = Math.min(last, counter?.event_n ?? 0);
    if (got > 0) await acknowledge(step.context, step.tx, id, got);
    const events: StreamEvent[] = await presentEvents(step, this.#receiver, this.#wishes.page);
    const queued = await pending(step.tx, id, got);
    events.push(...(await withoutOutdated(step, queued, this.#wishes.page)));
    this.#kept = events;
    this.#sent = counter?.event_n ?? 0;
  }

  async #leave(): Promise<void> {
    if (this.#book.current.has(this.#receiver.id)) return;
    await inStep(this.#context, (step) => markStream(step, this.#receiver, false));
    await inStep(this.#context, (step) => goAway(step, this.#receiver));
  }

  /** New events that follow what was passed on last need not be read; of others the wake tells. */
  #take(events: readonly StoredEvent[]): void {
    const [first] = events;
    if (first === undefined || this.#sent === undefined) return;
    if (this.#reading || this.#end !== undefined || first.n !== this.#sent + 1) return;
    for (const event of events) {
      this.#sent = event.n;
      this.#pass(event);
    }
    // The wake of the same commit follows at once; it has nothing new to tell.
    this.#taken = true;
    queueMicrotask(() => (this.#taken = false));
  }

  #wake(): void {
    if (this.#taken) return;
    this.#woken = true;
    if (this.#reading || this.#end !== undefined) return;
    this.#reading = true;
    this.#book.background(this.#read());
  }

  async #read(): Promise<void> {
    try {
      while (this.#woken && this.#sent !== undefined && this.#end === undefined) {
        this.#woken = false;
        const events = await pending(this.#context.db, this.#receiver.id, this.#sent, batch);
        for (const event of events) {
          this.#sent = event.n;
          this.#pass(event);
        }
        if (events.length === batch) this.#woken = true;
      }
    } finally {
      this.#reading = false;
    }
  }

  #pass(event: StreamEvent): void {
    if (this.#listener === undefined) {
      this.#kept.push(event);
      return;
    }
    this.#listener(event);
    // Nothing follows it for this participant.
    if (event.name === 'disconnect' && this.#receiver.kind === 'participant') this.finish('left');
  }
}
