import type { LiveCall } from '@/lib/platform/admin';
import type { Context } from '@/lib/server/context';
import { leftState, openState, ringingState } from '@/lib/server/store/states';

/** At most so many; an administrator looks at a page, not at an archive. */
const most = 500;

/** The rooms that are open now: of one organisation, or of all (null). The newest first. */
export async function liveCalls(
  context: Context,
  organisation: number | null,
): Promise<LiveCall[]> {
  const { db } = context;
  const rooms = await db
    .selectFrom('room')
    .select(['id', 'kind', 'call_type', 'created_at'])
    .where('state', '=', openState)
    .$if(organisation !== null, (query) => query.where('organisation_id', '=', organisation ?? 0))
    .orderBy('created_at', 'desc')
    .limit(most)
    .execute();
  if (rooms.length === 0) return [];
  const ids = rooms.map(({ id }) => id);
  const people = await db
    .selectFrom('participant')
    .select(['uuid', 'room_id', 'display_name', 'address', 'grace_cause'])
    .where('room_id', 'in', ids)
    .where('state', '<>', leftState)
    .orderBy('joined_at')
    .execute();
  const ringing = await db
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.callee_account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(['invitation.room_id', 'invitation.placed_at'])
    .select(['account.display_name', 'address.address'])
    .where('invitation.room_id', 'in', ids)
    .where('invitation.state', '=', ringingState)
    .execute();
  return rooms.map(({ id, kind, call_type, created_at }) => ({
    room: id,
    kind,
    call_type,
    since: new Date(created_at).toISOString(),
    participants: people
      .filter(({ room_id }) => room_id === id)
      .map(({ uuid, display_name, address, grace_cause }) => ({
        uuid,
        display_name,
        uri: address,
        connected: grace_cause !== 'connection_lost',
      })),
    ringing: ringing
      .filter(({ room_id }) => room_id === id)
      .map(({ address, display_name, placed_at }) => ({
        address,
        display_name,
        since: new Date(placed_at).toISOString(),
      })),
  }));
}
