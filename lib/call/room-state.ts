import type { EndCause, Reason } from '@/lib/platform/reasons';
import type { ScreenShares } from '@/lib/platform/room';
import type { AccountId, ParticipantId, RoomId, RoomKind } from './identity';

/** Who is in a room, or waits to be admitted. */
export interface Member {
  readonly id: ParticipantId;
  /** Null: a guest without an account. */
  readonly account: AccountId | null;
  readonly role: 'host' | 'guest';
  /** In the waiting room: no media, no signalling (platform-api.md 4). */
  readonly waiting: boolean;
  /** Muted by a host. */
  readonly muted: boolean;
  /** How many others its client can hold legs with; absent counts as 1 (direct-media.md). */
  readonly maxPeers?: number;
  /** The engines that its client has beside legs; absent: none. */
  readonly livekit?: MemberOnLiveKit;
  /** It shares its screen. */
  readonly sharesScreen?: boolean;
  /** Its event stream is gone, and with it perhaps its page. */
  readonly away?: boolean;
}

/** How far a member whose client has LiveKit is with it: it `may`, or its media flows there. */
export type MemberOnLiveKit = 'may' | 'flows';

/**
 * What carries a room's media: legs; LiveKit beside the legs that were there, until everybody's media flows through
 * it; LiveKit alone. It never goes back (call-rules.md, Media; direct-media.md, `media_change`).
 */
export type RoomEngine = 'direct' | 'changing' | 'livekit';

/** Whether LiveKit can take a room that legs cannot carry: the server has none, it answers, it does not. */
export type LiveKitAtHand = 'none' | 'ready' | 'down';

/** What media flows in (call-rules.md, the model). */
export interface Room {
  readonly id: RoomId;
  readonly kind: RoomKind;
  /** It was a point-to-point call once; then it ends when one is left and nothing rings. */
  readonly grew: boolean;
  readonly state:
    | { readonly state: 'open' }
    | {
        readonly state: 'ended';
        readonly reason: Reason;
        readonly cause: EndCause | null;
        readonly at: number;
      };
  /** The account that is host whenever it is in: a meeting's owner, a grown call's caller. */
  readonly host: AccountId | null;
  /** The participant that opened it. */
  readonly caller: ParticipantId;
  readonly locked: boolean;
  /** Whoever is neither host nor rung waits until a host lets them in. */
  readonly waitingRoom: boolean;
  /** End to end, by a key that its link carries: whoever has none cannot come, and nobody is rung into it. */
  readonly encrypted: boolean;
  readonly guestsMuted: boolean;
  /** How many may share a screen at once. */
  readonly shares: ScreenShares;
  readonly members: readonly Member[];
  /** How many of its invitations ring. */
  readonly ringing: number;
  readonly engine: RoomEngine;
  readonly liveKitAtHand: LiveKitAtHand;
}

/** Somebody who comes in. */
export type Joiner = Pick<Member, 'id' | 'account' | 'role' | 'maxPeers' | 'livekit'> & {
  /** Its client knows the waiting room. */
  readonly canWait: boolean;
  /** It has the key of an encrypted meeting; absent: it has none. */
  readonly hasKey?: boolean;
};

/** A point-to-point room as its caller opens it. */
export function openGateway(id: RoomId, caller: Omit<Joiner, 'canWait'>): Room {
  return opened({ id, kind: 'gateway', host: caller.account, opener: caller });
}

/** A meeting as the first who comes opens it; `host` is the account that owns its address. */
export function openMeeting(
  id: RoomId,
  host: AccountId | null,
  first: Omit<Joiner, 'canWait'>,
): Room {
  return opened({ id, kind: 'conference', host, opener: first });
}

/**
 * How many people a room with these holds: their smallest `max_peers`, plus one; absent counts as 1
 * (direct-media.md).
 */
export function capacity(members: readonly Pick<Member, 'maxPeers'>[]): number {
  return Math.min(...members.map((member) => member.maxPeers ?? 1)) + 1;
}

/**
 * Whether LiveKit cannot carry this one in an encrypted meeting: only our own pages come into one, and of those only
 * a page whose browser cannot encrypt for LiveKit does without it.
 */
export function cannotEncrypt(room: Room, { livekit }: Pick<Member, 'livekit'>): boolean {
  return room.encrypted && room.liveKitAtHand !== 'none' && livekit === undefined;
}

/**
 * Whether what carries a room's media reaches one of its members, as what its client can now stands there: a page that
 * comes back may be another client than it was.
 */
export function carries(room: Room, member: Member): boolean {
  if (member.waiting) return true;
  if (room.engine !== 'direct') return member.livekit !== undefined;
  const inside = present(room);
  return inside.length <= capacity(inside);
}

/** Those who are in, without the waiting room. */
export function present(room: Room): readonly Member[] {
  return room.members.filter((member) => !member.waiting);
}

function opened(how: {
  id: RoomId;
  kind: RoomKind;
  host: AccountId | null;
  opener: Omit<Joiner, 'canWait'>;
}): Room {
  const room: Room = {
    id: how.id,
    kind: how.kind,
    grew: false,
    state: { state: 'open' },
    host: how.host,
    caller: how.opener.id,
    locked: false,
    waitingRoom: false,
    encrypted: false,
    guestsMuted: false,
    shares: 'one',
    members: [],
    ringing: 0,
    engine: 'direct',
    liveKitAtHand: 'none',
  };
  return { ...room, members: [memberOf(room, how.opener)] };
}

/** The member that a joiner becomes; the room's host account is host whenever it comes. */
export function memberOf(room: Room, joiner: Omit<Joiner, 'canWait'>): Member {
  const isHost =
    joiner.role === 'host' ||
    (room.kind === 'conference' && joiner.account !== null && joiner.account === room.host);
  return {
    id: joiner.id,
    account: joiner.account,
    role: isHost ? 'host' : 'guest',
    waiting: false,
    muted: room.guestsMuted && !isHost,
    ...(joiner.maxPeers === undefined ? {} : { maxPeers: joiner.maxPeers }),
    ...(joiner.livekit === undefined ? {} : { livekit: joiner.livekit }),
  };
}
