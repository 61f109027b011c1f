import { reasonSeenBy } from '@/lib/call/invitation';
import type { RingingResult } from '@/lib/platform/calling';
import type { RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { applyDecision, decideOn } from './invitations';
import { refusedFor } from './replies';
import { lockInvitation, ruleInvitation } from './room-store';
import { inStep, type Step } from './step';

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
      ...(said.answering === true ? { callee: await calleeAddress(step, row) } : {}),
    });
  });
}

/** Whose call it is, for whoever is about to answer: the page compares it with who is signed in there. */
async function calleeAddress(
  { tx }: Step,
  { callee_account_id }: Pick<Row<'invitation'>, 'callee_account_id'>,
): Promise<string> {
  const { address } = await tx
    .selectFrom('address')
    .select('address')
    .where('account_id', '=', callee_account_id)
    .executeTakeFirstOrThrow();
  return address;
}
