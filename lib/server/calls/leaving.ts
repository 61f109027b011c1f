import type { EndCause } from '@/lib/platform/reasons';
import type { Context, Tx } from '@/lib/server/context';
import type { AfterCommit } from '@/lib/server/store/transaction';
import { leftState, openState, ringingState } from '@/lib/server/store/states';
import { endInvitation } from './end-invitation';
import { endRoomBy } from './end-room';
import { lockRooms } from './room-store';
import { stepWithin, type Step } from './step';

/**
 * Takes an account out of every room, and ends whatever rings for it: it was disabled or deleted.
 * Part of the transaction that closes the account; call it before its rows go.
 */
export function leaveAllRooms(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  account: number,
  cause: EndCause,
): Promise<void> {
  return stepWithin(context, tx, after, (step) => leaveWithin(step, account, cause));
}

/** Ends what goes on at a meeting's address: it was deleted, or its owner disabled. Call it before its row goes. */
export function endMeetingRooms(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  meeting: string,
): Promise<void> {
  return stepWithin(context, tx, after, async (step) => {
    const open = await tx
      .selectFrom('room')
      .select('id')
      .where('meeting_id', '=', meeting)
      .where('state', '=', openState)
      .execute();
    const rooms = await lockRooms(
      step,
      open.map(({ id }) => id),
    );
    for (const room of rooms) await endRoomBy(step, room, { do: 'give_up', cause: 'host_ended' });
  });
}

async function leaveWithin(step: Step, account: number, cause: EndCause): Promise<void> {
  const present = await step.tx
    .selectFrom('participant')
    .select('room_id')
    .where('account_id', '=', account)
    .where('state', '<>', leftState)
    .execute();
  const ringing = await step.tx
    .selectFrom('invitation')
    .select('room_id')
    .where('callee_account_id', '=', account)
    .where('state', '=', ringingState)
    .execute();
  const rooms = await lockRooms(
    step,
    [...present, ...ringing].map(({ room_id }) => room_id),
  );
  for (const room of rooms) {
    for (const row of [...room.invitations]) {
      if (row.state !== 'ringing' || row.callee_account_id !== account) continue;
      await endInvitation(step, room, row, { do: 'fail', cause });
    }
    for (const { uuid, account_id } of [...room.people]) {
      if (account_id !== account) continue;
      await endRoomBy(step, room, { do: 'leave', participant: uuid, cause });
    }
  }
}
