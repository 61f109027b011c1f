import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Bus } from './bus/bus';
import type { Push } from './push/push';
import type { Settings } from './settings';
import type { Database } from './store/schema';
import type { Tokens } from './tokens';

/** Time, injected so that every deadline can be tried in virtual time. */
export interface Clock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** Calls back once at or after a time (ms since 1970); the returned function cancels it. */
  at(time: number, callback: () => void): () => void;
}

/** Randomness, injected so that every race can be replayed. */
export interface Random {
  /** A fresh id: 128 random bits, base64url. */
  id(): string;
  /** A fresh UUID (version 4). */
  uuid(): string;
  /** A fresh secret: 192 random bits, base64url. */
  secret(): string;
}

/** Told that a deadline was set, so that it is kept without polling; the database holds the truth. */
export interface Deadlines {
  /** Something is due at this time (ms since 1970). */
  expect(time: number): void;
}

/** Everything that use cases stand on; made once, in main.ts. */
export interface Context {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
  readonly bus: Bus;
  readonly push: Push;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly deadlines: Deadlines;
  readonly log: Logger;
}

/** The database inside one transaction. */
export type Tx = Transaction<Database>;
