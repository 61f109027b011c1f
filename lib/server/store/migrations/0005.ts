import type { Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/**
 * How legs were (call-rules.md, Media). A leg goes with its room, an hour after the call; its records stay as
 * long as the history does, which goes with an account.
 */
export async function createLegRecords(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .createTable('leg_record')
    .addColumn('call', 'text', (is) => is.primaryKey())
    .addColumn('room_id', 'text', (is) => is.notNull())
    .addColumn('account_id', 'integer', (is) =>
      is.notNull().references('account.id').onDelete('cascade'),
    )
    .addColumn('from_name', 'text', (is) => is.notNull())
    .addColumn('to_name', 'text', (is) => is.notNull())
    .addColumn('written_at', 'bigint', (is) => is.notNull())
    .addColumn('record', 'text', (is) => is.notNull())
    .execute();
  for (const column of ['room_id', 'account_id']) {
    await tx.schema.createIndex(`leg_record_${column}`).on('leg_record').column(column).execute();
  }
  // Calls that are over are listed for administrators across accounts.
  await tx.schema
    .createIndex('call_record_placed_at_id')
    .on('call_record')
    .columns(['placed_at', 'id'])
    .execute();
}
