import { ringDeadline, type FinalState } from '@/lib/call/invitation';
import type { FoundPerson } from '@/lib/server/accounts/find-address';
import type { Row } from '@/lib/server/store/schema';
import { incoming, outcomeFor, outgoing, tellChanged, writeLines, type Peer } from './history';
import { callerOf } from './callers';
import { ringDevices } from './rings';
import type { RingingDevice } from './rung';
import type { LoadedRoom } from './room-store';
import { expectDeadline, writeLater, type Step } from './step';

/** An invitation about to be written. */
interface Inviting {
  readonly room: LoadedRoom;
  readonly inviter: Row<'participant'>;
  readonly callee: FoundPerson;
  readonly kind: Row<'invitation'>['kind'];
  readonly callType: Row<'invitation'>['call_type'];
}

/** How it begins: ringing these devices (none: silenced), or over at once. */
export type Beginning =
  | {
      readonly state: 'ringing';
      readonly waiting: boolean;
      readonly devices: readonly RingingDevice[];
    }
  | {
      readonly state: Extract<FinalState, 'busy' | 'unreachable'>;
      /** False where the callee shall not even see that somebody called. */
      readonly calleeRemembers: boolean;
    };

/** Writes an invitation with both sides' lines of history, and rings. */
export async function invite(
  step: Step,
  inviting: Inviting,
  beginning: Beginning,
): Promise<Row<'invitation'>> {
  const row = newInvitation(step, inviting, beginning);
  writeLater(step, step.tx.insertInto('invitation').values(row));
  inviting.room.invitations.push(row);
  await remember(step, inviting, row, beginning);
  if (beginning.state !== 'ringing') return row;
  const caller = await callerOf(step, inviting.inviter);
  const { address } = inviting.room.row;
  ringDevices(step, { invitation: row, address, caller }, beginning.devices);
  expectDeadline(step, row.deadline);
  return row;
}

function newInvitation(
  step: Step,
  { room, inviter, callee, kind, callType }: Inviting,
  beginning: Beginning,
): Row<'invitation'> {
  const { random, settings } = step.context;
  const over = beginning.state === 'ringing' ? null : beginning.state;
  return {
    id: random.id(),
    room_id: room.row.id,
    caller_account_id: inviter.account_id,
    callee_account_id: callee.account.id,
    inviter_participant: inviter.uuid,
    reserved_participant: random.uuid(),
    kind,
    call_type: callType,
    state: beginning.state,
    reason: over,
    decided_by: over === null ? null : 'server',
    decided_at: over === null ? null : step.now,
    message: null,
    waiting: beginning.state === 'ringing' && beginning.waiting ? 1 : 0,
    heard: 0,
    answering: 0,
    placed_at: step.now,
    deadline: ringDeadline(step.now, settings.ringSeconds),
  };
}

async function remember(
  step: Step,
  { inviter, callee, room }: Inviting,
  row: Row<'invitation'>,
  beginning: Beginning,
): Promise<void> {
  const { kind, call_type: callType } = row;
  const call = { room: room.row.id, invitation: row.id, kind, callType };
  const called: Peer = { address: callee.account.address, name: callee.account.displayName };
  const calling: Peer = { address: inviter.address, name: inviter.display_name };
  const ringing = beginning.state === 'ringing';
  const theirs = ringing || beginning.calleeRemembers;
  const lines = [
    ...(inviter.account_id === null ? [] : [outgoing(step, inviter.account_id, call, called)]),
    ...(theirs ? [incoming(step, callee.account.id, call, calling)] : []),
  ];
  if (ringing) {
    writeLines(step, lines);
    return;
  }
  const { state } = beginning;
  writeLines(
    step,
    lines.map((line) => ({
      ...line,
      ended_at: step.now,
      outcome: outcomeFor(line.direction, state),
      reason: state,
    })),
  );
  await tellChanged(
    step,
    lines.map((line) => line.account_id),
  );
}
