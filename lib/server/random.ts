import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Randomness, injected so that every race can be replayed. */
export interface Random {
  /** A fresh id: 128 random bits, base64url. */
  id(): string;
  /** A fresh UUID (version 4). */
  uuid(): string;
  /** A fresh secret: 192 random bits, base64url. */
  secret(): string;
  /** A random integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
}

/** The randomness of the operating system. */
export const systemRandom: Random = {
  id: () => randomBytes(16).toString('base64url'),
  uuid: () => randomUUID(),
  secret: () => randomBytes(24).toString('base64url'),
  between: (low, high) => randomInt(low, high + 1),
};
