import type { Context } from '@/lib/server/context';
import { liveKitRoomOf, type LiveKit, type LiveKitNews } from '@/lib/server/media/livekit/livekit';
import { awayOf, changeGrace, giveSign } from './grace-store';
import { lockRoom, stateOf } from './room-store';
import { inStep } from './step';

/** The news that somebody's connection to LiveKit began or ended. */
const comingAndGoing = ['participant_joined', 'participant_left', 'participant_connection_aborted'];

/**
 * Somebody came to LiveKit's room, or is gone from it. A page whose tab crashed says nothing, and another tab of its
 * device may keep its stream open: its grace time begins by this (call-rules.md 17). One that merely connects again to
 * LiveKit is told on its stream that it counts as away, and whatever it then says ends that.
 */
export async function heedLiveKitPresence(
  context: Context,
  livekit: LiveKit,
  { event, room: name, participant }: LiveKitNews,
): Promise<void> {
  if (name === null || participant === null || !comingAndGoing.includes(event)) return;
  const id = liveKitRoomOf(name)?.room;
  if (id === undefined) return;
  const known = await context.db
    .selectFrom('participant')
    .select(['state', 'grace_deadline'])
    .where('uuid', '=', participant)
    .executeTakeFirst();
  if (known?.state !== 'in') return;
  // So it is for nearly everybody who comes, and a hundred may come at once.
  if (event === 'participant_joined' && known.grace_deadline === null) return;
  const inside = await livekit.inside(name);
  // After a restart of LiveKit nobody is there, whoever is in.
  if (inside.length === 0) return;
  const isThere = inside.some(({ uuid }) => uuid === participant);
  await inStep(context, async (step) => {
    const room = await lockRoom(step, id);
    if (room?.row.state !== 'open' || room.row.livekit_name !== name) return;
    const person = room.people.find(({ uuid }) => uuid === participant);
    if (person?.state !== 'in') return;
    if (isThere) {
      await giveSign(step, room, person);
      return;
    }
    const sharesStream = person.profile === 'ringway' && person.registration_id !== null;
    if (!sharesStream || stateOf(person).engine !== 'livekit') return;
    await changeGrace(step, room, person, { do: 'drop', away: awayOf(person) });
  });
}
