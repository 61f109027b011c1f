import type { CallType, InvitationState } from '@/lib/platform/calling';
import type { CancelReason, EndCause, Reason } from '@/lib/platform/reasons';
import type {
  AccountId,
  DeviceId,
  InvitationId,
  ParticipantId,
  RoomId,
  RoomKind,
} from './identity';

/** How an invitation can end; none of these ever changes again (call-rules.md, the model). */
export type FinalState = Exclude<InvitationState, 'ringing'>;

/**
 * An invitation that still rings. `heard`: a device said that it rings (call-rules.md 16);
 * `answering`: a person has answered natively or has the Join page open (platform-api.md 3).
 */
interface Ringing {
  readonly state: 'ringing';
  readonly heard: boolean;
  readonly answering: boolean;
}

/** An invitation that ended: who decided, when (ms since the epoch) and why. */
export interface Final {
  readonly state: FinalState;
  readonly at: number;
  /** A device's id, for `accepted` and `rejected`; else an account's or participant's id, or `server`. */
  readonly decidedBy: string;
  /** What the caller is told; null for `accepted`. */
  readonly reason: Reason | null;
  /** What exactly went wrong, for `failed`. */
  readonly cause?: EndCause;
  /** What the person wrote when rejecting. */
  readonly message?: string;
  /** The `client` value that spent the winner's one-time token. */
  readonly client?: string;
}

export type InvitationStatus = Ringing | Final;

/** One attempt to bring one account into one room. */
export interface Invitation {
  readonly id: InvitationId;
  readonly room: RoomId;
  /** Null: an anonymous caller. */
  readonly caller: AccountId | null;
  readonly callee: AccountId;
  /** The participant that placed it; null when none exists. */
  readonly inviter: ParticipantId | null;
  readonly kind: RoomKind;
  readonly callType: CallType;
  /** ms since the epoch */
  readonly placedAt: number;
  /** When it stops ringing, ms since the epoch; the server owns it (call-rules.md 7). */
  readonly deadline: number;
  /** The callee was in a call already when this was placed (call-rules.md 12). */
  readonly waiting: boolean;
  readonly status: InvitationStatus;
}

/** What can happen to an invitation. Whether the sender may is asked before (`mayCancel`, the one-time token). */
export type InvitationCommand =
  | { readonly do: 'accept'; readonly device: DeviceId; readonly client: string | null }
  | { readonly do: 'reject'; readonly device: DeviceId; readonly message?: string }
  /** `by`: the account or participant that takes it back. */
  | { readonly do: 'cancel'; readonly by: string }
  | { readonly do: 'ring'; readonly device: DeviceId; readonly answering: boolean }
  | { readonly do: 'expire' }
  | { readonly do: 'unreachable' }
  | { readonly do: 'busy' }
  | { readonly do: 'fail'; readonly cause: EndCause };

/** Who must be told what. */
export type InvitationEvent =
  | {
      readonly to: 'devices';
      readonly event: 'incoming_cancelled';
      readonly invitation: InvitationId;
      readonly reason: CancelReason;
      /** The device that decided has its answer already; every other rung device is told. */
      readonly except: DeviceId | null;
    }
  | {
      readonly to: 'caller';
      readonly event: 'invitation_update';
      readonly invitation: InvitationId;
      readonly state: InvitationStatus['state'];
      readonly heard: boolean;
      readonly answering: boolean;
      readonly reason: Reason | null;
      readonly message?: string;
    };

/**
 * `changed`: write the invitation and tell the events; `repeat`: nothing new, answer as the first
 * time (call-rules.md 4); `refused`: somebody or something else was first (call-rules.md 3).
 */
export type Decision =
  | {
      readonly outcome: 'changed';
      readonly invitation: Invitation;
      readonly events: readonly InvitationEvent[];
    }
  | { readonly outcome: 'repeat'; readonly invitation: Invitation }
  | { readonly outcome: 'refused'; readonly reason: Reason; readonly invitation: Invitation };

/** Nothing starts to ring with less than this left, ms (call-rules.md 7). */
const LEAST_RING_TIME = 3_000;

/** How long a one-time token still tells the state after the end, ms (platform-api.md 3). */
export const TOKEN_AFTERLIFE = 10 * 60_000;

/** When an invitation placed `now` (ms) stops ringing, ms since the epoch. */
export function ringDeadline(now: number, ringSeconds: number): number {
  return now + ringSeconds * 1_000;
}

/** Whether a device may still start to ring; both times in ms since the epoch (call-rules.md 7). */
export function mayStillRing(deadline: number, now: number): boolean {
  return deadline - now >= LEAST_RING_TIME;
}

/**
 * Until when (ms since the epoch) a one-time token answers questions about the state. While it
 * rings that is counted from the deadline, the latest end it can have.
 */
export function tokenStaysGoodUntil(invitation: Invitation): number {
  const { status, deadline } = invitation;
  return (status.state === 'ringing' ? deadline : status.at) + TOKEN_AFTERLIFE;
}

/** Whether the invitation has ended. */
export function isFinal(status: InvitationStatus): status is Final {
  return status.state !== 'ringing';
}

/** What a device that lost, or came late, is told: the final state in the words of platform-api.md 3. */
export function refusalFor(status: Final): CancelReason {
  switch (status.state) {
    case 'accepted':
      return 'answered_elsewhere';
    case 'rejected':
      return 'rejected_elsewhere';
    case 'cancelled':
      return 'cancelled';
    case 'missed':
    case 'busy':
    case 'unreachable':
    case 'failed':
      return 'missed';
  }
}

