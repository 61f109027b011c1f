import type { Context } from '@/lib/server/context';
import type { LiveKit } from '@/lib/server/media/livekit/livekit';
import { guestOf } from './livekit-guest';

/** How often LiveKit is asked whether it is there, ms. */
const lookEvery = 5_000;

/** How often every room there is compared with who is in, ms; its webhooks ask for that sooner. */
const lookOverEvery = 30_000;

/** A watch that goes on until it is stopped. */
export interface LiveKitWatch {
  stop(): void;
  /** Resolves once nothing is being asked. */
  settled(): Promise<void>;
}

/**
 * Knows whether LiveKit is there, and sees to it that nobody is in its rooms who is not in ours: a request
 * that failed, a webhook that got lost, and a token that outlived its person are made good here.
 */
export function watchLiveKit(context: Context): LiveKitWatch {
  const { livekit, clock, log } = context;
  if (livekit === null) return { stop: () => undefined, settled: () => Promise.resolve() };
  let lookOverAt = 0;
  let stopped = false;
  let cancel: (() => void) | undefined;
  let running: Promise<void> = Promise.resolve();
  const round = async () => {
    const before = livekit.atHand;
    await livekit.look();
    if (livekit.atHand !== before) log.info({ livekit: livekit.atHand }, 'LiveKit');
    if (livekit.atHand === 'ready' && clock.now() >= lookOverAt) {
      lookOverAt = clock.now() + lookOverEvery;
      for (const name of await livekit.rooms()) await lookOverLiveKitRoom(context, livekit, name);
    }
  };
  const next = () => {
    running = round()
      .catch((error: unknown) => log.warn({ err: error }, 'LiveKit could not be looked over'))
      .finally(() => {
        if (!stopped) cancel = clock.at(clock.now() + lookEvery, next);
      });
  };
  next();
  return {
    stop: () => {
      stopped = true;
      cancel?.();
    },
    settled: () => running,
  };
}

/**
 * Compares one room of LiveKit with ours, which holds the truth: whoever is not in is disconnected there, and
 * a room that is over ends. livekit-server hands every joiner a fresh token, so this is done at every joining.
 */
export async function lookOverLiveKitRoom(
  { db }: Context,
  livekit: LiveKit,
  name: string,
): Promise<void> {
  const room = await db
    .selectFrom('room')
    .select(['id', 'state'])
    .where('livekit_name', '=', name)
    .executeTakeFirst();
  // One that we do not know may be of another Ringway beside the same LiveKit.
  if (room === undefined) return;
  if (room.state !== 'open') return livekit.end(name);
  const people = await db
    .selectFrom('participant')
    .selectAll()
    .where('room_id', '=', room.id)
    .where('state', '=', 'in')
    .execute();
  for (const uuid of await livekit.inside(name)) {
    const person = people.find((one) => one.uuid === uuid);
    if (person === undefined) await livekit.remove(name, uuid);
    // Its token may be from before it was muted.
    else if (person.is_muted === 1) await livekit.permit(name, guestOf(person));
  }
}
