import type { BrowserAuthority } from '@/lib/server/authority';
import type { Tx } from '@/lib/server/context';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import { selectAccountEntries, type AccountEntryRow } from './account-entries';
import { scopeOf } from './scope';

/** Administrators have no say over operators. */
export const operatorsAlone = refused('forbidden', 'Only operators may do this with an operator.');

const noSuchAccount = refused(
  'not_found',
  'There is no such account any more. Load the list anew.',
);

/** The account, if whoever asks may change it. */
export async function changeable(
  tx: Tx,
  authority: BrowserAuthority,
  id: number,
): Promise<Outcome<AccountEntryRow>> {
  const scope = scopeOf(authority);
  if (!scope.ok) return scope;
  const row = await selectAccountEntries(tx, scope.value)
    .where('account.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return noSuchAccount;
  const isAbove = row.role === 'operator' && authority.account.role !== 'operator';
  return isAbove ? operatorsAlone : done(row);
}
