import type { Kysely } from 'kysely';
import { pushStepsSchema, type ProviderState, type PushEntry } from '@/lib/platform/pushes';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Database, Row } from '@/lib/server/store/schema';
import { scopeOf } from './scope';

/** Which pushes: of an account, of a physical device, before a place in the list; newest first. */
export interface PushesQuery {
  readonly account?: number | undefined;
  readonly device?: string | undefined;
  readonly state?: PushEntry['state'] | undefined;
  /** The `next` of the page before. */
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

/** The place of a push in the list: when it was queued, and its id among those of the same moment. */
const placeForm = /^(\d{1,15})-([0-9a-f-]{36})$/;

/** The push log within the administrator's scope. */
export async function listPushes(
  context: Context,
  authority: BrowserAuthority,
  { account, device, state, before, limit = 50 }: PushesQuery,
): Promise<Outcome<{ readonly pushes: PushEntry[]; readonly next: string | null }>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const { organisation } = scope.value;
  const place = placeForm.exec(before ?? '');
  const rows = await selectPushes(context.db)
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    )
    .$if(account !== undefined, (query) => query.where('push.account_id', '=', account ?? 0))
    .$if(device !== undefined, (query) => query.where('push.physical_id', '=', device ?? ''))
    .$if(state !== undefined, (query) => query.where('push.state', '=', state ?? 'failed'))
    .$if(place !== null, (query) => {
      const [, at = '0', id = ''] = place ?? [];
      return query.where((is) =>
        is.or([
          is('push.queued_at', '<', Number(at)),
          is.and([is('push.queued_at', '=', Number(at)), is('push.id', '<', id)]),
        ]),
      );
    })
    .orderBy('push.queued_at', 'desc')
    .orderBy('push.id', 'desc')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? `${last.queued_at}-${last.id}` : null;
  return done({ pushes: page.map(pushEntry), next });
}

/** The last push of each of these physical devices. */
export async function lastPushes(
  { db }: Pick<Context, 'db'>,
  devices: readonly string[],
): Promise<ReadonlyMap<string, PushEntry>> {
  if (devices.length === 0) return new Map();
  const rows = await selectPushes(db)
    .where((is) =>
      is(
        'push.id',
        'in',
        is
          .selectFrom('push as newest')
          .select((push) => push.fn.max('newest.id').as('id'))
          .innerJoin(
            is
              .selectFrom('push as timed')
              .select(['timed.physical_id', (push) => push.fn.max('timed.queued_at').as('at')])
              .where('timed.physical_id', 'in', devices)
              .groupBy('timed.physical_id')
              .as('latest'),
            (join) =>
              join
                .onRef('latest.physical_id', '=', 'newest.physical_id')
                .onRef('latest.at', '=', 'newest.queued_at'),
          )
          .groupBy('newest.physical_id'),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.physical_id, pushEntry(row)]));
}

function selectPushes(db: Kysely<Database>) {
  return db
    .selectFrom('push')
    .innerJoin('account', 'account.id', 'push.account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .selectAll('push')
    .select(['account.display_name', 'address.address']);
}

type PushRow = Row<'push'> & { readonly display_name: string; readonly address: string };

function pushEntry(row: PushRow): PushEntry {
  const { sent_at, answered_at } = row;
  return {
    id: row.id,
    purpose: row.purpose,
    provider: row.provider,
    account: { id: row.account_id, address: row.address, display_name: row.display_name },
    device: row.physical_id,
    device_name: row.device_name,
    app_key: row.app_key,
    environment: row.environment,
    state: row.state,
    status: row.status,
    reason: row.reason,
    provider_id: row.provider_id,
    attempts: row.attempts,
    queued: new Date(row.queued_at).toISOString(),
    latency_ms: sent_at === null || answered_at === null ? null : answered_at - sent_at,
    steps: pushStepsSchema.parse(JSON.parse(row.steps)),
  };
}

/** How the push credentials do: for whoever administers, since their people's phones hang on them. */
export function readProviders(
  context: Context,
  authority: BrowserAuthority,
): Outcome<readonly ProviderState[]> {
  const scope = scopeOf(authority);
  return scope.ok ? done(context.push.states()) : scope;
}

/** Tries the push credentials without ringing anybody. */
export async function checkProviders(
  context: Context,
  authority: BrowserAuthority,
): Promise<Outcome<readonly ProviderState[]>> {
  const scope = scopeOf(authority);
  return scope.ok ? done(await context.push.check()) : scope;
}
