import { expect, test } from 'vitest';
import type { Participant } from '@/lib/platform/room';
import {
  applyRosterEvent,
  emptyRoster,
  meIn,
  othersIn,
  type RosterEvent,
} from '@/lib/web/call/roster';

const scope = { room: 'r', participant: 'me' };
const person = (uuid: string, change: Partial<Participant> = {}): Participant => ({
  uuid,
  display_name: uuid,
  uri: `${uuid}@x`,
  role: 'guest',
  is_muted: 'NO',
  max_peers: 3,
  service_type: 'gateway',
  profile: 'ringway',
  state: {},
  connected: true,
  ...change,
});
const begin: RosterEvent = { name: 'participant_sync_begin', data: null, scope };
const end: RosterEvent = { name: 'participant_sync_end', data: null, scope };
const create = (data: Participant): RosterEvent => ({ name: 'participant_create', data, scope });
const update = (data: Participant): RosterEvent => ({ name: 'participant_update', data, scope });
const gone = (uuid: string): RosterEvent => ({ name: 'participant_delete', data: { uuid }, scope });
const apply = (...events: RosterEvent[]) => events.reduce(applyRosterEvent, emptyRoster);
const uuids = (list: readonly Participant[]) => list.map(({ uuid }) => uuid);

test('people come, change and go', () => {
  const roster = apply(create(person('me')), create(person('a')), create(person('b')), gone('a'));
  expect(uuids(othersIn(roster, 'me'))).toEqual(['b']);
  const changed = applyRosterEvent(roster, update(person('b', { connected: false })));
  expect(othersIn(changed, 'me')[0]?.connected).toBe(false);
  expect(meIn(changed, 'me')?.uuid).toBe('me');
});

test('a list that comes whole replaces the old one at its end, not before', () => {
  const known = apply(create(person('me')), create(person('a')));
  const coming = [begin, create(person('me')), create(person('b'))].reduce(applyRosterEvent, known);
  expect(uuids(coming.people)).toEqual(['me', 'a']);
  expect(uuids(applyRosterEvent(coming, end).people)).toEqual(['me', 'b']);
});

test('whoever leaves while the list comes is not in it', () => {
  const roster = apply(begin, create(person('me')), create(person('a')), gone('a'), end);
  expect(uuids(roster.people)).toEqual(['me']);
});

test('whoever waits to be admitted is not in', () => {
  const roster = apply(create(person('a', { service_type: 'waiting_room' })));
  expect(othersIn(roster, 'me')).toEqual([]);
});
