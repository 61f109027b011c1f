import { endAccess } from '@/lib/server/accounts/end-access';
import { leaveAllRooms } from '@/lib/server/calls/leaving';
import type { Context, Tx } from '@/lib/server/context';
import type { AfterCommit } from '@/lib/server/store/transaction';

/** Ends everything of an account that is disabled or deleted: its calls, then all that reaches it. */
export async function closeAccount(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  accountId: number,
): Promise<void> {
  await leaveAllRooms(context, tx, after, accountId, 'account_closed');
  await tx.deleteFrom('account_invitation').where('account_id', '=', accountId).execute();
  await endAccess(tx, after, accountId, null);
}
