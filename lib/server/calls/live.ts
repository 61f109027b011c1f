import type { LiveCall } from '@/lib/platform/admin';
import type { Context } from '@/lib/server/context';

/**
 * The calls that go on now, newest first, at most 200: of one organisation, or (null) of all
 * (platform-api.md 6).
 */
export async function liveCalls(
  context: Context,
  organisation: number | null,
): Promise<readonly LiveCall[]> {
  const { db } = context;
  const rooms = await db
    .selectFrom('room')
    .selectAll()
    .where('state', '=', 'open')
    .$if(organisation !== null, (query) => query.where('organisation_id', '=', organisation ?? 0))
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute();
  if (rooms.length === 0) return [];
  const ids = rooms.map(({ id }) => id);
  const people = await db
    .selectFrom('participant')
    .select(['uuid', 'room_id', 'display_name', 'address', 'grace_cause'])
    .where('room_id', 'in', ids)
    .where('state', '<>', 'left')
    .orderBy('joined_at')
    .execute();
  const ringing = await db
    .selectFrom('invitation')
    .innerJoin('account', 'account.id', 'invitation.callee_account_id')
    .innerJoin('address', 'address.account_id', 'account.id')
    .select(['invitation.room_id', 'address.address', 'account.display_name', 'placed_at'])
    .where('invitation.room_id', 'in', ids)
    .where('invitation.state', '=', 'ringing')
    .execute();
  return rooms.map((room) => ({
    room: room.id,
    kind: room.kind,
    call_type: room.call_type,
    since: isoTime(room.created_at),
    participants: people
      .filter(({ room_id }) => room_id === room.id)
      .map(({ uuid, display_name, address, grace_cause }) => ({
        uuid,
        display_name,
        uri: address,
        connected: grace_cause !== 'connection_lost',
      })),
    ringing: ringing
      .filter(({ room_id }) => room_id === room.id)
      .map(({ address, display_name, placed_at }) => ({
        address,
        display_name,
        since: isoTime(placed_at),
      })),
  }));
}

function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
