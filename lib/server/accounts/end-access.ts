import { endRoomBy } from '@/lib/server/calls/end-room';
import { lockRooms } from '@/lib/server/calls/room-store';
import type { Step } from '@/lib/server/calls/step';
import { forgetEvents } from '@/lib/server/events/outbox';
import type { Row } from '@/lib/server/store/schema';

/**
 * Ends everything by which an account is reached and acts, except what one session made: sessions,
 * calls, registrations with their tokens, and devices with their push channels (platform-api.md,
 * section 2, How long it lasts). Open streams are closed at once.
 */
export async function endAccess(
  step: Step,
  accountId: number,
  keptSession: string | null,
): Promise<void> {
  const devices = await step.tx
    .selectFrom('device')
    .leftJoin('registration', 'registration.device_id', 'device.id')
    .select(['device.id', 'registration.id as registration', 'device.session_id'])
    .where('device.account_id', '=', accountId)
    .execute();
  const isKept = ({ session_id }: { readonly session_id: string | null }) =>
    keptSession !== null && session_id === keptSession;
  const kept = devices.filter(isKept).map(({ registration }) => registration);
  const present = await step.tx
    .selectFrom('participant')
    .select(['uuid', 'room_id', 'registration_id'])
    .where('account_id', '=', accountId)
    .where('state', '<>', 'left')
    .execute();
  await leaveRooms(
    step,
    present.filter((one) => one.registration_id === null || !kept.includes(one.registration_id)),
  );
  await step.tx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(keptSession !== null, (query) => query.where('id', '<>', keptSession ?? ''))
    .execute();
  const ended = devices.filter((device) => !isKept(device));
  await endDevices(
    step,
    ended.map(({ id }) => id),
  );
}

/** Ends the registrations that a session made, sleeping phones included, now that it ended. */
export async function endRegistrationsOfSession(step: Step, session: string): Promise<void> {
  const made = await step.tx
    .selectFrom('device')
    .select('id')
    .where('session_id', '=', session)
    .execute();
  await endDevices(
    step,
    made.map(({ id }) => id),
  );
}

/**
 * Ends devices: they are not rung any more, their tokens are void and their streams close. A page
 * hears its rooms on that stream, so it leaves them; an outside client has another one for each.
 */
export async function endDevices(step: Step, devices: readonly string[]): Promise<void> {
  if (devices.length === 0) return;
  const { tx, after } = step;
  const registrations = await tx
    .selectFrom('registration')
    .select('id')
    .where('device_id', 'in', devices)
    .execute();
  const receivers = registrations.map(({ id }) => id);
  if (receivers.length > 0) {
    const pages = await tx
      .selectFrom('participant')
      .select(['uuid', 'room_id'])
      .where('registration_id', 'in', receivers)
      .where('profile', '=', 'ringway')
      .where('state', '<>', 'left')
      .execute();
    await leaveRooms(step, pages);
    await forgetEvents(step.context, tx, (is) => is('receiver', 'in', receivers)).execute();
  }
  after.run(() => step.context.push.dropParts(devices));
  // Their registrations go with them.
  await tx.deleteFrom('device').where('id', 'in', devices).execute();
  for (const receiver of receivers) after.publish(`close:${receiver}`);
}

/** Takes participants out of their rooms; the others are told as of a hang-up. */
async function leaveRooms(
  step: Step,
  participants: readonly Pick<Row<'participant'>, 'uuid' | 'room_id'>[],
): Promise<void> {
  const rooms = await lockRooms(
    step,
    participants.map(({ room_id }) => room_id),
  );
  for (const room of rooms) {
    for (const { uuid } of participants) {
      const isIn = room.people.some((person) => person.uuid === uuid);
      if (isIn) await endRoomBy(step, room, { do: 'leave', participant: uuid, cause: 'hung_up' });
    }
  }
}
