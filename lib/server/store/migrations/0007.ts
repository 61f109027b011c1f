import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/** What a meeting's owner decides of it, and what its open room takes over. */
export async function addMeetingChoices(tx: Transaction<Database>): Promise<void> {
  for (const table of ['meeting', 'room'] as const) {
    await tx.schema
      .alterTable(table)
      .addColumn('shares', 'text', (is) => is.notNull().defaultTo('one'))
      .execute();
    for (const flag of ['waiting_room', 'encrypted']) {
      await tx.schema
        .alterTable(table)
        .addColumn(flag, 'integer', (is) => is.notNull().defaultTo(0))
        .execute();
    }
  }
  await tx.schema
    .alterTable('meeting')
    .addColumn('personal', 'integer', (is) => is.notNull().defaultTo(0))
    .execute();
  // Null where nobody has said: then a PIN or the operator lets guests in, as before (platform-api.md 4).
  await tx.schema.alterTable('meeting').addColumn('guests', 'integer').execute();
  await tx.schema
    .createIndex('meeting_personal')
    .on('meeting')
    .column('owner_account_id')
    .unique()
    .where(sql.ref('personal'), '=', sql.lit(1))
    .execute();
}
