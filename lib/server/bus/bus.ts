/**
 * Wakes whoever waits, on this node or another (design.md: the database is the truth, the bus only
 * wakes people). A lost message loses no call.
 */
export interface Bus {
  /** Wakes the listeners of a topic after the present transaction was committed. */
  publish(topic: Topic): void;
  /** Listens to a topic until the returned function is called. */
  subscribe(topic: Topic, listener: () => void): () => void;
}

/**
 * `receiver:<registration or participant>`: events wait for it; `close:<registration or participant>`:
 * its stream must be closed (session revoked, left, replaced by another account state).
 */
export type Topic = `receiver:${string}` | `close:${string}`;
