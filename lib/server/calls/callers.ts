import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';
import type { Caller, RingingCall } from './incoming';
import type { Step } from './step';

/** How a participant is shown to those whom it calls or invites. */
export async function callerOf(
  step: Step,
  inviter: Pick<Row<'participant'>, 'account_id' | 'address' | 'display_name'>,
): Promise<Caller> {
  const { account_id, address, display_name: displayName } = inviter;
  const organisation = account_id === null ? null : await organisationOf(step, account_id);
  return { address, displayName, organisation };
}

/** Names of the accounts' organisations. An account never changes to another, nor does one its name. */
const organisations = new WeakMap<Context, Map<number, string>>();

async function organisationOf({ context, tx }: Step, account: number): Promise<string | null> {
  const known = organisations.get(context) ?? new Map<number, string>();
  organisations.set(context, known);
  const name = known.get(account);
  if (name !== undefined) return name;
  const row = await tx
    .selectFrom('account')
    .innerJoin('organisation', 'organisation.id', 'account.organisation_id')
    .select('organisation.name')
    .where('account.id', '=', account)
    .executeTakeFirst();
  if (row !== undefined) known.set(account, row.name);
  return row?.name ?? null;
}

/** What is needed to ring one more device for an invitation that rings already. */
export async function ringingCall(step: Step, invitation: Row<'invitation'>): Promise<RingingCall> {
  const room = await step.tx
    .selectFrom('room')
    .select('address')
    .where('id', '=', invitation.room_id)
    .executeTakeFirstOrThrow();
  const inviter = await step.tx
    .selectFrom('participant')
    .select(['account_id', 'address', 'display_name'])
    .where('uuid', '=', invitation.inviter_participant)
    .executeTakeFirstOrThrow();
  return { invitation, address: room.address, caller: await callerOf(step, inviter) };
}
