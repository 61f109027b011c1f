import type { Kysely } from 'kysely';
import type { DeviceEntry } from '@/lib/platform/own';
import type { Context } from '@/lib/server/context';
import type { Database, Row } from '@/lib/server/store/schema';
import { recentStream } from './reach';
import { isAlive } from './registration-life';

/** A device with its registration's session, where it has one. */
type DeviceRow = Row<'device'> & {
  readonly registration: string | null;
  readonly session_expires_at: number | null;
  readonly stream_open: 0 | 1 | null;
  readonly stream_seen_at: number | null;
};

/** Devices with the session of their registration; the reader narrows and runs the query. */
export function selectDevices(db: Kysely<Database>) {
  return db
    .selectFrom('device')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .selectAll('device')
    .select([
      'registration.id as registration',
      'registration.expires_at as session_expires_at',
      'registration.stream_open',
      'registration.stream_seen_at',
    ])
    .orderBy('device.last_seen_at', 'desc')
    .orderBy('device.id');
}

/** A device as its person and administrators see it; `session`: whose view it is, for `current`. */
export async function deviceEntry(
  context: Context,
  row: DeviceRow,
  session: string | null,
): Promise<DeviceEntry> {
  const now = context.clock.now();
  const isConnected = row.stream_open === 1;
  const isStreaming = isConnected || (row.stream_seen_at ?? 0) >= now - recentStream;
  const isPushed = row.app_key !== null && (await context.push.reaches(row.id));
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    ring: row.ring === 1,
    connected: isConnected,
    reachable: row.ring === 1 && (isStreaming || isPushed),
    current: session !== null && row.session_id === session,
    registered: new Date(row.created_at).toISOString(),
    last_seen: new Date(Math.max(row.last_seen_at, row.stream_seen_at ?? 0)).toISOString(),
    app_key: row.app_key,
    channels: [
      ...(row.registration !== null && hasLivingSession(row, now)
        ? [{ id: `stream-${row.id}`, kind: 'stream' as const, rings: isStreaming }]
        : []),
      ...(row.app_key === null
        ? []
        : [{ id: `push-${row.id}`, kind: 'push' as const, rings: isPushed }]),
    ],
  };
}

function hasLivingSession(row: DeviceRow, now: number): boolean {
  return (
    row.session_expires_at !== null &&
    isAlive(
      {
        expires_at: row.session_expires_at,
        stream_open: row.stream_open ?? 0,
        stream_seen_at: row.stream_seen_at,
      },
      now,
    )
  );
}
