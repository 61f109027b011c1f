import { reasonSeenBy } from '@/lib/call/invitation';
import type { RingingResult } from '@/lib/platform/calling';
import type { RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import { applyDecision, decideOn } from './invitations';
import { refusedFor } from './replies';
import { lockInvitation, ruleInvitation } from './room-store';
import { inStep } from './step';

/**
 * This device rings now, or its person is about to answer; and what became of the invitation
 * (platform-api.md 3, Ringing). It moves no deadline and decides nothing.
 */
export function ringing(
  context: Context,
  { ring, invitation, room: roomId, device }: RingAuthority,
  said: { readonly answering?: boolean | undefined },
): Promise<Outcome<RingingResult>> {
  return inStep(context, async (step) => {
    const locked = await lockInvitation(step, roomId, invitation);
    if (locked === undefined) return refusedFor('ended');
    const { room, row } = locked;
    const command = { do: 'ring', device, answering: said.answering === true } as const;
    const decision = await decideOn(step, row, command);
    if (decision.outcome === 'changed') await applyDecision(step, room, row, decision);
    if (row.state === 'ringing') {
      const { numUpdatedRows } = await step.tx
        .updateTable('ring')
        .set({ heard_at: step.now })
        .where('id', '=', ring)
        .where('heard_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) step.after.run(() => context.push.rang(ring));
    }
    const reason = reasonSeenBy(ruleInvitation(row, null).status, device);
    return done({
      invitation,
      state: row.state,
      ...(reason === null ? {} : { reason }),
      expires_at: Math.floor(row.deadline / 1_000),
    });
  });
}
