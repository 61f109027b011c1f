import { sql, type Transaction } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/**
 * A ring keeps the device that was rung, which decides and whose token it is, and follows the physical
 * device that it became: two parts that both ring may be paired meanwhile (platform-api.md 6).
 */
export async function letRingsFollow(tx: Transaction<Database>): Promise<void> {
  await tx.schema
    .alterTable('ring')
    .addColumn('physical_id', 'text', (is) => is.notNull().defaultTo(''))
    .execute();
  await sql`update ring set physical_id = device_id`.execute(tx);
}
