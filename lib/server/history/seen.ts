import type { AccountAuthority } from '@/lib/server/authority';
import { tellChanged } from '@/lib/server/calls/history';
import { inStep } from '@/lib/server/calls/step';
import type { Context } from '@/lib/server/context';

/** The person has seen the missed calls: every device's badge goes, not only this one's. */
export async function markCallsSeen(
  context: Context,
  { account }: AccountAuthority,
): Promise<void> {
  await inStep(context, async (step) => {
    const seen = await step.tx
      .updateTable('call_record')
      .set({ seen: 1 })
      .where('account_id', '=', account.id)
      .where('seen', '=', 0)
      .where('outcome', '<>', 'ringing')
      .returning('account_id')
      .execute();
    await tellChanged(
      step,
      seen.slice(0, 1).map(({ account_id }) => account_id),
    );
  });
}
