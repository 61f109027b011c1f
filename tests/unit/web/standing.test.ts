import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Participant } from '@/lib/platform/room';
import {
  handSince,
  mayLeave,
  meetingView,
  newcomer,
  withEntry,
  withRoom,
} from '@/lib/web/call/standing';
import { noTracks } from '@/lib/web/media/capture';
import { liveTrack, stubTracks } from './fake-tracks';

beforeEach(stubTracks);
afterEach(() => vi.unstubAllGlobals());

const someone: Participant = {
  uuid: 'me',
  display_name: 'Me',
  uri: 'me@x',
  role: 'guest',
  is_muted: 'NO',
  max_peers: 3,
  service_type: 'conference',
  profile: 'ringway',
  state: {},
  connected: true,
};
const room = { started: true, direct_media: true, service_type: 'conference' } as const;

test('my entry says whether I am host, wait, am muted, and have a hand raised', () => {
  const waits: Participant = { ...someone, service_type: 'waiting_room' };
  expect(withEntry(newcomer, waits)).toEqual({ ...newcomer, waits: true });
  const chair: Participant = { ...someone, role: 'chair', is_muted: 'YES', buzz_time: 7 };
  expect(withEntry(newcomer, chair)).toEqual({
    ...newcomer,
    role: 'HOST',
    mutedByHost: true,
    handSince: 7,
  });
  expect(withEntry({ ...newcomer, mutedByHost: true }, someone).mutedByHost).toBe(false);
  expect(handSince({ ...someone, buzz_time: 0 })).toBeNull();
});

test('the room says whether it is locked and its guests are muted; my own standing stays', () => {
  const host = { ...newcomer, role: 'HOST' } as const;
  const locked = withRoom(host, { ...room, locked: true, guests_muted: true, hosted: false });
  expect(locked).toEqual({ ...host, locked: true, guestsMuted: true, hosted: false });
  expect(withRoom(locked, { ...room, locked: false, guests_muted: false })).toEqual(host);
});

test('whoever a host muted sends no sound, and the picture goes on', () => {
  const tracks = { ...noTracks, audio: liveTrack('audio'), video: liveTrack('video') };
  expect(mayLeave(tracks, newcomer)).toBe(tracks);
  expect(mayLeave(tracks, { ...newcomer, mutedByHost: true })).toEqual({ ...tracks, audio: null });
});

test('who waits is listed in the order of arrival, without those who are in, and without me', () => {
  const waiting = (uuid: string): Participant => ({
    ...someone,
    uuid,
    display_name: uuid,
    service_type: 'waiting_room',
  });
  const people = [waiting('first'), { ...someone, uuid: 'in' }, waiting('me'), waiting('second')];
  const { waiting: listed } = meetingView(newcomer, { people, coming: null }, 'me');
  expect(listed.map(({ uuid }) => uuid)).toEqual(['first', 'second']);
});
