import {
  decideInvitation,
  isFinal,
  type Decision,
  type Invitation,
  type InvitationCommand,
  type InvitationEvent,
} from '@/lib/call/invitation';
import type { Row } from '@/lib/server/store/schema';
import { ringingState } from '@/lib/server/store/states';
import { recordAnswer, recordEnd } from './history';
import { cancelRings } from './rings';
import { ruleInvitation, type LoadedRoom } from './room-store';
import { tellParticipant, type Step } from './step';

type InvitationRow = Row<'invitation'>;
type Changed = Extract<Decision, { outcome: 'changed' }>;

/** The value that spent the token of the device that decided. */
async function winningClient(step: Step, row: InvitationRow): Promise<string | null> {
  if (row.state !== 'accepted' || row.decided_by === null) return null;
  const ring = await step.tx
    .selectFrom('ring')
    .select('client')
    .where('invitation_id', '=', row.id)
    .where('device_id', '=', row.decided_by)
    .executeTakeFirst();
  return ring?.client ?? null;
}

/** What a command means for an invitation now (lib/call); nothing is written yet. */
export async function decideOn(
  step: Step,
  row: InvitationRow,
  command: InvitationCommand,
): Promise<Decision> {
  return decideInvitation(ruleInvitation(row, await winningClient(step, row)), command, step.now);
}

/** Writes what was decided and tells the rung devices and the caller. */
export async function applyDecision(
  step: Step,
  room: LoadedRoom,
  row: InvitationRow,
  decision: Changed,
): Promise<void> {
  await write(step, row, decision.invitation);
  for (const event of decision.events) await tell(step, room, row, event);
  const { status } = decision.invitation;
  if (!isFinal(status)) return;
  if (status.state === 'accepted') await recordAnswer(step, row.id, inviterGone(room, row));
  else await recordEnd(step, row.id, { ...status, message: status.message ?? null });
}

/** The inviter's account, if none of its devices is in any more. */
function inviterGone({ people }: LoadedRoom, { caller_account_id }: InvitationRow): number | null {
  const isIn = people.some(
    ({ account_id, state }) => state === 'in' && account_id === caller_account_id,
  );
  return isIn ? null : caller_account_id;
}

/**
 * The one compare-and-set that moves an invitation out of `ringing` (call-rules.md 1): whoever comes
 * second changes nothing, whatever it had read before.
 */
async function write(step: Step, row: InvitationRow, { status }: Invitation): Promise<void> {
  const change = isFinal(status)
    ? {
        state: status.state,
        reason: status.reason,
        decided_by: status.decidedBy,
        decided_at: status.at,
        message: status.message ?? null,
      }
    : ({ heard: status.heard ? 1 : 0, answering: status.answering ? 1 : 0 } as const);
  const { numUpdatedRows } = await step.tx
    .updateTable('invitation')
    .set(change)
    .where('id', '=', row.id)
    .where('state', '=', ringingState)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new Error("An invitation changed outside its room's lock.");
  Object.assign(row, change);
}

async function tell(
  step: Step,
  room: LoadedRoom,
  row: InvitationRow,
  event: InvitationEvent,
): Promise<void> {
  if (event.to === 'devices') {
    await cancelRings(step, row.id, event.reason, event.except);
    return;
  }
  const caller = room.people.find(({ uuid }) => uuid === row.inviter_participant);
  if (caller === undefined) return;
  const { invitation, state, heard, answering, reason, message } = event;
  tellParticipant(step, caller, {
    name: 'invitation_update',
    data: {
      invitation,
      state,
      heard,
      answering,
      ...(reason === null ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
      participant: row.reserved_participant,
    },
  });
}

/** Takes back everything that still rings in a room that ends. */
export async function cancelRinging(step: Step, room: LoadedRoom, by: string): Promise<void> {
  for (const row of room.invitations) {
    if (row.state !== 'ringing') continue;
    const decision = await decideOn(step, row, { do: 'cancel', by });
    if (decision.outcome === 'changed') await applyDecision(step, room, row, decision);
  }
}
