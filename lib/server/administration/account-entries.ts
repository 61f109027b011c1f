import type { Kysely } from 'kysely';
import type { AccountEntry } from '@/lib/platform/admin';
import type { Database } from '@/lib/server/store/schema';
import type { Scope } from './scope';

/** Accounts within a scope, with all that an entry shows. */
export function selectAccountEntries(db: Kysely<Database>, { organisation }: Scope) {
  return db
    .selectFrom('account')
    .innerJoin('address', 'address.account_id', 'account.id')
    .innerJoin('organisation', 'organisation.id', 'account.organisation_id')
    .select((is) => [
      'account.id',
      'account.account',
      'account.display_name',
      'account.role',
      'account.password_hash',
      'account.disabled_at',
      'account.created_at',
      'account.last_seen_at',
      'account.organisation_id',
      'organisation.name as organisation_name',
      'address.address',
      'address.sipkey',
      is
        .selectFrom('device')
        .select((device) => device.fn.countAll<number>().as('count'))
        .whereRef('device.account_id', '=', 'account.id')
        .as('devices'),
    ])
    .$if(organisation !== null, (query) =>
      query.where('account.organisation_id', '=', organisation ?? 0),
    );
}

/** The row of {@link selectAccountEntries}. */
export type AccountEntryRow = Awaited<
  ReturnType<ReturnType<typeof selectAccountEntries>['executeTakeFirstOrThrow']>
>;

/** An account as administrators see it. */
export function accountEntry(row: AccountEntryRow): AccountEntry {
  return {
    id: row.id,
    account: row.account,
    address: row.address,
    sipkey: row.sipkey,
    display_name: row.display_name,
    organisation: { id: row.organisation_id, name: row.organisation_name },
    role: row.role,
    state: stateOf(row),
    created: new Date(row.created_at).toISOString(),
    last_seen: row.last_seen_at === null ? null : new Date(row.last_seen_at).toISOString(),
    devices: row.devices ?? 0,
  };
}

function stateOf(row: AccountEntryRow): AccountEntry['state'] {
  if (row.disabled_at !== null) return 'disabled';
  return row.password_hash === null ? 'invited' : 'active';
}
