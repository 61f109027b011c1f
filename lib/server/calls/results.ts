import { sessionExpiresSeconds } from '@/lib/platform/registration';
import type { Media, NewSessionResult } from '@/lib/platform/room';
import type { Context } from '@/lib/server/context';
import { iceServersFor, turnCredentialSeconds } from '@/lib/server/media/ice-servers';
import type { Row } from '@/lib/server/store/schema';
import { guestOf } from './livekit-guest';
import type { Peer } from './history';
import { mayHaveLegs } from './room-store';

/** When a participant's session ends without a refresh or an open stream, ms since 1970. */
export function sessionEnd(now: number): number {
  return now + sessionExpiresSeconds * 1_000;
}

/** How media travels: what a participant that is in may use from now on (call-rules.md, consent). */
export async function mediaOf(
  { settings, clock, livekit }: Context,
  room: Row<'room'>,
  person: Row<'participant'>,
): Promise<Media> {
  const legs = {
    iceServers: iceServersFor(settings, person, clock.now()),
    ...(settings.turn === null ? {} : { ttl: turnCredentialSeconds }),
  };
  if (room.livekit_name === null || livekit === null) return { mode: 'direct', ...legs };
  const access = await livekit.access(room.livekit_name, guestOf(person));
  return { mode: 'livekit', ...access, ...(mayHaveLegs(room, person) ? legs : {}) };
}

/** The answer to `new_session` (platform-api.md 4). `media` only for those who may signal. */
export async function newSessionResult(
  context: Context,
  room: Row<'room'>,
  person: Row<'participant'>,
  more: { readonly peer?: Peer | undefined; readonly invitation?: Row<'invitation'> | undefined },
): Promise<NewSessionResult> {
  const { stunUrls } = context.settings;
  const { peer, invitation } = more;
  return {
    token: context.tokens.write('participant', person.uuid, person.token_n),
    expires: String(sessionExpiresSeconds),
    participant_uuid: person.uuid,
    display_name: person.display_name,
    role: person.role,
    service_type: person.state === 'waiting' ? 'waiting_room' : room.kind,
    current_service_type: person.state === 'waiting' ? 'waiting_room' : room.kind,
    // An empty list breaks some clients; it is left out, as it is for who waits and may not connect.
    ...(stunUrls.length === 0 || person.state === 'waiting'
      ? {}
      : { stun: stunUrls.map((url) => ({ url })) }),
    conference_name: room.name,
    call_type: person.call_type,
    ...(person.state === 'waiting' ? {} : { media: await mediaOf(context, room, person) }),
    direct_media: true,
    answer_by_event: true,
    max_peers: person.max_peers,
    room: room.id,
    address: room.address,
    ...(peer === undefined ? {} : { peer: { address: peer.address, display_name: peer.name } }),
    ...(invitation === undefined
      ? {}
      : {
          invitation: {
            id: invitation.id,
            state: invitation.state,
            expires_at: Math.floor(invitation.deadline / 1_000),
          },
        }),
  };
}
