import type { Tx } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import type { Caller, RingingCall } from './rings';

/** How a participant is shown to those whom it calls or invites. */
export async function callerOf(
  tx: Tx,
  inviter: Pick<Row<'participant'>, 'account_id' | 'address' | 'display_name'>,
): Promise<Caller> {
  const organisation =
    inviter.account_id === null
      ? undefined
      : await tx
          .selectFrom('account')
          .innerJoin('organisation', 'organisation.id', 'account.organisation_id')
          .select('organisation.name')
          .where('account.id', '=', inviter.account_id)
          .executeTakeFirst();
  return {
    address: inviter.address,
    displayName: inviter.display_name,
    organisation: organisation?.name ?? null,
  };
}

/** What is needed to ring one more device for an invitation that rings already. */
export async function ringingCall(tx: Tx, invitation: Row<'invitation'>): Promise<RingingCall> {
  const room = await tx
    .selectFrom('room')
    .select('address')
    .where('id', '=', invitation.room_id)
    .executeTakeFirstOrThrow();
  const inviter = await tx
    .selectFrom('participant')
    .select(['account_id', 'address', 'display_name'])
    .where('uuid', '=', invitation.inviter_participant)
    .executeTakeFirstOrThrow();
  return { invitation, address: room.address, caller: await callerOf(tx, inviter) };
}
