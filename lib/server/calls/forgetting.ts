import type { Context } from '@/lib/server/context';
import { forgetEvents } from '@/lib/server/events/outbox';
import { inTransaction } from '@/lib/server/store/transaction';

/** How long (ms) a room that ended is kept, so that late requests hear how it ended. */
const keepRooms = 60 * 60_000;

/** How long (ms) an event waits that belongs to no open room: the present state says it better. */
const keepEvents = 10 * 60_000;

/** How long (ms) the push log reaches back. */
const keepPushes = 7 * 86_400_000;

/** At most so many rooms at a time, so that no call waits for it. */
const batch = 500;

/** Forgets rooms that ended, with all that was theirs, and events that nobody came for. */
export async function forgetOld(context: Context): Promise<void> {
  const now = context.clock.now();
  await inTransaction(context, async (tx) => {
    await tx
      .deleteFrom('push')
      .where('queued_at', '<', now - keepPushes)
      .execute();
    await tx
      .deleteFrom('ring_test')
      .where('expires_at', '<', now - keepEvents)
      .execute();
    await tx.deleteFrom('pairing').where('expires_at', '<', now).execute();
    const ended = await tx
      .selectFrom('room')
      .select('id')
      .where('ended_at', '<', now - keepRooms)
      .limit(batch)
      .execute();
    if (ended.length > 0) {
      const ids = ended.map(({ id }) => id);
      await forgetEvents(context, tx, (is) => is('room_id', 'in', ids)).execute();
      await tx.deleteFrom('room').where('id', 'in', ids).execute();
    }
    await forgetEvents(context, tx, (is) =>
      is.and([
        is('created_at', '<', now - keepEvents),
        is.or([
          is('room_id', 'is', null),
          is('room_id', 'in', tx.selectFrom('room').select('id').where('state', '=', 'ended')),
        ]),
      ]),
    ).execute();
  });
}
