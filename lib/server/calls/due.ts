import { graceVerdict } from '@/lib/call/grace';
import type { Context } from '@/lib/server/context';
import { expireRegistrations, nextExpiry } from '@/lib/server/devices/expiry';
import { leftState, ringingState } from '@/lib/server/store/states';
import { writePerson } from './apply-room';
import { endInvitation } from './end-invitation';
import { endRoomBy } from './end-room';
import { awayOf, changeGrace, graceOf, isStreamOpen } from './grace-store';
import { sessionEnd } from './results';
import { lockInvitation, lockRoom } from './room-store';
import { inStep, type Step } from './step';

/** At most so many of a kind at a time, so that what is due of another kind does not wait for all. */
const batch = 200;

/** Sees to everything that is due now. */
export async function seeToWhatIsDue(context: Context): Promise<void> {
  await expireInvitations(context);
  await endGraces(context);
  await endSessions(context);
  await expireRegistrations(context);
}

/** When the next thing is due (ms since 1970); infinity: nothing is. */
export async function nextDue({ db, ...rest }: Context): Promise<number> {
  const invitation = await db
    .selectFrom('invitation')
    .select((is) => is.fn.min('deadline').as('time'))
    .where('state', '=', ringingState)
    .executeTakeFirst();
  const participant = await db
    .selectFrom('participant')
    .select((is) => [
      is.fn.min('grace_deadline').as('grace'),
      is.fn.min('expires_at').as('session'),
    ])
    .where('state', '<>', leftState)
    .executeTakeFirst();
  const times = [
    invitation?.time,
    participant?.grace,
    participant?.session,
    await nextExpiry({ db, ...rest }),
  ];
  return Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
}

/** What rang to its end is missed. */
async function expireInvitations(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('invitation')
    .select(['id', 'room_id'])
    .where('state', '=', ringingState)
    .where('deadline', '<=', context.clock.now())
    .orderBy('deadline')
    .limit(batch)
    .execute();
  await eachAlone(context, due, async (step, { id, room_id }) => {
    const locked = await lockInvitation(step, room_id, id);
    if (locked === undefined) return;
    await endInvitation(step, locked.room, locked.row, { do: 'expire' });
  });
}

/** Who did not come back in time, or never showed itself after answering, is out. */
async function endGraces(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where('state', '<>', leftState)
    .where('grace_deadline', '<=', context.clock.now())
    .orderBy('grace_deadline')
    .limit(batch)
    .execute();
  await eachAlone(context, due, async (step, { uuid, room_id }) => {
    const room = await lockRoom(step, room_id);
    const person = room?.people.find((one) => one.uuid === uuid);
    if (room === undefined || person === undefined) return;
    if (graceVerdict(graceOf(person), step.now).stays) return;
    const cause = person.grace_cause ?? 'connection_lost';
    await endRoomBy(step, room, { do: 'leave', participant: uuid, cause });
  });
}

/**
 * A session ends that was neither refreshed nor kept alive by an open stream. The stream of a page's
 * device is open for other calls and tabs as well: a page that does not refresh begins its grace time.
 */
async function endSessions(context: Context): Promise<void> {
  const due = await context.db
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where('state', '<>', leftState)
    .where('expires_at', '<=', context.clock.now())
    .orderBy('expires_at')
    .limit(batch)
    .execute();
  await eachAlone(context, due, async (step, { uuid, room_id }) => {
    const room = await lockRoom(step, room_id);
    const person = room?.people.find((one) => one.uuid === uuid);
    if (room === undefined || person === undefined || person.expires_at > step.now) return;
    if (person.grace_deadline !== null || (await isStreamOpen(step, person))) {
      await writePerson(step, person, { expires_at: sessionEnd(step.now) });
      const sharesStream = person.profile === 'ringway' && person.registration_id !== null;
      if (sharesStream) await changeGrace(step, room, person, { do: 'drop', away: awayOf(person) });
      return;
    }
    const cause = 'connection_lost';
    await endRoomBy(step, room, { do: 'leave', participant: uuid, cause });
  });
}

/** Each in a step of its own, so that one that fails holds up no other. */
async function eachAlone<Due>(
  context: Context,
  due: readonly Due[],
  work: (step: Step, one: Due) => Promise<void>,
): Promise<void> {
  for (const one of due) {
    try {
      await inStep(context, (step) => work(step, one));
    } catch (error) {
      context.log.error({ err: error }, 'what was due could not be done; it is tried again');
    }
  }
}
