import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { PasswordCheck } from './accounts/password-check';
import type { Bus } from './bus/bus';
import type { Clock } from './clock';
import type { Deadlines } from './deadlines';
import type { LiveKit } from './media/livekit/livekit';
import type { Metrics } from './metrics';
import type { Push } from './push/push';
import type { Random } from './random';
import type { SessionCookies } from './session-cookies';
import type { Settings } from './settings';
import type { Database } from './store/schema';
import type { Tokens } from './tokens';

/** Everything that use cases stand on; made once, in compose.ts. */
export interface Context {
  readonly db: Kysely<Database>;
  readonly dialect: 'sqlite' | 'postgres';
  readonly bus: Bus;
  readonly push: Push;
  /** Null: legs carry every call. */
  readonly livekit: LiveKit | null;
  readonly metrics: Metrics;
  /** What browsers subscribe with (RFC 8292); null: web push is off. */
  readonly vapidPublicKey: string | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly cookies: SessionCookies;
  readonly passwords: PasswordCheck;
  readonly deadlines: Deadlines;
  readonly log: Logger;
}

/** The database inside one transaction. */
export type Tx = Transaction<Database>;
