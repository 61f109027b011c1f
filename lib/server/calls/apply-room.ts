import type { Member, RoomDecision, RoomEvent, Ending } from '@/lib/call/room';
import type { Row } from '@/lib/server/store/schema';
import {
  tellAdmission,
  tellArrival,
  tellDeparture,
  tellDoor,
  tellList,
  tellRoom,
  tellUpdate,
} from './entries';
import { forgetEvents } from '@/lib/server/events/outbox';
import { recordJoin, recordLeaving } from './history';
import { cancelRinging } from './invitations';
import { closeAllLegs, closeLegsOf } from './leg-store';
import {
  endOnLiveKit,
  goToLiveKit,
  permitOnLiveKit,
  removeFromLiveKit,
  settleOnLiveKit,
} from './livekit-room';
import { nextArrival, type LoadedRoom } from './room-store';
import { tellParticipant, writeLater, type Step } from './step';

type Changed = Extract<RoomDecision, { outcome: 'changed' }>;
type Person = Row<'participant'>;
type Ended = Extract<RoomEvent, { event: 'room_ended' }>;

/**
 * Writes what was decided about a room and tells its people. Whoever comes in stands in
 * `room.people` already. `message`: what a rejection said, for the caller.
 */
export async function applyRoom(
  step: Step,
  room: LoadedRoom,
  decision: Changed,
  message: string | null = null,
): Promise<void> {
  const ends = decision.events.some(({ event }) => event === 'room_ended');
  const somebodyLeft = decision.events.some(({ event }) => event === 'participant_left');
  for (const event of decision.events) {
    switch (event.event) {
      case 'room_updated':
        await updateRoom(step, room, decision);
        break;
      case 'room_ended':
        await endRoom(step, room, event, { message, somebodyLeft });
        break;
      case 'participant_left':
        await takeOut(step, room, personOf(room, event.participant), event, ends);
        break;
      case 'engine_changes':
        await goToLiveKit(step, room, event.because);
        break;
      case 'engine_changed':
        await settleOnLiveKit(step, room);
        break;
      case 'participant_waits':
        welcome(step, room, personOf(room, event.participant));
        break;
      case 'participant_joined':
        await letIn(step, room, personOf(room, event.participant));
        break;
      case 'participant_updated':
        await updatePerson(step, room, personOf(room, event.participant), decision);
        break;
    }
  }
}

function personOf(room: LoadedRoom, uuid: string): Person {
  const person = room.people.find((one) => one.uuid === uuid);
  if (person === undefined) throw new Error('The rules name somebody who is not in the room.');
  return person;
}

async function updateRoom(step: Step, room: LoadedRoom, { room: next }: Changed): Promise<void> {
  const change = {
    kind: next.kind,
    grown: next.grew ? 1 : 0,
    locked: next.locked ? 1 : 0,
    guests_muted: next.guestsMuted ? 1 : 0,
  } as const;
  await step.tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
  Object.assign(room.row, change);
  tellRoom(step, room);
}

async function updatePerson(
  step: Step,
  room: LoadedRoom,
  person: Person,
  { room: next }: Changed,
): Promise<void> {
  const member = next.members.find(({ id }) => id === person.uuid);
  if (member === undefined) return;
  const role = roleOf(member);
  const changesRole = role !== person.role;
  await writePerson(step, person, { role, is_muted: member.muted ? 1 : 0 });
  permitOnLiveKit(step, room, person);
  tellUpdate(step, room, person);
  if (changesRole) tellDoor(step, room);
  // Who waits was no business of a guest; a new host has to hear of it.
  const waits = room.people.some(({ state }) => state === 'waiting');
  if (changesRole && role === 'HOST' && waits) tellList(step, room, person);
}

/** The role as the platform writes it. */
export function roleOf(member: Pick<Member, 'role'>): Person['role'] {
  return member.role === 'host' ? 'HOST' : 'GUEST';
}

/** Changes a participant's row, here and in the store. */
export async function writePerson(
  step: Step,
  person: Person,
  change: Partial<Person>,
): Promise<void> {
  await step.tx.updateTable('participant').set(change).where('uuid', '=', person.uuid).execute();
  Object.assign(person, change);
}

