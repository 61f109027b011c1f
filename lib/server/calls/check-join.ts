import type * as z from 'zod/mini';
import { isShortNumber } from '@/lib/platform/address';
import type { checkJoinBodySchema, checkJoinResultsSchema } from '@/lib/platform/room';
import {
  findAddress,
  type FoundMeeting,
  type FoundPerson,
} from '@/lib/server/accounts/find-address';
import type { AccountAuthority } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { takesGuests } from '@/lib/server/meetings/guests';
import { done, type Outcome } from '@/lib/server/outcome';
import { admission } from './pins';
import { refusedBecause, refusedFor } from './replies';

type Body = z.infer<typeof checkJoinBodySchema>;
type Results = z.infer<typeof checkJoinResultsSchema>;

/** Who asks what an address is. */
interface CheckingJoin {
  readonly body: Body;
  readonly authority: AccountAuthority | null;
  readonly network: string;
}

/**
 * What an address is, before joining it (platform-api.md 4, checkJoin): no more than `new_session` would
 * tell the same caller. `password` repeats a right `joinPwd`; a wrong one counts as a guess.
 */
export async function checkJoin(
  context: Context,
  { body, authority, network }: CheckingJoin,
): Promise<Outcome<Results>> {
  const account = authority?.account ?? null;
  const found = await findAddress(context.db, context.settings, body.joinAccount, account);
  const stranger = account === null && !context.settings.anonymousCallers;
  if (stranger && found?.kind !== 'meeting') {
    return refusedBecause('forbidden', 'no_guests');
  }
  if (found === undefined) return refusedFor('not_found');
  const common = {
    participantName: body.participantName ?? account?.displayName ?? '',
    mcuHost: new URL(context.settings.origin).host,
    isRecord: false,
    isLive: false,
  };
  if (found.kind === 'person') return done({ ...common, ...personResults(found) });
  const pin = body.joinPwd;
  const admitted = admission(context, found.meeting, { account, network, pin });
  if (admitted.ok) {
    const password = isPinOf(found, pin) ? (pin ?? '') : '';
    const allowGuest = takesGuests(context.settings, found.meeting);
    const roleType = admitted.value;
    return done({ ...common, ...meetingResults(found), allowGuest, password, roleType });
  }
  if (admitted.refusal.reason !== 'pin_required') return admitted;
  return done({ ...common, ...unknownMeeting(body.joinAccount) });
}

function personResults({ account }: FoundPerson) {
  return {
    isDot: true,
    sipkey: account.sipkey,
    alias: account.address,
    password: '',
    roleType: 'guest' as const,
    companyId: account.organisation,
    conferenceName: account.displayName,
    allowGuest: false,
  };
}

function meetingResults({ meeting, sipkey, address, organisation }: FoundMeeting) {
  return {
    isDot: false,
    sipkey,
    alias: address,
    companyId: organisation,
    conferenceName: meeting.name,
    pin: 'none' as const,
    // Joining without the key is refused in so many words (`no_key`): this tells nothing more.
    encrypted: meeting.encrypted === 1,
  };
}

/** Whoever has not shown the PIN learns that there is a meeting, which asking for the PIN says too. */
function unknownMeeting(asked: string) {
  return {
    isDot: false,
    sipkey: isShortNumber(asked) ? asked : '',
    alias: asked,
    password: '',
    roleType: 'guest' as const,
    companyId: 0,
    conferenceName: '',
    allowGuest: true,
    pin: 'required' as const,
  };
}

function isPinOf({ meeting }: FoundMeeting, pin: string | undefined): boolean {
  return pin !== undefined && [meeting.pin, meeting.guest_pin].includes(pin);
}
