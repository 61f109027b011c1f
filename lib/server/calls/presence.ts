import type { ParticipantAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import type { Receiver } from '@/lib/server/events/outbox';
import { done, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { leftState } from '@/lib/server/store/states';
import { awayOf, changeGrace, isStreamOpen } from './grace-store';
import { refusedFor } from './replies';
import { lockRooms, type LoadedRoom } from './room-store';
import type { Step } from './step';

type Person = Row<'participant'>;

/**
 * Whether a participant's stream may open: once its time in the room is over only while something is
 * left to tell. Clients that always connect again would hold a silent stream for ever.
 */
export async function mayListen(
  { db }: Context,
  { participant }: ParticipantAuthority,
  lastEventId = 0,
): Promise<Outcome<null>> {
  const gone = await db
    .selectFrom('participant')
    .select('uuid')
    .where('uuid', '=', participant)
    .where('state', '=', leftState)
    .executeTakeFirst();
  if (gone === undefined) return done(null);
  const untold = await db
    .selectFrom('event')
    .select('n')
    .where('receiver', '=', participant)
    .where('n', '>', lastEventId)
    .executeTakeFirst();
  return untold === undefined ? refusedFor('ended') : done(null);
}

/** The participants whose events a receiver hears, with their rooms, locked. */
async function listeners(
  step: Step,
  receiver: Receiver,
): Promise<{ readonly room: LoadedRoom; readonly person: Person }[]> {
  const key = receiver.kind === 'registration' ? 'registration_id' : 'uuid';
  const found = await step.tx
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where(key, '=', receiver.id)
    .where('state', '<>', leftState)
    .execute();
  if (found.length === 0) return [];
  const rooms = await lockRooms(
    step,
    found.map(({ room_id }) => room_id),
  );
  return rooms.flatMap((room) =>
    room.people
      .filter(({ uuid }) => found.some((one) => one.uuid === uuid))
      .map((person) => ({ room, person })),
  );
}

/**
 * A receiver's stream is open: whoever hears by it is there again (call-rules.md 17). The stream of a
 * device tells nothing of a winner that never showed itself: its page may not know that it won (rule 15).
 */
export async function comeBack(step: Step, receiver: Receiver): Promise<void> {
  for (const { room, person } of await listeners(step, receiver)) {
    if (receiver.kind === 'registration' && person.grace_cause === 'silent') continue;
    await changeGrace(step, room, person, { do: 'back' });
  }
}

/** A receiver's stream is gone: the grace time begins for whoever hears by it (call-rules.md 17). */
export async function goAway(step: Step, receiver: Receiver): Promise<void> {
  for (const { room, person } of await listeners(step, receiver)) {
    if (await isStreamOpen(step, person)) continue;
    await changeGrace(step, room, person, { do: 'drop', away: awayOf(person) });
  }
}

/** Notes that a receiver's stream is open, or since when it is not. */
export async function markStream(step: Step, receiver: Receiver, open: boolean): Promise<void> {
  const change = { stream_open: open ? 1 : 0, stream_seen_at: step.now } as const;
  if (receiver.kind === 'registration') {
    await step.tx.updateTable('registration').set(change).where('id', '=', receiver.id).execute();
  } else {
    await step.tx.updateTable('participant').set(change).where('uuid', '=', receiver.id).execute();
  }
}
