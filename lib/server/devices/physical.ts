import type { Kysely } from 'kysely';
import type { Database } from '@/lib/server/store/schema';

/**
 * The physical device that an id means: its own, or that of one of its parts, which is what a page knows
 * that has not heard of its pairing yet. Undefined: the account has none of that id.
 */
export async function physicalIdOf(
  db: Kysely<Database>,
  accountId: number,
  id: string,
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('device')
    .select('physical_id')
    .where('account_id', '=', accountId)
    .where((is) => is.or([is('physical_id', '=', id), is('id', '=', id)]))
    .execute();
  // A part that was separated from a device that is still called after it is not that device.
  return (rows.find(({ physical_id }) => physical_id === id) ?? rows[0])?.physical_id;
}
