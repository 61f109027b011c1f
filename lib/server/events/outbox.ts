import {
  sql,
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type SqlBool,
} from 'kysely';
import type { PlatformEvent, RoomScope } from '@/lib/platform/events';
import type { Context, Tx } from '@/lib/server/context';
import type { Database } from '@/lib/server/store/schema';
import type { AfterCommit } from '@/lib/server/store/transaction';
import { handOver, type StoredEvent } from './hand-over';

/** Whose stream an event goes to (direct-media.md, Order). */
export interface Receiver {
  readonly kind: 'registration' | 'participant';
  readonly id: string;
}

/** An event for one receiver. `room` ties it to a room, whose end deletes what is still queued. */
export interface Delivery {
  readonly receiver: Receiver;
  readonly event: PlatformEvent;
  readonly room: string | null;
  /** Added to the data for pages (platform-api.md 6, the one stream). */
  readonly scope: RoomScope | null;
}

/** The data of an event as a stream carries it: JSON, with the scope for pages. */
export function writeEventData(data: unknown, scope: RoomScope | null): string {
  if (scope === null) return JSON.stringify(data);
  return JSON.stringify({ ...(typeof data === 'object' ? data : {}), ...scope });
}

/**
 * Queues events in their order. Each gets its n from its receiver's own row in this transaction, so
 * that a receiver's events have one order whichever node they came through (direct-media.md, Order).
 * Call it last in a transaction: it locks the receivers, always in the same order.
 */
export async function append(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  deliveries: readonly Delivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const next = await countUp(context, tx, deliveries);
  const now = context.clock.now();
  const rows = deliveries.flatMap(({ receiver, event, room, scope }) => {
    const n = next.get(receiver.id);
    // A receiver that is gone hears nothing any more.
    if (n === undefined) return [];
    next.set(receiver.id, n + 1);
    const data = writeEventData(event.data, scope);
    return [{ receiver: receiver.id, n, room_id: room, name: event.name, data, created_at: now }];
  });
  if (rows.length > 0) await tx.insertInto('event').values(rows).execute();
  for (const receiver of next.keys()) {
    const events = rows.filter((row) => row.receiver === receiver);
    after.run(() => handOver(context, receiver, events));
    after.publish(`receiver:${receiver}`);
  }
}

/** Takes as many numbers for each receiver as it gets events; answers with the first of them. */
async function countUp(
  context: Context,
  tx: Tx,
  deliveries: readonly Delivery[],
): Promise<Map<string, number>> {
  const counts = {
    participant: new Map<string, number>(),
    registration: new Map<string, number>(),
  };
  for (const { receiver } of deliveries) {
    const ofKind = counts[receiver.kind];
    ofKind.set(receiver.id, (ofKind.get(receiver.id) ?? 0) + 1);
  }
  const updates = (['participant', 'registration'] as const)
    .filter((kind) => counts[kind].size > 0)
    .map((kind) => countUpKind(context, kind, counts[kind]));
  const counted = await runCounts(context, tx, updates);
  return new Map(
    counted.map(({ id, event_n }) => {
      const count = counts.participant.get(id) ?? counts.registration.get(id) ?? 0;
      return [id, event_n - count + 1];
    }),
  );
}

interface Counted {
  readonly id: string;
  readonly event_n: number;
}

/** Both kinds in one statement where the database can do that: one round trip less. */
async function runCounts(
  context: Context,
  tx: Tx,
  updates: readonly RawBuilder<Counted>[],
): Promise<Counted[]> {
  const [one, other] = updates;
  if (context.dialect === 'postgres' && one !== undefined && other !== undefined) {
    const both = sql<Counted>`with one as (${one}), other as (${other})
      select id, event_n from one union all select id, event_n from other`;
    return (await both.execute(tx)).rows;
  }
  const counted: Counted[] = [];
  for (const update of updates) counted.push(...(await update.execute(tx)).rows);
  return counted;
}

function countUpKind(
  context: Context,
  kind: Receiver['kind'],
  counts: ReadonlyMap<string, number>,
): RawBuilder<Counted> {
  const table = sql.table(kind);
  const key = sql.ref(kind === 'registration' ? 'id' : 'uuid');
  const ids = sql.join([...counts.keys()]);
  // In the order of ids on PostgreSQL, so that two transactions never wait for each other.
  const which =
    context.dialect === 'postgres'
      ? sql`select ${key} from ${table} where ${key} in (${ids}) order by ${key} for no key update`
      : ids;
  const steps = [...counts].map(([id, count]) => sql`when ${id} then ${sql.lit(count)}`);
  return sql<Counted>`
    update ${table} set event_n = event_n + case ${key} ${sql.join(steps, sql` `)} end
    where ${key} in (${which}) returning ${key} as id, event_n`;
}

/** What waits for a receiver after an event's n, oldest first; `most`: at most so many. */
export function pending(
  db: Context['db'] | Tx,
  receiver: string,
  afterN: number,
  most?: number,
): Promise<StoredEvent[]> {
  const query = db
    .selectFrom('event')
    .select(['n', 'name', 'data'])
    .where('receiver', '=', receiver)
    .where('n', '>', afterN)
    .orderBy('n');
  return (most === undefined ? query : query.limit(most)).execute();
}

/** Forgets what a receiver has got: everything up to an event's n. */
export async function acknowledge(
  context: Pick<Context, 'dialect'>,
  tx: Tx,
  receiver: string,
  n: number,
): Promise<void> {
  await forgetEvents(context, tx, (is) =>
    is.and([is('receiver', '=', receiver), is('n', '<=', n)]),
  ).execute();
}

/**
 * Deletes queued events. What another transaction deletes at this moment is left to it: a receiver forgets
 * what it has got, a room all that was its own, and if one waited for the other calls would stand still.
 */
export function forgetEvents(
  { dialect }: Pick<Context, 'dialect'>,
  tx: Tx,
  which: (is: ExpressionBuilder<Database, 'event'>) => Expression<SqlBool>,
) {
  const events = tx.deleteFrom('event');
  if (dialect === 'sqlite') return events.where(which);
  const free = tx
    .selectFrom('event')
    .select(sql`ctid`.as('place'))
    .where(which)
    .forUpdate()
    .skipLocked();
  return events.where(sql<SqlBool>`ctid = any(array(${free}))`);
}
