import type { Context, Tx } from '@/lib/server/context';
import { openState } from '@/lib/server/store/states';
import type { Row } from '@/lib/server/store/schema';
import type { AfterCommit } from '@/lib/server/store/transaction';
import { tellRoom } from './entries';
import { lockRooms } from './room-store';
import { stepWithin } from './step';

/**
 * The open room of a meeting takes over what its owner changed; whoever waits goes on waiting. Part of the
 * transaction that changes the meeting; call it last in it.
 */
export function followMeeting(
  context: Context,
  tx: Tx,
  after: AfterCommit,
  meeting: string,
  change: Pick<Row<'room'>, 'waiting_room' | 'shares'>,
): Promise<void> {
  return stepWithin(context, tx, after, async (step) => {
    const open = await tx
      .selectFrom('room')
      .select('id')
      .where('meeting_id', '=', meeting)
      .where('state', '=', openState)
      .execute();
    for (const room of await lockRooms(
      step,
      open.map(({ id }) => id),
    )) {
      const { waiting_room, shares } = room.row;
      if (waiting_room === change.waiting_room && shares === change.shares) continue;
      await tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
      Object.assign(room.row, change);
      tellRoom(step, room);
    }
  });
}
