import { domainPart, localPart } from '@/lib/platform/address';
import type { Incoming } from '@/lib/platform/calling';
import type { Context } from '@/lib/server/context';
import type { Row } from '@/lib/server/store/schema';

/** How a caller is shown to whom it calls. */
export interface Caller {
  /** Empty for an anonymous caller (platform-api.md 4). */
  readonly address: string;
  readonly displayName: string;
  readonly organisation: string | null;
}

/** What rings: an invitation, the address of its room and its caller. */
export interface RingingCall {
  readonly invitation: Pick<
    Row<'invitation'>,
    'id' | 'kind' | 'call_type' | 'placed_at' | 'deadline' | 'waiting'
  >;
  readonly address: string;
  readonly caller: Caller;
}

/** The number of a ring's one token: a repeat and a push after a restart carry the same. */
const onlyToken = 1;

/** The one-time token of a ring. */
export function ringToken(context: Context, ring: string): string {
  return context.tokens.write('ring', ring, onlyToken);
}

/** The message that reaches a rung device (platform-api.md 3). */
export function incomingOf(context: Context, call: RingingCall, ring: string): Incoming {
  const { invitation, address, caller } = call;
  return {
    remote_alias: localPart(caller.address),
    owner: domainPart(caller.address),
    remote_display_name: caller.displayName,
    conference_alias: address,
    token: ringToken(context, ring),
    time: String(Math.floor(invitation.placed_at / 1_000)),
    service_type: invitation.kind,
    bsskey: invitation.id,
    invitation: invitation.id,
    remote_address: caller.address,
    ...(caller.organisation === null ? {} : { remote_organisation: caller.organisation }),
    call_type: invitation.call_type,
    expires_at: Math.floor(invitation.deadline / 1_000),
    origin: context.settings.origin,
    waiting: invitation.waiting === 1,
  };
}
