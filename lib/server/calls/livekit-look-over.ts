import type { Context } from '@/lib/server/context';
import {
  liveKitRoomOf,
  type LiveKit,
  type LiveKitPresence,
} from '@/lib/server/media/livekit/livekit';
import { guestOf } from './livekit-guest';
import { renewOnLiveKit } from './livekit-room';
import { lockRoom } from './room-store';
import { inStep } from './step';

/**
 * How often somebody who is no participant any more may come back into one room of LiveKit, before the room goes on
 * without them: livekit-server hands every joiner a fresh token, for ever.
 */
const comebacksBorne = 2;

/** The connections that had to be ended, by room of LiveKit and by person. */
class Comebacks {
  readonly #ended = new Map<string, Map<string, Set<string>>>();

  /** Whether this connection is one too many. One that is seen twice counts once. */
  areTooMany(room: string, { uuid, connection }: LiveKitPresence): boolean {
    const people = this.#ended.get(room) ?? new Map<string, Set<string>>();
    this.#ended.set(room, people);
    const connections = people.get(uuid) ?? new Set<string>();
    people.set(uuid, connections);
    return connections.add(connection).size > comebacksBorne;
  }

  /** Forgets all rooms but these. */
  keep(rooms: readonly string[]): void {
    for (const room of this.#ended.keys()) if (!rooms.includes(room)) this.#ended.delete(room);
  }
}

const seen = new WeakMap<LiveKit, Comebacks>();

function comebacksTo(livekit: LiveKit): Comebacks {
  const known = seen.get(livekit) ?? new Comebacks();
  seen.set(livekit, known);
  return known;
}

/**
 * Compares every room of LiveKit with ours, and makes those anew that it has lost: after a restart it knows of none.
 */
export async function lookOverLiveKit(context: Context, livekit: LiveKit): Promise<void> {
  const there = await livekit.rooms();
  comebacksTo(livekit).keep(there);
  for (const name of there) await lookOverLiveKitRoom(context, livekit, name);
  const ours = await context.db
    .selectFrom('room')
    .select('livekit_name')
    .where('state', '=', 'open')
    .where('livekit_name', 'is not', null)
    .execute();
  for (const { livekit_name: name } of ours) {
    if (name !== null && !there.includes(name)) await livekit.open(name);
  }
}

/**
 * Compares one room of LiveKit with ours, which holds the truth: whoever is not in is disconnected there, and
 * a room that is over, or goes on under another name, ends. livekit-server hands every joiner a fresh token, so this
 * is done at every joining.
 */
export async function lookOverLiveKitRoom(
  context: Context,
  livekit: LiveKit,
  name: string,
): Promise<void> {
  const id = liveKitRoomOf(name)?.room;
  if (id === undefined) return;
  // Asked before our own: whoever is there then was in ours before, since its token came after that.
  const inside = await livekit.inside(name);
  const room = await context.db
    .selectFrom('room')
    .select(['id', 'state', 'livekit_name'])
    .where('id', '=', id)
    .executeTakeFirst();
  // One that we do not know may be of another Ringway beside the same LiveKit.
  if (room === undefined) return;
  if (room.state !== 'open' || room.livekit_name !== name) return livekit.end(name);
  const people = await context.db
    .selectFrom('participant')
    .selectAll()
    .where('room_id', '=', room.id)
    .where('state', '=', 'in')
    .execute();
  let isBesieged = false;
  for (const presence of inside) {
    const person = people.find(({ uuid }) => uuid === presence.uuid);
    if (person === undefined) {
      await livekit.remove(name, presence.uuid);
      if (comebacksTo(livekit).areTooMany(name, presence)) isBesieged = true;
    } else if ((person.is_muted === 1) === presence.hasMicrophone) {
      // Its token may be from before it was muted, or let speak again.
      await livekit.permit(name, guestOf(person));
    }
  }
  if (isBesieged) await goOnElsewhere(context, room.id, name);
}

/** Somebody comes back again and again: the room goes on where only those get in who are in it now. */
async function goOnElsewhere(context: Context, id: string, name: string): Promise<void> {
  await inStep(context, async (step) => {
    const room = await lockRoom(step, id);
    const isThere = room?.row.state === 'open' && room.row.livekit_name === name;
    if (isThere) await renewOnLiveKit(step, room);
  });
  context.log.warn(
    { room: id },
    'somebody removed kept coming back to LiveKit: the room goes on under a new name',
  );
}
