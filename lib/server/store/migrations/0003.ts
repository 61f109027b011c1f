import { sql, type ColumnDefinitionBuilder, type Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

type Column = (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;

const required: Column = (column) => column.notNull();

/** Pushes: their queue and log, web push subscriptions, ring tests, and devices of several parts. */
export async function createPushes(tx: Transaction<Database>): Promise<void> {
  await splitDevices(tx);
  await createSubscriptions(tx);
  await createQueue(tx);
  await createRingTests(tx);
}

/** A device that is not paired is the only part of itself. */
async function splitDevices(tx: Transaction<Database>): Promise<void> {
  for (const [column, type] of [
    ['physical_id', 'text'],
    ['token_at', 'bigint'],
  ] as const) {
    await tx.schema
      .alterTable('device')
      .addColumn(column, type, (is) => is.notNull().defaultTo(type === 'text' ? '' : 0))
      .execute();
  }
  await tx.schema.alterTable('device').addColumn('push_gone_at', 'bigint').execute();
  await sql`update device set physical_id = id, token_at = last_seen_at`.execute(tx);
  await tx.schema.createIndex('device_physical_id').on('device').column('physical_id').execute();
  // A token is of one account: the newer registration wins.
  await tx.schema.createIndex('device_device_id').on('device').column('device_id').execute();
}

async function createSubscriptions(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('web_push')
    .addColumn('device_id', 'text', (is) =>
      is.primaryKey().references('device.id').onDelete('cascade'),
    )
    .addColumn('endpoint', 'text', (is) => is.notNull().unique())
    .addColumn('p256dh', 'text', required)
    .addColumn('auth', 'text', required)
    .addColumn('language', 'text', required)
    .addColumn('renewed_at', 'bigint', required)
    .execute();
}

async function createQueue(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('push')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('purpose', 'text', required)
    .addColumn('provider', 'text', required)
    .addColumn('account_id', 'integer', (is) =>
      is.notNull().references('account.id').onDelete('cascade'),
    )
    .addColumn('part_id', 'text', required)
    .addColumn('physical_id', 'text', required)
    .addColumn('device_name', 'text', required)
    .addColumn('app_key', 'text')
    .addColumn('environment', 'text')
    .addColumn('invitation_id', 'text')
    .addColumn('ring_id', 'text', required)
    .addColumn('over_reason', 'text')
    .addColumn('state', 'text', required)
    .addColumn('status', 'integer')
    .addColumn('reason', 'text')
    .addColumn('provider_id', 'text')
    .addColumn('attempts', 'integer', required)
    .addColumn('queued_at', 'bigint', required)
    .addColumn('not_before', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('sent_at', 'bigint')
    .addColumn('answered_at', 'bigint')
    .addColumn('steps', 'text', required)
    .execute();
  for (const columns of [
    ['ring_id'],
    ['account_id', 'queued_at'],
    ['physical_id', 'queued_at'],
    ['queued_at', 'id'],
  ]) {
    await tx.schema
      .createIndex(`push_${columns.join('_')}`)
      .on('push')
      .columns(columns)
      .execute();
  }
  await tx.schema
    .createIndex('push_under_way')
    .on('push')
    .column('expires_at')
    .where(sql.ref('state'), 'in', [sql.lit('waiting'), sql.lit('sending')])
    .execute();
}

async function createRingTests(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('ring_test')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('account_id', 'integer', (is) =>
      is.notNull().references('account.id').onDelete('cascade'),
    )
    .addColumn('physical_id', 'text', required)
    .addColumn('asked_at', 'bigint', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('heard_at', 'bigint')
    .addColumn('over_at', 'bigint')
    .execute();
  await tx.schema
    .createTable('pairing')
    .addColumn('account_id', 'integer', (is) =>
      is.primaryKey().references('account.id').onDelete('cascade'),
    )
    .addColumn('code', 'text', required)
    .addColumn('physical_id', 'text', required)
    .addColumn('expires_at', 'bigint', required)
    .addColumn('wrong', 'integer', required)
    .execute();
}
