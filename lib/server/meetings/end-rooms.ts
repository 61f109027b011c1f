import { endRoomBy } from '@/lib/server/calls/end-room';
import { lockRooms } from '@/lib/server/calls/room-store';
import type { Step } from '@/lib/server/calls/step';

/** Ends the open rooms of meetings that are about to be deleted; everyone in them is told. */
export async function endRoomsOfMeetings(step: Step, meetings: readonly string[]): Promise<void> {
  if (meetings.length === 0) return;
  const open = await step.tx
    .selectFrom('room')
    .select('id')
    .where('meeting_id', 'in', meetings)
    .where('state', '=', 'open')
    .execute();
  for (const room of await lockRooms(
    step,
    open.map(({ id }) => id),
  )) {
    await endRoomBy(step, room, { do: 'give_up', cause: 'host_ended' });
  }
}
