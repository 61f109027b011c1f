import { sql } from 'kysely';
import type * as z from 'zod/mini';
import type { accountPageSchema } from '@/lib/platform/admin';
import { containing } from '@/lib/server/accounts/search-name';
import type { BrowserAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import { accountEntry, selectAccountEntries } from './account-entries';
import { scopeOf } from './scope';

/** A page of accounts, the latest made first. */
export type AccountPage = z.infer<typeof accountPageSchema>;

/** What is looked for, from where on, and how many at most. */
export interface AccountsQuery {
  readonly query?: string | undefined;
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

/** Accounts of the administrator's organisation, or of all for an operator. */
export async function listAccounts(
  context: Context,
  authority: BrowserAuthority,
  { query = '', before, limit = 50 }: AccountsQuery,
): Promise<Outcome<AccountPage>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const size = Math.min(Math.max(limit, 1), 200);
  const from = /^\d{1,9}$/.test(before ?? '') ? Number(before) : undefined;
  const pattern = containing(query);
  const matching = selectAccountEntries(context.db, scope.value).where(sql<boolean>`(
    account.search_name like ${pattern} escape '\\' or account.account like ${pattern} escape '\\'
    or address.address like ${pattern} escape '\\' or address.sipkey like ${pattern} escape '\\')`);
  const rows = await matching
    .$if(from !== undefined, (page) => page.where('account.id', '<', from ?? 0))
    .orderBy('account.id', 'desc')
    .limit(size + 1)
    .execute();
  const { total } = await matching
    .clearSelect()
    .select((is) => is.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const page = rows.slice(0, size);
  const last = page.at(-1);
  const next = rows.length > size && last ? String(last.id) : null;
  return done({ accounts: page.map(accountEntry), total, next });
}
