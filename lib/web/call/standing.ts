import type * as z from 'zod/mini';
import type {
  conferenceUpdateSchema,
  NewSessionResult,
  Participant,
  ScreenShares,
} from '@/lib/platform/room';
import type { OwnTracks } from '../media/capture';
import type { Roster } from './roster';
import type { MeetingView } from './view';

/** What the server says of the room itself, and of me in it. */
export interface Standing {
  readonly role: 'HOST' | 'GUEST';
  /** Before the door: no media, nobody to be told anything. */
  readonly waits: boolean;
  /** The server has not heard of this page, or LiveKit lost it: its grace time runs. */
  readonly away: boolean;
  readonly mutedByHost: boolean;
  /** Unix s; null: not raised. */
  readonly handSince: number | null;
  readonly locked: boolean;
  readonly guestsMuted: boolean;
  /** A host is in. */
  readonly hosted: boolean;
  /** How many may share a screen at once. */
  readonly shares: ScreenShares;
}

/** Before the server let me in. */
export const newcomer: Standing = {
  role: 'GUEST',
  waits: false,
  away: false,
  mutedByHost: false,
  handSince: null,
  locked: false,
  guestsMuted: false,
  hosted: true,
  shares: 'one',
};

/** After `new_session`. */
export function onEntry(standing: Standing, result: NewSessionResult): Standing {
  return { ...standing, role: result.role, waits: result.service_type === 'waiting_room' };
}

/** After news of my own entry in the list. */
export function withEntry(standing: Standing, me: Participant): Standing {
  return {
    ...standing,
    role: me.role === 'chair' ? 'HOST' : 'GUEST',
    waits: me.service_type === 'waiting_room',
    away: !me.connected,
    mutedByHost: me.is_muted === 'YES',
    handSince: handSince(me),
  };
}

/** After `conference_update`. */
export function withRoom(
  standing: Standing,
  { locked, guests_muted, shares = 'one', hosted = true }: z.infer<typeof conferenceUpdateSchema>,
): Standing {
  return { ...standing, locked, guestsMuted: guests_muted, shares, hosted };
}

/** Since when a participant's hand is raised, Unix s; null: it is not. */
export function handSince({ buzz_time = 0 }: Participant): number | null {
  return buzz_time > 0 ? buzz_time : null;
}

/** What may leave this device: whoever a host muted sends no sound at all. */
export function mayLeave(tracks: OwnTracks, { mutedByHost }: Standing): OwnTracks {
  return mutedByHost ? { ...tracks, audio: null } : tracks;
}

/** The meeting as the page shows it; who waits is in a host's list alone. */
export function meetingView(standing: Standing, { people }: Roster, me: string): MeetingView {
  const { locked, guestsMuted, hosted, mutedByHost, handSince: mine } = standing;
  return {
    locked,
    guestsMuted,
    hosted,
    mutedByHost,
    handSince: mine,
    iWait: standing.waits,
    waiting: people
      .filter(({ uuid, service_type }) => uuid !== me && service_type === 'waiting_room')
      .map((one) => ({ uuid: one.uuid, displayName: one.display_name, address: one.uri })),
  };
}
