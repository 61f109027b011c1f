import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** An event as it waits for its receiver; `data` is JSON. */
export type StoredEvent = Pick<Row<'event'>, 'n' | 'name' | 'data'>;

/** Takes events that were just committed for a receiver, in their order. */
type Taker = (events: readonly StoredEvent[]) => void;

const takers = new WeakMap<Context, Map<string, Taker>>();

/**
 * Lets a stream of this node have its receiver's new events without reading them from the store. It is
 * a short cut and no more: whatever is not taken is found by reading, since the bus wakes the stream too.
 */
export function takeDirectly(context: Context, receiver: string, taker: Taker): () => void {
  const known = takers.get(context) ?? new Map<string, Taker>();
  takers.set(context, known);
  known.set(receiver, taker);
  return () => {
    if (known.get(receiver) === taker) known.delete(receiver);
  };
}

/** Hands committed events to the stream of their receiver, if this node has it. */
export function handOver(context: Context, receiver: string, events: readonly StoredEvent[]): void {
  takers.get(context)?.get(receiver)?.(events);
}
