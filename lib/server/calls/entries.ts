import { whoOffers } from '@/lib/call/leg';
import type { EventName } from '@/lib/platform/events';
import type { Participant } from '@/lib/platform/room';
import type { Row } from '@/lib/server/store/schema';
import { tellParticipant, type Step } from './step';
import { hasLeg, stateOf, type LoadedRoom } from './room-store';

type Person = Row<'participant'>;

/** What a fresh participant list makes out of date. */
export const listEventNames = [
  'participant_sync_begin',
  'participant_sync_end',
  'participant_create',
  'participant_update',
  'participant_delete',
  'conference_update',
] as const satisfies readonly EventName[];

/**
 * A participant as `viewer` is told of it (direct-media.md). `offer` is the server's word on who
 * offers, by the order of their latest `new_session`.
 */
function entryFor(viewer: Person, subject: Person, room: Row<'room'>): Participant {
  const offer = whoOffers(
    { arrived: viewer.joined_at, canOnlyOffer: false },
    { arrived: subject.joined_at, canOnlyOffer: false },
  );
  return {
    uuid: subject.uuid,
    display_name: subject.display_name,
    uri: subject.address,
    role: subject.role === 'HOST' ? 'chair' : 'guest',
    is_muted: subject.is_muted === 1 ? 'YES' : 'NO',
    ...(subject.buzz_at === null ? {} : { buzz_time: Math.floor(subject.buzz_at / 1_000) }),
    max_peers: subject.max_peers,
    service_type: subject.state === 'waiting' ? 'waiting_room' : room.kind,
    profile: subject.profile,
    state: stateOf(subject),
    connected: subject.grace_cause !== 'connection_lost',
    ...(hasLeg(room, viewer, subject) ? { offer } : {}),
  };
}

/** Whether `viewer` is told of `subject`: who waits to be admitted is the hosts' business alone. */
function sees(viewer: Person, subject: Person): boolean {
  if (viewer.uuid === subject.uuid) return true;
  if (viewer.state !== 'in') return false;
  return subject.state === 'in' || viewer.role === 'HOST';
}

/** The whole list as one participant is told it, itself included. */
export function listFor(viewer: Person, { row, people }: LoadedRoom): Participant[] {
  return people.filter((one) => sees(viewer, one)).map((one) => entryFor(viewer, one, row));
}

/** Tells everyone but `subject` itself that it came in, or stands before the door. */
export function tellArrival(step: Step, room: LoadedRoom, subject: Person): void {
  for (const viewer of room.people) {
    if (viewer.uuid === subject.uuid || !sees(viewer, subject)) continue;
    const data = entryFor(viewer, subject, room.row);
    tellParticipant(step, viewer, { name: 'participant_create', data });
  }
}

/** Tells everyone that `subject` was admitted: the hosts knew it already, itself now sees the others. */
export function tellAdmission(step: Step, room: LoadedRoom, subject: Person): void {
  for (const viewer of room.people) {
    if (viewer.state !== 'in') continue;
    const known = viewer.uuid === subject.uuid || viewer.role === 'HOST';
    const name = known ? 'participant_update' : 'participant_create';
    tellParticipant(step, viewer, { name, data: entryFor(viewer, subject, room.row) });
  }
  tellList(step, room, subject);
}

/** Tells everyone who sees `subject`, itself included, what it is now. */
export function tellUpdate(step: Step, room: LoadedRoom, subject: Person): void {
  for (const viewer of room.people) {
    if (!sees(viewer, subject)) continue;
    const data = entryFor(viewer, subject, room.row);
    tellParticipant(step, viewer, { name: 'participant_update', data });
  }
}

/** Tells those who stay that `gone`, as they saw it, is no longer there. */
export function tellDeparture(step: Step, room: LoadedRoom, gone: Person): void {
  for (const viewer of room.people) {
    if (!sees(viewer, gone)) continue;
    const data = { uuid: gone.uuid };
    tellParticipant(step, viewer, { name: 'participant_delete', data });
  }
}

/** Tells one participant what the room is, and the whole list (direct-media.md: begin, entries, end). */
export function tellList(step: Step, room: LoadedRoom, viewer: Person): void {
  tellParticipant(step, viewer, { name: 'conference_update', data: roomState(room) });
  tellParticipant(step, viewer, { name: 'participant_sync_begin', data: null });
  for (const data of listFor(viewer, room)) {
    tellParticipant(step, viewer, { name: 'participant_create', data });
  }
  tellParticipant(step, viewer, { name: 'participant_sync_end', data: null });
}

/** The room's own state, as everyone is told it. */
export function roomState({ row, people }: Pick<LoadedRoom, 'row' | 'people'>) {
  return {
    locked: row.locked === 1,
    guests_muted: row.guests_muted === 1,
    started: row.state === 'open',
    direct_media: true,
    service_type: row.kind,
    shares: row.shares,
    encrypted: row.encrypted === 1,
    hosted: people.some(({ state, role }) => state === 'in' && role === 'HOST'),
  };
}

/** Tells everyone what the room itself is now. */
export function tellRoom(step: Step, room: LoadedRoom): void {
  for (const viewer of room.people) {
    tellParticipant(step, viewer, { name: 'conference_update', data: roomState(room) });
  }
}

/** Tells whoever waits whether there is a host, as one comes or goes. */
export function tellDoor(step: Step, room: LoadedRoom): void {
  for (const viewer of room.people) {
    if (viewer.state !== 'waiting') continue;
    tellParticipant(step, viewer, { name: 'conference_update', data: roomState(room) });
  }
}
