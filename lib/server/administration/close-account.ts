import { endAccess } from '@/lib/server/accounts/end-access';
import { endMeetingRooms, leaveAllRooms } from '@/lib/server/calls/leaving';
import type { Step } from '@/lib/server/calls/step';

/**
 * Ends everything of an account that is disabled or deleted: what goes on in its meetings, whose host it would be
 * without signing in, then its calls, then all that reaches it.
 */
export async function closeAccount(step: Step, accountId: number): Promise<void> {
  const meetings = await step.tx
    .selectFrom('meeting')
    .select('id')
    .where('owner_account_id', '=', accountId)
    .execute();
  for (const { id } of meetings) await endMeetingRooms(step.context, step.tx, step.after, id);
  await leaveAllRooms(step.context, step.tx, step.after, accountId, 'account_closed');
  await step.tx.deleteFrom('account_invitation').where('account_id', '=', accountId).execute();
  await endAccess(step, accountId, null);
}
