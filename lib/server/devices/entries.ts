import type { Kysely } from 'kysely';
import type { DeviceEntry } from '@/lib/platform/own';
import type { Context } from '@/lib/server/context';
import { pushProviderOf } from '@/lib/server/push/channels';
import type { Database, Row } from '@/lib/server/store/schema';
import { recentStream } from './reach';
import { isAlive } from './registration-life';

/** A part of a device with its registration's session and its web push subscription, where it has them. */
export type PartRow = Row<'device'> & {
  readonly registration: string | null;
  readonly session_expires_at: number | null;
  readonly stream_open: 0 | 1 | null;
  readonly stream_seen_at: number | null;
  readonly endpoint: string | null;
};

/** The parts of devices; the reader narrows and runs the query. */
export function selectParts(db: Kysely<Database>) {
  return db
    .selectFrom('device')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .leftJoin('web_push', 'web_push.device_id', 'device.id')
    .selectAll('device')
    .select([
      'registration.id as registration',
      'registration.expires_at as session_expires_at',
      'registration.stream_open',
      'registration.stream_seen_at',
      'web_push.endpoint',
    ])
    .orderBy('device.last_seen_at', 'desc')
    .orderBy('device.id');
}

/** Parts by the physical device that they are of, in the order of their first ones. */
export function byPhysicalDevice<Part extends PartRow>(
  rows: readonly Part[],
): readonly (readonly [Part, ...Part[]])[] {
  const devices = new Map<string, [Part, ...Part[]]>();
  for (const row of rows) {
    const parts = devices.get(row.physical_id);
    if (parts === undefined) devices.set(row.physical_id, [row]);
    else parts.push(row);
  }
  return [...devices.values()];
}

/**
 * A physical device as its person and administrators see it; `session`: whose view it is, for `current`.
 * It is called what its app is called, else what its first part is.
 */
export function deviceEntry(
  context: Context,
  parts: readonly [PartRow, ...PartRow[]],
  session: string | null,
): DeviceEntry {
  const now = context.clock.now();
  const main = parts.find(({ app_key }) => app_key !== null) ?? oldestOf(parts);
  const channels = parts.flatMap((part) => channelsOf(context, part, now));
  const seen = parts.map((part) => Math.max(part.last_seen_at, part.stream_seen_at ?? 0));
  const rings = main.ring === 1;
  return {
    id: main.physical_id,
    kind: main.kind,
    name: main.name,
    ring: rings,
    connected: parts.some(({ stream_open }) => stream_open === 1),
    reachable: rings && channels.some((channel) => channel.rings),
    current: session !== null && parts.some(({ session_id }) => session_id === session),
    registered: new Date(Math.min(...parts.map(({ created_at }) => created_at))).toISOString(),
    last_seen: new Date(Math.max(...seen)).toISOString(),
    app_key: main.app_key,
    channels,
  };
}

function oldestOf([first, ...rest]: readonly [PartRow, ...PartRow[]]): PartRow {
  return rest.reduce(
    (oldest, part) => (part.created_at < oldest.created_at ? part : oldest),
    first,
  );
}

function channelsOf(context: Context, part: PartRow, now: number): DeviceEntry['channels'] {
  const channels: DeviceEntry['channels'] = [];
  const belongs = { part: part.id, name: part.name };
  if (part.registration !== null && hasLivingSession(part, now)) {
    const rings = part.stream_open === 1 || (part.stream_seen_at ?? 0) >= now - recentStream;
    channels.push({ id: `stream-${part.id}`, kind: 'stream', rings, ...belongs });
  }
  const provider = pushProviderOf(context.settings, part);
  if (part.app_key !== null) {
    const appKey = context.settings.appKeys.find(({ key }) => key === part.app_key);
    const kind = appKey?.provider ?? 'apns';
    channels.push({ id: `push-${part.id}`, kind, rings: provider !== null, ...belongs });
  }
  if (part.endpoint !== null) {
    channels.push({ id: `web-${part.id}`, kind: 'web', rings: provider !== null, ...belongs });
  }
  return channels;
}

function hasLivingSession(row: PartRow, now: number): boolean {
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
