import type { EndCause, Reason, RefusedBecause } from '@/lib/platform/reasons';
import type { ParticipantId } from './identity';
import type { FinalState } from './invitation';
import type { Joiner, Member, Room } from './room-state';

/** How an invitation ends that nobody answered. */
export type Unanswered = Exclude<FinalState, 'accepted'>;

/** What can happen to a room. `by` is the participant that asks. */
export type RoomCommand =
  /** By the room's address. */
  | { readonly do: 'join'; readonly joiner: Joiner }
  /** By accepting one of its ringing invitations. */
  | { readonly do: 'accept'; readonly joiner: Joiner }
  /** An invitation into it begins to ring. */
  | { readonly do: 'invite' }
  /** One of its ringing invitations ended without an answer. */
  | { readonly do: 'invitation_over'; readonly state: Unanswered }
  | { readonly do: 'leave'; readonly participant: ParticipantId; readonly cause: EndCause }
  /** A member's media flows through LiveKit (`state {engine: "livekit"}`, direct-media.md). */
  | { readonly do: 'flows_through_livekit'; readonly participant: ParticipantId }
  /** `dial` turns a point-to-point room into a meeting for good. */
  | { readonly do: 'promote'; readonly by: ParticipantId }
  | { readonly do: 'end'; readonly by: ParticipantId }
  /** The server ends it: the winner stayed silent, an account was closed. */
  | { readonly do: 'give_up'; readonly cause: EndCause }
  | { readonly do: 'lock' | 'unlock'; readonly by: ParticipantId }
  | { readonly do: 'mute_guests' | 'unmute_guests'; readonly by: ParticipantId }
  | {
      readonly do: 'admit' | 'remove' | 'mute' | 'unmute';
      readonly by: ParticipantId;
      readonly participant: ParticipantId;
    }
  | {
      readonly do: 'set_role';
      readonly by: ParticipantId;
      readonly participant: ParticipantId;
      readonly role: Member['role'];
    };

/** Why somebody's time in a room is over: the platform's reason, and what exactly happened. */
export interface Ending {
  readonly reason: Reason;
  /** Null when an invitation's end is the whole story (`rejected`, `busy`, …). */
  readonly cause: EndCause | null;
}

/** What the people in a room must be told. */
export type RoomEvent =
  | { readonly event: 'participant_joined'; readonly participant: ParticipantId }
  /** It stands in the waiting room; hosts are told. */
  | { readonly event: 'participant_waits'; readonly participant: ParticipantId }
  | { readonly event: 'participant_updated'; readonly participant: ParticipantId }
  | ({
      readonly event: 'participant_left';
      readonly participant: ParticipantId;
    } & Ending)
  /** Kind, lock or muting of guests changed. */
  | { readonly event: 'room_updated' }
  /** Media goes to LiveKit, since legs cannot carry the one who comes; the legs stay until it flows there (direct-media.md, `media_change`). */
  | { readonly event: 'engine_changes'; readonly because: ParticipantId }
  /** Everybody's media flows through LiveKit: the legs end (`media_changed`). */
  | { readonly event: 'engine_changed' }
  /** `remaining` are told that it is over; what rings is cancelled when `cancelRinging`. */
  | ({
      readonly event: 'room_ended';
      readonly remaining: readonly ParticipantId[];
      readonly cancelRinging: boolean;
    } & Ending);

/** `changed`: write and tell; `repeat`: nothing new, answer as the first time; `refused`: say why. */
export type RoomDecision =
  | { readonly outcome: 'changed'; readonly room: Room; readonly events: readonly RoomEvent[] }
  | { readonly outcome: 'repeat'; readonly room: Room }
  | {
      readonly outcome: 'refused';
      readonly reason: Reason;
      readonly because?: RefusedBecause;
      readonly room: Room;
    };

/** The platform's reason for what exactly ended somebody's time in a room (platform-api.md 4). */
export function reasonOf(cause: EndCause): Reason {
  switch (cause) {
    case 'hung_up':
    case 'host_ended':
    case 'removed':
    case 'account_closed':
      return 'ended';
    case 'replaced':
    case 'moved':
      return 'replaced';
    case 'connection_lost':
    case 'silent':
    case 'cannot_encrypt':
    case 'failed':
      return 'failed';
  }
}
