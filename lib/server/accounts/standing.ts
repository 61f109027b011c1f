import type { BrowserAuthority, CredentialsAuthority } from '@/lib/server/authority';
import type { Context, Tx } from '@/lib/server/context';
import { refused } from '@/lib/server/outcome';
import { forUpdate } from '@/lib/server/store/transaction';

/** What somebody is told whose proof ended while the request was on its way. */
export const proofEnded = refused(
  'unauthorized',
  'Your access has ended just now: the password changed, or you were signed out. Sign in again.',
);

/**
 * Whether a password that was verified is still the account's. Locks the account: whoever changes the
 * password or disables the account comes before this step or after it, and never misses what it makes
 * (platform-api.md, section 2, How long it lasts).
 */
export async function passwordStands(
  { dialect }: Pick<Context, 'dialect'>,
  tx: Tx,
  accountId: number,
  passwordHash: string | null,
): Promise<boolean> {
  const account = await lockAccount(dialect, tx, accountId);
  return account !== undefined && account.password_hash === passwordHash;
}

/** Whether whoever registers may still: {@link passwordStands}, or the browser session has not ended. */
export async function authorityStands(
  context: Pick<Context, 'dialect'>,
  tx: Tx,
  authority: BrowserAuthority | CredentialsAuthority,
): Promise<boolean> {
  const { id } = authority.account;
  if (authority.kind === 'credentials') {
    return passwordStands(context, tx, id, authority.passwordHash);
  }
  if ((await lockAccount(context.dialect, tx, id)) === undefined) return false;
  const session = tx.selectFrom('session').select('id').where('id', '=', authority.session);
  return (await forUpdate(session, context.dialect).executeTakeFirst()) !== undefined;
}

/** The account, locked; undefined where it is disabled or gone. */
function lockAccount(dialect: Context['dialect'], tx: Tx, id: number) {
  const account = tx
    .selectFrom('account')
    .select('password_hash')
    .where('id', '=', id)
    .where('disabled_at', 'is', null);
  return forUpdate(account, dialect).executeTakeFirst();
}
