import { mayStillRing } from '@/lib/call/invitation';
import type { Row } from '@/lib/server/store/schema';
import { ringingState } from '@/lib/server/store/states';
import { ringingCall } from './callers';
import { incomingOf } from './incoming';
import { ringDevices } from './rings';
import { lockRooms, type LoadedRoom } from './room-store';
import { tellRegistration, type Step } from './step';

/** A device that connects, by its registration. `page`: it gets what rings in its present state. */
interface Connecting {
  readonly registration: Row<'registration'>;
  readonly page: boolean;
}

/** What rings already for the account rings on a device that connects now too (call-rules.md 6). */
export async function joinRinging(step: Step, connecting: Connecting): Promise<void> {
  for (const { room, row } of await ringingFor(step, connecting.registration.account_id)) {
    await joinOne(step, room, row, connecting);
  }
}

/** A call that rings, in its room, locked. */
export interface Ringing {
  readonly room: LoadedRoom;
  readonly row: Row<'invitation'>;
}

/** The calls that ring for an account now. */
export async function ringingFor(step: Step, account: number): Promise<readonly Ringing[]> {
  const ringing = await step.tx
    .selectFrom('invitation')
    .select('room_id')
    .where('callee_account_id', '=', account)
    .where('state', '=', ringingState)
    .execute();
  if (ringing.length === 0) return [];
  const rooms = await lockRooms(
    step,
    ringing.map(({ room_id }) => room_id),
  );
  return rooms.flatMap((room) =>
    room.invitations
      .filter((row) => row.state === 'ringing' && row.callee_account_id === account)
      .map((row) => ({ room, row })),
  );
}

async function joinOne(
  step: Step,
  room: LoadedRoom,
  row: Row<'invitation'>,
  { registration, page }: Connecting,
): Promise<void> {
  const rings = await step.tx
    .selectFrom('ring')
    .select(['id', 'physical_id', 'registration_id'])
    .where('invitation_id', '=', row.id)
    .execute();
  // A call that nobody hears has no rings at all: its caller was silenced.
  if (rings.length === 0) return;
  const device = await physicalDevice(step, registration);
  const own = rings.filter(({ physical_id }) => physical_id === device.physical_id);
  const mine = own.find(({ registration_id }) => registration_id === registration.id) ?? own[0];
  if (mine === undefined) {
    if (mayRingLate(step, { room, row }, device)) {
      await ringLate(step, row, { registration, page, device: device.physical_id });
    }
    return;
  }
  if (mine.registration_id === registration.id) return;
  await step.tx
    .updateTable('ring')
    .set({ registration_id: registration.id })
    .where('id', '=', mine.id)
    .execute();
  if (page) return;
  const data = incomingOf(step.context, await ringingCall(step, row), mine.id);
  tellRegistration(step, registration.id, { name: 'incoming', data });
}

/** What tells whether a device may ring: its physical device, and whether its person lets it. */
export type Known = Pick<Row<'device'>, 'physical_id' | 'ring'>;

function physicalDevice(step: Step, { device_id }: Row<'registration'>): Promise<Known> {
  return step.tx
    .selectFrom('device')
    .select(['physical_id', 'ring'])
    .where('id', '=', device_id)
    .executeTakeFirstOrThrow();
}

/** Whether a device may begin to ring for a call that rings elsewhere already (call-rules.md 7). */
export function mayRingLate(step: Step, { room, row }: Ringing, device: Known): boolean {
  if (!mayStillRing(row.deadline, step.now)) return false;
  // Calling oneself does not ring where one calls from.
  const inviter = room.people.find(({ uuid }) => uuid === row.inviter_participant);
  return inviter?.device_id !== device.physical_id && device.ring === 1;
}

async function ringLate(
  step: Step,
  row: Row<'invitation'>,
  { registration, page, device }: Connecting & { readonly device: string },
): Promise<void> {
  const rung = {
    id: device,
    registration: registration.id,
    stream: true,
    otherStreams: [],
    pushes: [],
  };
  ringDevices(step, await ringingCall(step, row), [rung], page ? 'by present state' : 'by event');
}
