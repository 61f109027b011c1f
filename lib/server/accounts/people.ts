import { sql } from 'kysely';
import type { Person } from '@/lib/platform/own';
import type { AccountAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { containing } from './search-name';

/** What is looked for, and how many at most. */
export interface PeopleQuery {
  readonly query?: string | undefined;
  readonly limit?: number | undefined;
}

/** Finds people of one's organisation by name, address or short number; oneself and disabled ones not. */
export async function findPeople(
  context: Context,
  { account }: AccountAuthority,
  { query = '', limit = 50 }: PeopleQuery,
): Promise<Person[]> {
  const pattern = containing(query);
  const rows = await context.db
    .selectFrom('account')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(['address.address', 'address.sipkey', 'account.display_name'])
    .where('account.organisation_id', '=', account.organisation)
    .where('account.disabled_at', 'is', null)
    .where('account.id', '<>', account.id)
    .where(
      sql<boolean>`(account.search_name like ${pattern} escape '\\'
      or address.address like ${pattern} escape '\\' or address.sipkey like ${pattern} escape '\\')`,
    )
    .orderBy('account.search_name')
    .orderBy('account.id')
    .limit(Math.min(Math.max(limit, 1), 200))
    .execute();
  return rows.map(({ address, sipkey, display_name }) => ({ address, sipkey, display_name }));
}
