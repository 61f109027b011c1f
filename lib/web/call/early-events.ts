import type { StreamEvent } from '../stream/events';

/**
 * Events for a participant of mine, or of an invitation, that this page does not know yet, kept while an
 * answer of `new_session` is on its way: stream and answer are two connections, and either may be first.
 */
export interface EarlyEvents {
  /** One more answer is awaited; call the returned function when it came. */
  readonly await: () => () => void;
  readonly keep: (about: string, event: StreamEvent) => void;
  /** What came about a participant or invitation, once. */
  readonly take: (about: string) => readonly StreamEvent[];
}

/** Makes the keeping place; without an awaited answer nothing is kept. */
export function createEarlyEvents(): EarlyEvents {
  const kept = new Map<string, StreamEvent[]>();
  let awaited = 0;
  return {
    await() {
      awaited += 1;
      let done = false;
      return () => {
        if (done) return;
        done = true;
        awaited -= 1;
        if (awaited === 0) kept.clear();
      };
    },
    keep(about, event) {
      if (awaited === 0) return;
      const list = kept.get(about) ?? [];
      list.push(event);
      kept.set(about, list);
    },
    take(about) {
      const list = kept.get(about) ?? [];
      kept.delete(about);
      return list;
    },
  };
}
