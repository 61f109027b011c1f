import type { Stream, StreamEvent } from '../events/streams';
import type { App, Edge } from './edge';
import { refuse } from './errors';
import { limits } from './limits';

/** The connection that carries one stream of events: Server-Sent Events or a WebSocket. */
export interface Wire {
  /** Writes an event; `written` is called once it went to the open socket. */
  write(event: StreamEvent, written: () => void): void;
  /** Writes what only keeps the connection open. */
  beat(): void;
  /** Calls back once when the connection is gone, however it ended. */
  onClose(listener: () => void): void;
  /** Bytes that wait because the other end does not read. */
  backlog(): number;
  /** Ends the connection in order; the client comes back if it wants to. */
  end(): void;
  /** Ends it at once. */
  cut(): void;
}

/** Into how many parts the heartbeats of all streams are spread, so that none delays an event. */
const slices = 30;

/**
 * The streams that are open on this server. One timer keeps them all alive, a part of them at a time;
 * a stream whose client does not read is cut; an account has only so many.
 */
export class OpenStreams {
  readonly #edge: Edge;
  readonly #slices: readonly Set<Wire>[] = Array.from({ length: slices }, () => new Set<Wire>());
  readonly #counts = new Map<string, number>();
  #next = 0;
  #stopBeating: () => void;

  constructor(app: App, edge: Edge) {
    this.#edge = edge;
    this.#stopBeating = this.#beatLater();
    app.addHook('preClose', async () => {
      this.#stopBeating();
      const wires = [...this.#all()];
      const closed = wires.map((wire) => new Promise<void>((resolve) => wire.onClose(resolve)));
      for (const wire of wires) wire.end();
      const rest = setTimeout(() => {
        for (const wire of wires) wire.cut();
      }, limits.farewellMilliseconds);
      await Promise.all(closed);
      clearTimeout(rest);
    });
  }

  /** Refuses whoever holds too many streams already; `owner` is an account or a network. */
  admit(owner: string): void {
    const most = this.#edge.options.streamsPerAccount ?? limits.streamsPerAccount;
    if ((this.#counts.get(owner) ?? 0) < most) return;
    refuse('too_many', 'Too many event streams are open. Close a page or a client first.', 30);
  }

  /** Carries a stream over a wire until either ends; call the returned function when the wire closed. */
  carry(owner: string, wire: Wire, stream: Stream): () => void {
    const slice = this.#slices[this.#next++ % slices];
    slice?.add(wire);
    this.#counts.set(owner, (this.#counts.get(owner) ?? 0) + 1);
    stream.onClose(() => wire.end());
    stream.onEvent((event) => {
      wire.write(event, () => {
        if (event.n !== null) stream.written(event.n);
      });
      if (wire.backlog() > limits.streamBacklogBytes) wire.cut();
    });
    return () => {
      slice?.delete(wire);
      const left = (this.#counts.get(owner) ?? 1) - 1;
      if (left > 0) this.#counts.set(owner, left);
      else this.#counts.delete(owner);
      stream.close();
    };
  }

  *#all(): Generator<Wire> {
    for (const slice of this.#slices) yield* slice;
  }

  #beatLater(turn = 0): () => void {
    const { clock } = this.#edge.context;
    return clock.at(clock.now() + limits.heartbeatMilliseconds / slices, () => {
      for (const wire of this.#slices[turn] ?? []) wire.beat();
      this.#stopBeating = this.#beatLater((turn + 1) % slices);
    });
  }
}
