import type { Reason } from '@/lib/platform/reasons';
import type { AccountId, DeviceId, InvitationId, RoomId, RoomKind } from './identity';

/** How long a device counts as reachable after its stream closed, ms (call-rules.md 16). */
const REACHABLE_AFTER_STREAM = 10_000;

/** Limits on unanswered calls of one caller to one callee; times in ms. */
export interface RingLimits {
  /** Attempts older than this are forgotten, ms. */
  readonly window: number;
  /** Unanswered attempts within the window that need no wait. */
  readonly free: number;
  /** Wait before the first attempt beyond `free`, doubled with each further one, ms. */
  readonly firstWait: number;
  /** The longest wait, ms. */
  readonly longestWait: number;
  /** Unanswered attempts within the window, all in all. */
  readonly most: number;
}

/**
 * Ring spam per (caller, callee) pair (call-rules.md, consent and privacy). Whoever lets every call
 * ring to its end (45 s) makes 13 in ten minutes and never meets a limit; what is limited is
 * calling and cancelling in a row.
 */
export const RING_LIMITS: RingLimits = {
  window: 10 * 60_000,
  free: 10,
  firstWait: 5_000,
  longestWait: 60_000,
  most: 20,
};

/** What matters of one device of the callee. */
export interface CalleeDevice {
  readonly id: DeviceId;
  /** Whether its person lets it ring (`PATCH /api/my/devices`). */
  readonly rings: boolean;
  readonly stream:
    | { readonly state: 'open' }
    | { readonly state: 'closed'; readonly closedAt: number }
    | { readonly state: 'none' };
  /** It has a push channel that is not dead. */
  readonly livePush: boolean;
  /**
   * Open rooms it is in or calling from. A participant that only `flowing` reports keep is left out
   * (call-rules.md 17).
   */
  readonly engagedIn: readonly RoomId[];
}

/** Everything on which placing a call depends, read under the lock on the pair of accounts. */
export interface PlacingFacts {
  /** `gateway`: a call; `conference`: an invitation by `dial`. */
  readonly kind: RoomKind;
  readonly now: number;
  readonly caller: {
    /** Null: anonymous. */
    readonly account: AccountId | null;
    readonly device: DeviceId | null;
  };
  /** Whether the operator lets anonymous callers call people (platform-api.md 4). */
  readonly anonymousCallers: boolean;
  readonly callee: {
    readonly account: AccountId;
    readonly disabled: boolean;
    readonly busy: 'waiting' | 'reject';
    readonly unknownCallers: 'ring' | 'silence';
    readonly hasBlockedCaller: boolean;
    /** Of the same organisation, or somebody the callee has called or answered before. */
    readonly knowsCaller: boolean;
    readonly devices: readonly CalleeDevice[];
  };
  /** A point-to-point invitation from the callee to the caller that is ringing now. */
  readonly ringingFromCallee: {
    readonly invitation: InvitationId;
    /** The device it was placed from; tells calling oneself from calling again. */
    readonly placedFrom: DeviceId | null;
  } | null;
  /** Open point-to-point rooms of the caller's device with the same callee. */
  readonly openRooms: readonly RoomId[];
  /**
   * When (ms since the epoch) this caller placed calls to this callee that nobody answered, since
   * the last one that was answered.
   */
  readonly unanswered: readonly number[];
}

/** What placing the call means. */
export type Placing =
  /** It is the answer to the callee's own call (call-rules.md 11). */
  | {
      readonly outcome: 'answer_glare';
      readonly invitation: InvitationId;
      readonly replaces: readonly RoomId[];
    }
  /**
   * Ring these devices, after ending the rooms in `replaces` with `replaced`. `silenced`: ring
   * none, nor a device that registers later; it becomes a missed call.
   */
  | {
      readonly outcome: 'ring';
      readonly devices: readonly DeviceId[];
      readonly waiting: boolean;
      readonly silenced: boolean;
      readonly replaces: readonly RoomId[];
    }
  | { readonly outcome: 'busy' }
  /** `blocked` looks the same to the caller and leaves no entry in the callee's history. */
  | { readonly outcome: 'unreachable'; readonly because: 'no_device' | 'blocked' }
  /** `retryAfter` in ms, with `too_many` alone. */
  | { readonly outcome: 'refused'; readonly reason: Reason; readonly retryAfter?: number };

/** Whether a call could reach this device `now` (ms since the epoch; call-rules.md 16). */
export function isReachable(device: CalleeDevice, now: number): boolean {
  const { stream } = device;
  const byStream =
    stream.state === 'open' ||
    (stream.state === 'closed' && now - stream.closedAt <= REACHABLE_AFTER_STREAM);
  return byStream || device.livePush;
}

/**
 * How long (ms, 0 = not at all) the caller must wait before ringing this callee again.
 * `unanswered` as in {@link PlacingFacts}, in any order.
 */
export function ringWait(
  unanswered: readonly number[],
  now: number,
  limits: RingLimits = RING_LIMITS,
): number {
  const recent = unanswered.filter((at) => now - at < limits.window).sort((a, b) => a - b);
  const last = recent.at(-1);
  if (last === undefined || recent.length < limits.free) return 0;
  if (recent.length >= limits.most) {
    const makesRoom = recent[recent.length - limits.most] ?? last;
    return Math.max(0, makesRoom + limits.window - now);
  }
  const beyond = recent.length - limits.free;
  const wait = Math.min(limits.longestWait, limits.firstWait * 2 ** beyond);
  return Math.max(0, last + wait - now);
}

/** What placing a call means (call-rules.md 11, 12, 14, 16, and consent: ring spam). */
export function decidePlacing(facts: PlacingFacts, limits: RingLimits = RING_LIMITS): Placing {
  const { caller, callee, now } = facts;
  const replaces = facts.kind === 'gateway' ? facts.openRooms : [];

  const glare = glareOf(facts);
  if (glare !== null) return { outcome: 'answer_glare', invitation: glare, replaces };

  if (caller.account === null && !facts.anonymousCallers) {
    return { outcome: 'refused', reason: 'forbidden' };
  }
  if (callee.disabled) return { outcome: 'refused', reason: 'not_found' };

  // Before the block list, so that the limit does not betray a block.
  const wait = ringWait(facts.unanswered, now, limits);
  if (wait > 0) return { outcome: 'refused', reason: 'too_many', retryAfter: wait };

  const callsOneself = caller.account === callee.account;
  if (callee.hasBlockedCaller && !callsOneself) {
    return { outcome: 'unreachable', because: 'blocked' };
  }

  const others = callee.devices.filter((device) => !callsOneself || device.id !== caller.device);
  const engaged = others.some((device) =>
    device.engagedIn.some((room) => !replaces.includes(room)),
  );
  if (engaged && callee.busy === 'reject') return { outcome: 'busy' };

  const reachable = others.filter((device) => device.rings && isReachable(device, now));
  if (reachable.length === 0) return { outcome: 'unreachable', because: 'no_device' };

  const silenced = callee.unknownCallers === 'silence' && !callee.knowsCaller && !callsOneself;
  return {
    outcome: 'ring',
    devices: silenced ? [] : reachable.map((device) => device.id),
    waiting: engaged,
    silenced,
    replaces,
  };
}

/** Calling again from the very device that is calling is no answer to oneself. */
function glareOf(facts: PlacingFacts): InvitationId | null {
  const ringing = facts.ringingFromCallee;
  if (facts.kind !== 'gateway' || ringing === null) return null;
  const callsOneself = facts.caller.account === facts.callee.account;
  if (callsOneself && ringing.placedFrom === facts.caller.device) return null;
  return ringing.invitation;
}
