import type { Kysely } from 'kysely';
import { pushProviderOf, type PushFacts } from '@/lib/server/push/channels';
import type { Settings } from '@/lib/server/settings';
import type { Database, Row } from '@/lib/server/store/schema';
import { isAlive } from './registration-life';

/** How long (ms) after its stream was lost a device still counts as reachable (call-rules.md 16). */
export const recentStream = 10_000;

type Part = Row<'device'> & PushFacts;

/** A physical device that a call to its account may ring, and by which channels. */
export interface ReachableDevice {
  /** What rings and tokens call it by. */
  readonly id: string;
  /**
   * The living session that is told first: of the stream that opened last, where several parts have one
   * (an invitation shows once, call-rules.md 9). Null: it has only what pushes reach.
   */
  readonly registration: Row<'registration'> | null;
  /** Sessions of its other parts whose streams are open too. */
  readonly otherStreams: readonly string[];
  /** Its stream is open now, or was within the last 10 s. */
  readonly streamOpenOrRecent: boolean;
  /** The parts that a push reaches, in the order in which they are tried. */
  readonly pushes: readonly Part[];
}

/**
 * The physical devices of an account that are to ring (`ring`, not expired), each with what reaches it
 * (call-rules.md 9, 16).
 */
export async function reachableDevices(
  context: { readonly db: Kysely<Database>; readonly settings: Settings },
  accountId: number,
  now: number,
): Promise<ReachableDevice[]> {
  const parts = await context.db
    .selectFrom('device')
    .leftJoin('web_push', 'web_push.device_id', 'device.id')
    .selectAll('device')
    .select('web_push.endpoint')
    .where('account_id', '=', accountId)
    .where('ring', '=', 1)
    .orderBy('device.id')
    .execute();
  if (parts.length === 0) return [];
  const registrations = await context.db
    .selectFrom('registration')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute();
  const living = registrations.filter((registration) => isAlive(registration, now));
  const ids = [...new Set(parts.map(({ physical_id }) => physical_id))];
  return ids.flatMap((id) => {
    const mine = parts.filter(({ physical_id }) => physical_id === id);
    const own = living.filter(({ device_id }) => mine.some((part) => part.id === device_id));
    const registration = freshest(own);
    const otherStreams = own
      .filter((other) => other !== registration && other.stream_open === 1)
      .map((other) => other.id);
    const pushes = pushOrder(context.settings, mine, now);
    if (registration === null && pushes.length === 0) return [];
    const streamOpenOrRecent = isReached(registration, now);
    return [{ id, registration, otherStreams, streamOpenOrRecent, pushes }];
  });
}

/**
 * The parts of one physical device that a push reaches, in the order in which they are tried: what rings
 * through the system first, the one registered last before others, a browser's notification at the end.
 */
export function pushOrder<One extends Part>(
  settings: Settings,
  parts: readonly One[],
  now: number,
): One[] {
  return parts
    .filter((part) => pushProviderOf(settings, part) !== null && (part.expires_at ?? 0) > now)
    .sort((a, b) => rank(a) - rank(b) || b.token_at - a.token_at);
}

function rank({ app_key }: Part): number {
  return app_key === null ? 1 : 0;
}

function freshest(registrations: readonly Row<'registration'>[]): Row<'registration'> | null {
  const [first] = [...registrations].sort(
    (a, b) => b.stream_open - a.stream_open || (b.stream_seen_at ?? 0) - (a.stream_seen_at ?? 0),
  );
  return first ?? null;
}

function isReached(registration: Row<'registration'> | null, now: number): boolean {
  if (registration === null) return false;
  return registration.stream_open === 1 || (registration.stream_seen_at ?? 0) >= now - recentStream;
}
