import type { Kysely } from 'kysely';
import type { Database, Row } from '@/lib/server/store/schema';
import { isAlive } from './registration-life';

/** How long (ms) after its stream was lost a device still counts as reachable (call-rules.md 16). */
export const recentStream = 10_000;

/** A device that a call to its account may ring, and by which channels. */
export interface ReachableDevice {
  readonly device: Row<'device'>;
  /** The living session of its registration; null: it has only what pushes reach. */
  readonly registration: Row<'registration'> | null;
  /** Its stream is open now, or was within the last 10 s. */
  readonly streamOpenOrRecent: boolean;
  /** It has an address for pushes; whether it lives is the word of `push.reaches`. */
  readonly push: boolean;
}

/**
 * The devices of an account that are to ring (`ring`, not expired), each with what reaches it
 * (call-rules.md 16). Which of them count as reachable, with pushes asked, the caller decides.
 */
export async function reachableDevices(
  db: Kysely<Database>,
  accountId: number,
  now: number,
): Promise<ReachableDevice[]> {
  const devices = await db
    .selectFrom('device')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ring', '=', 1)
    .orderBy('id')
    .execute();
  if (devices.length === 0) return [];
  const registrations = await db
    .selectFrom('registration')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute();
  return devices.flatMap((device) => {
    const registration = registrations.find(({ device_id }) => device_id === device.id) ?? null;
    const living = registration && isAlive(registration, now) ? registration : null;
    const push = device.app_key !== null && (device.expires_at ?? 0) > now;
    if (living === null && !push) return [];
    return [{ device, registration: living, streamOpenOrRecent: isReached(living, now), push }];
  });
}

function isReached(registration: Row<'registration'> | null, now: number): boolean {
  if (registration === null) return false;
  return registration.stream_open === 1 || (registration.stream_seen_at ?? 0) >= now - recentStream;
}
