import type { Kysely } from 'kysely';
import { normaliseAccount } from '@/lib/platform/address';
import type { KnownAccount } from '@/lib/server/authority';
import type { Database, Row } from '@/lib/server/store/schema';

const columns = [
  'account.id',
  'account.organisation_id',
  'account.account',
  'account.display_name',
  'account.role',
  'address.address',
  'address.sipkey',
] as const;

/** The columns that a {@link KnownAccount} is made of. */
export type KnownAccountRow = Pick<
  Row<'account'>,
  'id' | 'organisation_id' | 'account' | 'display_name' | 'role'
> &
  Pick<Row<'address'>, 'address' | 'sipkey'>;

/** Accounts with their address, as far as use cases know them. */
export function selectKnownAccounts(db: Kysely<Database>) {
  return db
    .selectFrom('account')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(columns);
}

/** What use cases know of an account. */
export function knownAccount(row: KnownAccountRow): KnownAccount {
  return {
    id: row.id,
    organisation: row.organisation_id,
    account: row.account,
    address: row.address,
    sipkey: row.sipkey,
    displayName: row.display_name,
    role: row.role,
  };
}

/** An account and what decides whether somebody may sign in to it. */
export interface SignInAccount {
  readonly known: KnownAccount;
  readonly passwordHash: string | null;
  readonly isDisabled: boolean;
}

function selectSignInAccounts(db: Kysely<Database>) {
  return selectKnownAccounts(db).select(['account.password_hash', 'account.disabled_at']);
}

type SignInRow = KnownAccountRow & Pick<Row<'account'>, 'password_hash' | 'disabled_at'>;

function signInAccount(row: SignInRow): SignInAccount {
  return {
    known: knownAccount(row),
    passwordHash: row.password_hash,
    isDisabled: row.disabled_at !== null,
  };
}

/** The account of an id. */
export async function signInAccountById(
  db: Kysely<Database>,
  id: number,
): Promise<SignInAccount | undefined> {
  const row = await selectSignInAccounts(db).where('account.id', '=', id).executeTakeFirst();
  return row && signInAccount(row);
}

/** The account that a name means: what one signs in with, else the whole address. */
export async function signInAccountByName(
  db: Kysely<Database>,
  name: string,
): Promise<SignInAccount | undefined> {
  const normalised = normaliseAccount(name);
  const accounts = selectSignInAccounts(db);
  // One after the other: either column has its index, a query over both would read every account.
  const row =
    (await accounts.where('account.account', '=', normalised).executeTakeFirst()) ??
    (await accounts.where('address.address', '=', normalised).executeTakeFirst());
  return row && signInAccount(row);
}

/** The accounts whose part before `@` is this; two suffice to know that there are several. */
export async function signInAccountsByLocalPart(
  db: Kysely<Database>,
  user: string,
): Promise<SignInAccount[]> {
  const rows = await selectSignInAccounts(db)
    .where('account.local_part', '=', normaliseAccount(user))
    .limit(2)
    .execute();
  return rows.map(signInAccount);
}
