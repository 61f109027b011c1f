import { endAccess } from '@/lib/server/accounts/end-access';
import { leaveAllRooms } from '@/lib/server/calls/leaving';
import type { Step } from '@/lib/server/calls/step';

/** Ends everything of an account that is disabled or deleted: its calls, then all that reaches it. */
export async function closeAccount(step: Step, accountId: number): Promise<void> {
  await leaveAllRooms(step.context, step.tx, step.after, accountId, 'account_closed');
  await step.tx.deleteFrom('account_invitation').where('account_id', '=', accountId).execute();
  await endAccess(step, accountId, null);
}
