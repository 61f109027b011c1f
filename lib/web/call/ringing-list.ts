import type { Incoming } from '@/lib/platform/calling';
import type { CancelReason } from '@/lib/platform/reasons';
import type { RingingCall, StoppedRinging } from './view';

/** An invitation that rings here, with the one-time token that answers or rejects it. */
export interface RingingEntry {
  readonly call: RingingCall;
  readonly token: string;
  /** Address to connect to when answering. */
  readonly address: string;
}

/** Nothing starts to ring with less than this left, ms (call-rules.md 7). */
const leastRingTime = 3_000;

/** What the server cannot tell any more is taken off the screen this long after its deadline, ms. */
const overdue = 2_000;

/** The entry of an `incoming` message. */
export function readIncoming(incoming: Incoming): RingingEntry {
  return {
    token: incoming.token,
    address: incoming.conference_alias,
    call: {
      invitation: incoming.invitation,
      from: {
        address: incoming.remote_address,
        displayName: incoming.remote_display_name,
        ...(incoming.remote_organisation !== undefined && {
          organisation: incoming.remote_organisation,
        }),
      },
      kind: incoming.service_type,
      callType: incoming.call_type,
      waiting: incoming.waiting,
      expiresAt: incoming.expires_at * 1000,
      silenced: false,
    },
  };
}

/** The list with an invitation that began to ring; one that rings already stays as it is (call-rules.md 9). */
export function withIncoming(
  list: readonly RingingEntry[],
  incoming: Incoming,
  now: number,
): readonly RingingEntry[] {
  const known = list.some(({ call }) => call.invitation === incoming.invitation);
  const late = incoming.expires_at * 1000 - now < leastRingTime;
  return known || late ? list : [...list, readIncoming(incoming)];
}

/** The list after the server said what rings now: what it does not name has ended (platform-api.md 6). */
export function reconciled(
  list: readonly RingingEntry[],
  present: readonly Incoming[],
  now: number,
): readonly RingingEntry[] {
  const still = list.filter(({ call }) =>
    present.some(({ invitation }) => invitation === call.invitation),
  );
  return present.reduce<readonly RingingEntry[]>(
    (sum, incoming) => withIncoming(sum, incoming, now),
    still,
  );
}

/** The list without an invitation. */
export function withoutInvitation(
  list: readonly RingingEntry[],
  invitation: string,
): readonly RingingEntry[] {
  return list.filter(({ call }) => call.invitation !== invitation);
}

/** The list with an invitation silenced on this device. */
export function withSilenced(
  list: readonly RingingEntry[],
  invitation: string,
): readonly RingingEntry[] {
  return list.map((entry) =>
    entry.call.invitation === invitation
      ? { ...entry, call: { ...entry.call, silenced: true } }
      : entry,
  );
}

/** The list without what rings past its deadline: its end was not heard. */
export function withoutOverdue(
  list: readonly RingingEntry[],
  now: number,
): readonly RingingEntry[] {
  return list.filter(({ call }) => now < call.expiresAt + overdue);
}

/** What the page shows for a moment of an invitation that stopped ringing. */
export function stoppedFrom({ call }: RingingEntry, reason: CancelReason): StoppedRinging {
  const { invitation, from, callType } = call;
  return { invitation, from, callType, reason };
}
