import { listEventNames, listFor, roomState } from '@/lib/server/calls/entries';
import { incomingOf } from '@/lib/server/calls/incoming';
import { ringingCall } from '@/lib/server/calls/callers';
import type { LoadedRoom } from '@/lib/server/calls/room-store';
import { readRoom } from '@/lib/server/calls/room-store';
import type { Step } from '@/lib/server/calls/step';
import { incomingSchema, type Incoming } from '@/lib/platform/calling';
import type { PlatformEvent, RoomScope } from '@/lib/platform/events';
import type { Present } from '@/lib/platform/room';
import type { Row } from '@/lib/server/store/schema';
import { leftState, ringingState } from '@/lib/server/store/states';
import { writeEventData, type Receiver } from './outbox';
import type { StoredEvent } from './hand-over';

/** An event without a number: it is never queued, and never acknowledged. */
interface PresentEvent {
  readonly n: null;
  readonly name: string;
  readonly data: string;
}

interface Place {
  readonly room: LoadedRoom;
  readonly person: Row<'participant'>;
}

/**
 * What a stream begins with: for a page the present state, then the participant list of each room that
 * it shows (platform-api.md 6, direct-media.md).
 */
export async function presentEvents(
  step: Step,
  receiver: Receiver,
  page: boolean,
): Promise<PresentEvent[]> {
  const places = await placesOf(step, receiver);
  const events: PresentEvent[] = [];
  if (page) {
    const data = await presentState(step, receiver, places);
    events.push(unnumbered({ name: 'present', data }, null));
  }
  // Other clients look for a room's events on the stream of their participant alone.
  if (page || receiver.kind === 'participant') {
    for (const place of places) events.push(...listEvents(place, page));
  }
  return events;
}

async function placesOf(step: Step, receiver: Receiver): Promise<Place[]> {
  const key = receiver.kind === 'registration' ? 'registration_id' : 'uuid';
  const found = await step.tx
    .selectFrom('participant')
    .select(['uuid', 'room_id'])
    .where(key, '=', receiver.id)
    .where('state', '<>', leftState)
    .execute();
  const places: Place[] = [];
  for (const { uuid, room_id } of found) {
    const room = await readRoom(step, room_id);
    const person = room?.people.find((one) => one.uuid === uuid);
    if (room !== undefined && person !== undefined) places.push({ room, person });
  }
  return places;
}

async function presentState(
  step: Step,
  receiver: Receiver,
  places: readonly Place[],
): Promise<Present> {
  return {
    invitations: receiver.kind === 'registration' ? await ringingOn(step, receiver.id) : [],
    rooms: places.map(({ room, person }) => ({
      room: room.row.id,
      participant: person.uuid,
      address: room.row.address,
      service_type: person.state === 'waiting' ? 'waiting_room' : room.row.kind,
      ...placedBy(room, person),
    })),
  };
}

function placedBy({ invitations }: LoadedRoom, { uuid }: Row<'participant'>) {
  const row = invitations.find(
    ({ kind, inviter_participant }) => kind === 'gateway' && inviter_participant === uuid,
  );
  if (row === undefined) return {};
  return {
    invitation: {
      id: row.id,
      state: row.state,
      heard: row.heard === 1,
      answering: row.answering === 1,
      ...(row.reason === null ? {} : { reason: row.reason }),
      ...(row.message === null ? {} : { message: row.message }),
      expires_at: Math.floor(row.deadline / 1_000),
    },
  };
}

async function ringingOn(step: Step, registration: string): Promise<Incoming[]> {
  const rows = await step.tx
    .selectFrom('ring')
    .innerJoin('invitation', 'invitation.id', 'ring.invitation_id')
    .selectAll('invitation')
    .select('ring.id as ring')
    .where('ring.registration_id', '=', registration)
    .where('invitation.state', '=', ringingState)
    .orderBy('invitation.placed_at')
    .execute();
  const incoming: Incoming[] = [];
  for (const { ring, ...row } of rows) {
    incoming.push(incomingOf(step.context, await ringingCall(step, row), ring));
  }
  return incoming;
}

function listEvents({ room, person }: Place, page: boolean): PresentEvent[] {
  const scope = page ? { room: room.row.id, participant: person.uuid } : null;
  return [
    unnumbered({ name: 'conference_update', data: roomState(room) }, scope),
    unnumbered({ name: 'participant_sync_begin', data: null }, scope),
    ...listFor(person, room).map((data) => unnumbered({ name: 'participant_create', data }, scope)),
    unnumbered({ name: 'participant_sync_end', data: null }, scope),
  ];
}

function unnumbered({ name, data }: PlatformEvent, scope: RoomScope | null): PresentEvent {
  return { n: null, name, data: writeEventData(data, scope) };
}

const outdated: ReadonlySet<string> = new Set<string>(listEventNames);

/**
 * The queued events without those that the present state, sent before them, has made out of date:
 * earlier participant lists, and `incoming` that a page is shown anew or that has ended meanwhile.
 */
export async function withoutOutdated(
  step: Step,
  queued: readonly StoredEvent[],
  page: boolean,
): Promise<StoredEvent[]> {
  const rings = new Map(
    queued
      .filter(({ name }) => name === 'incoming')
      .map(({ n, data }) => [n, incomingSchema.parse(JSON.parse(data)).invitation]),
  );
  const ringing = page || rings.size === 0 ? [] : await stillRinging(step, [...rings.values()]);
  return queued.filter(({ n, name }) => {
    if (outdated.has(name)) return false;
    const invitation = rings.get(n);
    return invitation === undefined || ringing.includes(invitation);
  });
}

async function stillRinging(step: Step, invitations: readonly string[]): Promise<string[]> {
  const rows = await step.tx
    .selectFrom('invitation')
    .select('id')
    .where('id', 'in', invitations)
    .where('state', '=', ringingState)
    .execute();
  return rows.map(({ id }) => id);
}
