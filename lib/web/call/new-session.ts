import { engines, newSessionResultSchema, type NewSessionResult } from '@/lib/platform/room';
import { ringingResultSchema, type RingingResult } from '@/lib/platform/calling';
import * as z from 'zod/mini';
import type { Api } from '../api';
import { canEncryptFrames } from '../media/frame-encryption';
import type { CallStart } from './call-start';
import { servicePath } from './participant-session';

/** With how many others this client holds legs at once (direct-media.md). */
const mostPeers = 3;

/** Calls, answers or joins; repeated with the same `client` it returns the same participant. */
export function postNewSession(
  api: Api,
  start: CallStart,
  who: { readonly registrationToken: string | null; readonly displayName: string },
): Promise<NewSessionResult> {
  const { address, client, ticket, pin, key, callType } = start;
  // By legs an encrypted meeting is encrypted in any browser; LiveKit would get what is not.
  const legsAlone = key !== null && !canEncryptFrames();
  return api.post(`${servicePath(address)}/new_session`, {
    schema: newSessionResultSchema,
    headers: pin === null ? {} : { pin },
    body: {
      display_name: who.displayName,
      call_type: callType,
      client,
      checkdup: client,
      direct_media: true,
      answer_by_event: true,
      max_peers: mostPeers,
      engines: legsAlone ? ['direct'] : engines,
      ...(key !== null && { has_key: true }),
      ...(ticket !== null && { token: ticket }),
      ...(who.registrationToken !== null && { registration_token: who.registrationToken }),
    },
  });
}

/** Says that this device rings now, or that its person is about to answer (platform-api.md 3). */
export function postRinging(
  api: Api,
  address: string,
  token: string,
  said: { readonly answering: boolean },
): Promise<RingingResult> {
  return api.post(`${servicePath(address)}/ringing`, {
    headers: { token },
    body: said.answering ? { answering: true } : {},
    schema: ringingResultSchema,
  });
}

/** Rejects an invitation for all devices of the account (platform-api.md 3). */
export function postRejection(
  api: Api,
  address: string,
  token: string,
  message: string | undefined,
): Promise<unknown> {
  return api.post(`${servicePath(address)}/end_session`, {
    headers: { token },
    body: message === undefined ? {} : { message },
    schema: z.unknown(),
  });
}

/** Leaves a room for a tab that is gone, with the token it left behind. */
export function postLeaving(api: Api, address: string, token: string): Promise<unknown> {
  return api.post(`${servicePath(address)}/end_session`, {
    headers: { token },
    body: {},
    schema: z.unknown(),
  });
}
