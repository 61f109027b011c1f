import { createHmac } from 'node:crypto';
import type { IceServer } from '@/lib/platform/room';
import type { Settings } from '@/lib/server/settings';
import type { TurnSettings } from './turn-settings';

/** How long TURN credentials are good, s: call-rules.md (Media) allows an hour at most. */
export const turnCredentialSeconds = 3_600;

/** Whom ICE servers are for; quotas count by account, a guest's by participant. */
export interface IceServersFor {
  readonly account_id: number | null;
  /** The participant's. */
  readonly uuid: string;
}

/** The ICE servers of a participant; its TURN credentials are made anew at `now`, ms since 1970. */
export function iceServersFor(
  { stunUrls, turn }: Pick<Settings, 'stunUrls' | 'turn'>,
  person: IceServersFor,
  now: number,
): IceServer[] {
  return [
    ...(stunUrls.length === 0 ? [] : [{ urls: [...stunUrls] }]),
    ...(turn === null ? [] : [turnServer(turn, String(person.account_id ?? person.uuid), now)]),
  ];
}

/**
 * Time-limited credentials as coturn's `use-auth-secret` checks them (draft-uberti-behave-turn-rest-00,
 * section 2.2): the name holds the expiry, the password is its HMAC.
 */
function turnServer({ urls, secret }: TurnSettings, id: string, now: number): IceServer {
  const username = `${Math.floor(now / 1_000) + turnCredentialSeconds}:${id}`;
  const credential = createHmac('sha1', secret).update(username).digest('base64');
  return { urls: [...urls], username, credential };
}
