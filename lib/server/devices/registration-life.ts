import type { ExpressionBuilder } from 'kysely';
import { sessionExpiresSeconds } from '@/lib/platform/registration';
import type { Database, Row } from '@/lib/server/store/schema';
import { leftState } from '@/lib/server/store/states';

/** Within how long (ms) a registration's session must be refreshed, unless its stream is open. */
export const sessionLifetime = sessionExpiresSeconds * 1000;

type Life = Pick<Row<'registration'>, 'expires_at' | 'stream_open' | 'stream_seen_at'>;

/** Whether a registration's session lives: refreshed in time, or its stream open until just now. */
export function isAlive(registration: Life, now: number): boolean {
  return (
    registration.stream_open === 1 ||
    registration.expires_at > now ||
    (registration.stream_seen_at ?? 0) > now - sessionLifetime
  );
}

/** {@link isAlive}, for queries over registrations. */
export function aliveAt(now: number) {
  return (is: ExpressionBuilder<Database, 'registration'>) =>
    is.or([
      is('registration.stream_open', '=', 1),
      is('registration.expires_at', '>', now),
      is('registration.stream_seen_at', '>', now - sessionLifetime),
    ]);
}

/**
 * Registrations that are over for good: not alive, and nobody in a room hears its events by them. A page
 * that lost its network in a call finds its events where they were (call-rules.md 17).
 */
export function deadAt(now: number) {
  return (is: ExpressionBuilder<Database, 'registration'>) =>
    is.and([
      is('registration.stream_open', '=', 0),
      is('registration.expires_at', '<=', now),
      is(is.fn.coalesce('registration.stream_seen_at', is.lit(0)), '<=', now - sessionLifetime),
      is.not(
        is.exists(
          is
            .selectFrom('participant')
            .select('participant.uuid')
            .whereRef('participant.registration_id', '=', 'registration.id')
            .where('participant.state', '<>', leftState),
        ),
      ),
    ]);
}
