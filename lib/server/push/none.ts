import type { Push } from './push';

/** A server without push channels: it reaches no device but those with an open stream. */
export const noPush: Push = {
  reaches: () => Promise.resolve(false),
  ring: () => undefined,
  drop: () => undefined,
};
