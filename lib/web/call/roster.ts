import type { Participant } from '@/lib/platform/room';
import type { StreamEventOf } from '../stream/events';

/** Who is in a room, as its events tell (direct-media.md). */
export interface Roster {
  /** In the order of arrival. */
  readonly people: readonly Participant[];
  /** The list that comes whole, while it comes. */
  readonly coming: readonly Participant[] | null;
}

/** Nobody is known yet. */
export const emptyRoster: Roster = { people: [], coming: null };

/** The events that change it. */
export type RosterEvent = StreamEventOf<
  | 'participant_sync_begin'
  | 'participant_sync_end'
  | 'participant_create'
  | 'participant_update'
  | 'participant_delete'
>;

/** The roster after an event; a list that comes whole replaces the old one at its end. */
export function applyRosterEvent(roster: Roster, event: RosterEvent): Roster {
  switch (event.name) {
    case 'participant_sync_begin':
      return { ...roster, coming: [] };
    case 'participant_sync_end':
      return { people: roster.coming ?? roster.people, coming: null };
    case 'participant_create':
    case 'participant_update':
      return roster.coming === null
        ? { ...roster, people: withPerson(roster.people, event.data) }
        : { ...roster, coming: withPerson(roster.coming, event.data) };
    case 'participant_delete':
      return {
        people: without(roster.people, event.data.uuid),
        coming: roster.coming && without(roster.coming, event.data.uuid),
      };
  }
}

function withPerson(people: readonly Participant[], person: Participant): readonly Participant[] {
  return people.some(({ uuid }) => uuid === person.uuid)
    ? people.map((one) => (one.uuid === person.uuid ? person : one))
    : [...people, person];
}

function without(people: readonly Participant[], uuid: string): readonly Participant[] {
  return people.filter((one) => one.uuid !== uuid);
}

/** The others who are in, without those who still wait to be admitted. */
export function othersIn(roster: Roster, me: string): readonly Participant[] {
  return roster.people.filter(
    ({ uuid, service_type }) => uuid !== me && service_type !== 'waiting_room',
  );
}

/** My own entry. */
export function meIn(roster: Roster, me: string): Participant | undefined {
  return roster.people.find(({ uuid }) => uuid === me);
}