/**
 * The `reason` beside the state that a device gets when it asks (`ringing`, platform-api.md 3):
 * null while it rings, and for the device that decided it itself.
 */
export function reasonSeenBy(status: InvitationStatus, device: DeviceId): CancelReason | null {
  if (!isFinal(status)) return null;
  return decidedByDevice(status, device) ? null : refusalFor(status);
}

/**
 * What a command does to an invitation at `now` (ms since the epoch). Pure: run it inside the
 * transaction that writes the result, so that the store's order decides (call-rules.md 1 to 6).
 * An answer that commits before the time-out wins even when the deadline has just passed.
 */
export function decideInvitation(
  invitation: Invitation,
  command: InvitationCommand,
  now: number,
): Decision {
  const { status } = invitation;
  return isFinal(status)
    ? decideLate(invitation, status, command)
    : decideRinging(invitation, status, command, now);
}

function decideRinging(
  invitation: Invitation,
  status: Ringing,
  command: InvitationCommand,
  now: number,
): Decision {
  switch (command.do) {
    case 'ring':
      return heardRinging(invitation, status, command.answering);
    case 'accept':
      return ended(invitation, {
        state: 'accepted',
        at: now,
        decidedBy: command.device,
        reason: null,
        ...(command.client === null ? {} : { client: command.client }),
      });
    case 'reject':
      return ended(invitation, {
        state: 'rejected',
        at: now,
        decidedBy: command.device,
        reason: 'rejected',
        ...(command.message === undefined ? {} : { message: command.message }),
      });
    case 'cancel':
      return ended(invitation, {
        state: 'cancelled',
        at: now,
        decidedBy: command.by,
        reason: 'cancelled',
      });
    case 'expire':
      // A timer that fires early has nothing to decide yet.
      return now < invitation.deadline
        ? { outcome: 'repeat', invitation }
        : ended(invitation, { state: 'missed', at: now, decidedBy: 'server', reason: 'missed' });
    case 'unreachable':
    case 'busy':
      // A device that said "ringing" has disproved both.
      return status.heard
        ? { outcome: 'repeat', invitation }
        : ended(invitation, {
            state: command.do,
            at: now,
            decidedBy: 'server',
            reason: command.do,
          });
    case 'fail':
      return ended(invitation, {
        state: 'failed',
        at: now,
        decidedBy: 'server',
        reason: 'failed',
        cause: command.cause,
      });
  }
}

function heardRinging(invitation: Invitation, status: Ringing, answering: boolean): Decision {
  const next: Ringing = {
    state: 'ringing',
    heard: true,
    answering: status.answering || answering,
  };
  if (status.heard && status.answering === next.answering) return { outcome: 'repeat', invitation };
  return {
    outcome: 'changed',
    invitation: { ...invitation, status: next },
    events: [
      {
        to: 'caller',
        event: 'invitation_update',
        invitation: invitation.id,
        state: 'ringing',
        heard: true,
        answering: next.answering,
        reason: null,
      },
    ],
  };
}

function ended(invitation: Invitation, status: Final): Decision {
  const heard = !isFinal(invitation.status) && invitation.status.heard;
  return {
    outcome: 'changed',
    invitation: { ...invitation, status },
    events: [
      {
        to: 'devices',
        event: 'incoming_cancelled',
        invitation: invitation.id,
        reason: refusalFor(status),
        except: isDecidedByDevice(status) ? status.decidedBy : null,
      },
      {
        to: 'caller',
        event: 'invitation_update',
        invitation: invitation.id,
        state: status.state,
        heard,
        answering: false,
        reason: status.reason,
        ...(status.message === undefined ? {} : { message: status.message }),
      },
    ],
  };
}

function decideLate(invitation: Invitation, status: Final, command: InvitationCommand): Decision {
  const repeat: Decision = { outcome: 'repeat', invitation };
  const toDevice: Decision = { outcome: 'refused', reason: refusalFor(status), invitation };
  // The caller's words for it; an accepted invitation has none of its own.
  const toCaller: Decision = {
    outcome: 'refused',
    reason: status.reason ?? 'answered_elsewhere',
    invitation,
  };
  switch (command.do) {
    case 'ring':
      return repeat;
    case 'accept':
      return isSameAnswer(status, command.device, command.client) ? repeat : toDevice;
    case 'reject':
      return status.state === 'rejected' && decidedByDevice(status, command.device)
        ? repeat
        : toDevice;
    case 'cancel':
      return status.state === 'cancelled' ? repeat : toCaller;
    case 'expire':
      return status.state === 'missed' ? repeat : toCaller;
    case 'unreachable':
    case 'busy':
      return status.state === command.do ? repeat : toCaller;
    case 'fail':
      return status.state === 'failed' ? repeat : toCaller;
  }
}

/** The same token with the same `client` returns the same participant; without one a repeat is refused. */
function isSameAnswer(status: Final, device: DeviceId, client: string | null): boolean {
  return (
    status.state === 'accepted' &&
    decidedByDevice(status, device) &&
    client !== null &&
    status.client === client
  );
}

function decidedByDevice(status: Final, device: DeviceId): boolean {
  return isDecidedByDevice(status) && status.decidedBy === device;
}

function isDecidedByDevice(status: Final): boolean {
  return status.state === 'accepted' || status.state === 'rejected';
}
