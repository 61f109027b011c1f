import type { NewSessionResult } from '@/lib/platform/room';
import { findAddress } from '@/lib/server/accounts/find-address';
import type { RingAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import type { Outcome } from '@/lib/server/outcome';
import { answer } from './answer';
import type { Asking } from './arrivals';
import { joinMeeting } from './join-meeting';
import { placeCall } from './place-call';
import { refusedBecause, refusedFor } from './replies';

/** A `new_session` as it came in. */
export interface NewSession extends Asking {
  /** Address or short number; with a one-time token it is only decoded (platform-api.md 3). */
  readonly address: string;
  readonly pin?: string | undefined;
  /** The rung device that answers, by the one-time token of the body. */
  readonly ring: RingAuthority | null;
}

/**
 * `new_session` (platform-api.md 4): answers the invitation that a one-time token names, else calls the
 * person or joins the meeting at the address.
 */
export async function newSession(
  context: Context,
  asked: NewSession,
): Promise<Outcome<NewSessionResult>> {
  const { authority, ring } = asked;
  if (ring !== null) return answer(context, ring, asked);
  const account = authority?.account ?? null;
  const found = await findAddress(context.db, context.settings, asked.address, account);
  if (found?.kind === 'meeting') return joinMeeting(context, asked, found, asked.pin);
  // Strangers learn no addresses here: it is all one whether there is a person, nobody, or a meeting without guests.
  if (account === null && !context.settings.anonymousCallers) {
    return refusedBecause('forbidden', 'no_guests');
  }
  if (found === undefined) return refusedFor('not_found');
  return placeCall(context, asked, found);
}