/** Somebody came in, at once or from the waiting room. */
async function letIn(step: Step, room: LoadedRoom, person: Person): Promise<void> {
  if (person.state === 'in') {
    welcome(step, room, person);
    return;
  }
  const joined_at = nextArrival(step, room.people);
  await writePerson(step, person, { state: 'in', joined_at });
  tellAdmission(step, room, person);
  recordJoin(step, room.row, person);
}

/** Somebody came in, or stands before the door. */
function welcome(step: Step, room: LoadedRoom, person: Person): void {
  tellArrival(step, room, person);
  if (person.role === 'HOST') tellDoor(step, room);
  // A participant with a stream of its own gets the list when that opens.
  if (person.registration_id !== null) tellList(step, room, person);
}

/** Somebody's time in the room is over, while it goes on for others or ends for all. */
async function takeOut(
  step: Step,
  room: LoadedRoom,
  person: Person,
  ending: Ending,
  roomEnds: boolean,
): Promise<void> {
  if (roomEnds) await closeAllLegs(step, room, person.uuid);
  else await closeLegsOf(step, room, person.uuid);
  if (!roomEnds) removeFromLiveKit(step, room, person.uuid);
  const asSeen = { ...person };
  await writePerson(step, person, leaving(step, ending));
  room.people = room.people.filter((one) => one !== person);
  // Whoever hung up knows it; its stream has nothing more to say.
  if (ending.cause === 'hung_up') step.after.publish(`close:${person.uuid}`);
  else tellParticipant(step, person, { name: 'disconnect', data: disconnectData(ending, null) });
  if (roomEnds) return;
  tellDeparture(step, room, asSeen);
  if (asSeen.role === 'HOST') tellDoor(step, room);
  // Another device of the same account may be in; one that waits has no part in the call.
  const stays = room.people.some(
    ({ account_id, state }) => state === 'in' && account_id === person.account_id,
  );
  if (person.account_id !== null && !stays) {
    await recordLeaving(step, room.row.id, ending.reason, person.account_id);
  }
}

function leaving(step: Step, ending: Ending) {
  return {
    state: 'left',
    left_at: step.now,
    end_reason: ending.reason,
    end_cause: ending.cause,
    grace_deadline: null,
    grace_cause: null,
  } as const;
}

/** The room is over: what rings is taken back, who remains is told, what is queued is forgotten. */
async function endRoom(
  step: Step,
  room: LoadedRoom,
  ending: Ended,
  { message, somebodyLeft }: { readonly message: string | null; readonly somebodyLeft: boolean },
): Promise<void> {
  const { tx, now } = step;
  const change = {
    state: 'ended',
    ended_at: now,
    end_reason: ending.reason,
    end_cause: ending.cause,
  } as const;
  await tx.updateTable('room').set(change).where('id', '=', room.row.id).execute();
  writeLater(
    step,
    forgetEvents(step.context, tx, (is) => is('room_id', '=', room.row.id)),
  );
  if (ending.cancelRinging) await cancelRinging(step, room, 'server');
  if (!somebodyLeft) await closeAllLegs(step, room, undefined);
  endOnLiveKit(step, room);
  const remaining = room.people;
  if (remaining.length > 0) {
    const uuids = remaining.map(({ uuid }) => uuid);
    const left = tx.updateTable('participant').set(leaving(step, ending));
    writeLater(step, left.where('uuid', 'in', uuids));
  }
  await recordLeaving(step, room.row.id, ending.reason, 'everyone');
  for (const person of remaining) {
    if (hearsOfIt(room, person, ending)) {
      const data = disconnectData(ending, message);
      tellParticipant(step, person, { name: 'disconnect', data });
    }
  }
  Object.assign(room.row, change);
  room.people = [];
}

/** A page that calls has heard everything by `invitation_update`; other clients know only `disconnect`. */
function hearsOfIt(room: LoadedRoom, person: Person, ending: Ending): boolean {
  const refusedCall = ending.cause === null && room.row.kind === 'gateway';
  return !(refusedCall && person.profile === 'ringway');
}

function disconnectData({ reason, cause }: Ending, message: string | null) {
  return {
    reason,
    ...(cause === null ? {} : { cause }),
    ...(message === null ? {} : { message }),
  };
}
