import type { Generated, Insertable, Selectable } from 'kysely';
import type { CallType, InvitationState } from '@/lib/platform/calling';
import type { CancelReason, EndCause, Reason } from '@/lib/platform/reasons';
import type { PushProviderName, PushState } from '@/lib/platform/pushes';
import type { Language, Role } from '@/lib/platform/own';
import type { ScreenShares } from '@/lib/platform/room';
import type { RoomEngine } from '@/lib/call/room-state';
import type { Flag, Milliseconds } from './columns';
import type { CallRecordTable, LegRecordTable } from './history-tables';

/** `companyId` of the platform. */
export interface OrganisationTable {
  id: Generated<number>;
  name: string;
  created_at: Milliseconds;
}

/** A person who signs in. */
export interface AccountTable {
  id: Generated<number>;
  organisation_id: number;
  /** What one signs in with, normalised. */
  account: string;
  /** The part before `@`, for credentials headers that name no account. */
  local_part: string;
  display_name: string;
  /** The display name as it is searched: NFC, lower case. */
  search_name: string;
  /** argon2id in PHC form; null until the invitation link was redeemed. */
  password_hash: string | null;
  password_changed_at: Milliseconds | null;
  role: Role;
  disabled_at: Milliseconds | null;
  language: Language | null;
  busy: 'waiting' | 'reject';
  unknown_callers: 'ring' | 'silence';
  created_at: Milliseconds;
  last_seen_at: Milliseconds | null;
}

/** What one calls: unique on the server, for accounts and meetings alike. */
export interface AddressTable {
  address: string;
  sipkey: string;
  account_id: number | null;
  meeting_id: string | null;
}

/** A one-time link that sets an account's password; only the hash of its secret is kept. */
export interface AccountInvitationTable {
  account_id: number;
  secret_hash: string;
  expires_at: Milliseconds;
}

/** A session: of a browser (cookie), or the three minutes of a platform sign-in (`session_id`). */
export interface SessionTable {
  id: string;
  account_id: number;
  kind: 'browser' | 'sign_in';
  created_at: Milliseconds;
  last_seen_at: Milliseconds;
  expires_at: Milliseconds;
  user_agent: string;
  network: string;
}

/** A network from which an account has signed in before: never slowed by others' failures. */
export interface KnownNetworkTable {
  account_id: number;
  network: string;
  last_seen_at: Milliseconds;
}

/**
 * One storage that a person answers from: a browser profile, an app. Rows of one `physical_id` are the
 * parts of one physical device, as pairing made it (platform-api.md 6); it is rung once.
 */
export interface DeviceTable {
  id: string;
  /** What rings, tokens and pages call the device by; a row that is not paired has its own. */
  physical_id: string;
  account_id: number;
  kind: 'web' | 'ios' | 'android' | 'outside';
  /** The `device_id` it registered with; null for a registration with `{}`. Unique with the account. */
  device_id: string | null;
  app_key: string | null;
  /** When the push token was registered last: what a provider says of an earlier time does not count. */
  token_at: Milliseconds;
  /** When its provider said that the token is void; a new registration takes that back. */
  push_gone_at: Milliseconds | null;
  /** The browser session that registered it last; revoking that ends the device. */
  session_id: string | null;
  name: string;
  ring: Flag;
  created_at: Milliseconds;
  last_seen_at: Milliseconds;
  /**
   * When it stops being rung: 60 days without a new registration. Null: it lasts as long as its
   * session (a registration with `{}`).
   */
  expires_at: Milliseconds | null;
  /** Where the event counter of its last registration stood; the next one goes on from there. */
  event_n: number;
}

/** The session of a registration: its tokens (id, n) are good while the row lives and n was given out. */
export interface RegistrationTable {
  id: string;
  account_id: number;
  device_id: string;
  /** Largest token number given out. */
  token_n: number;
  expires_at: Milliseconds;
  created_at: Milliseconds;
  /** Largest event number given out to this receiver (direct-media.md, Order). */
  event_n: number;
  /** When its stream was last seen open; null: never. */
  stream_seen_at: Milliseconds | null;
  /** 1 while a stream is open on a living server. */
  stream_open: Flag;
}

/** The web push subscription of a browser profile (W3C Push API); it goes with its device. */
export interface WebPushTable {
  device_id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  language: Language;
  renewed_at: Milliseconds;
}

/** A push and its journey: a queue while `state` is `waiting` or `sending`, a log after that. */
export interface PushTable {
  /** A UUID, also APNs' `apns-id`. */
  id: string;
  purpose: 'ring' | 'over' | 'test';
  provider: PushProviderName;
  account_id: number;
  /** The device's row, and the physical device that it was part of. */
  part_id: string;
  physical_id: string;
  device_name: string;
  app_key: string | null;
  environment: 'production' | 'sandbox' | null;
  invitation_id: string | null;
  /** The ring or the ring test that it is of. */
  ring_id: string;
  /** Why it is over, with `over` alone. */
  over_reason: CancelReason | null;
  state: PushState;
  status: number | null;
  reason: string | null;
  provider_id: string | null;
  attempts: number;
  queued_at: Milliseconds;
  /** It waits for an open stream to ring until then (call-rules.md 9). */
  not_before: Milliseconds;
  /** Worthless from then on. */
  expires_at: Milliseconds;
  sent_at: Milliseconds | null;
  answered_at: Milliseconds | null;
  /** JSON of PushStep[]. */
  steps: string;
}

/** A "ring me" test of one physical device. */
export interface RingTestTable {
  id: string;
  account_id: number;
  physical_id: string;
  asked_at: Milliseconds;
  expires_at: Milliseconds;
  heard_at: Milliseconds | null;
  over_at: Milliseconds | null;
}

/** The code by which an account makes two devices one; void when it was used or guessed at too often. */
export interface PairingTable {
  account_id: number;
  code: string;
  physical_id: string;
  expires_at: Milliseconds;
  wrong: number;
}

/** A permanent meeting address. */
export interface MeetingTable {
  id: string;
  owner_account_id: number;
  name: string;
  pin: string | null;
  guest_pin: string | null;
  /** 1: the one that every account has; it is not deleted. */
  personal: Generated<Flag>;
  /** 1: whoever is no host waits until a host lets them in. */
  waiting_room: Generated<Flag>;
  shares: Generated<ScreenShares>;
  /** 1: its key stands in its link's fragment, and never here. */
  encrypted: Generated<Flag>;
  /** Whether people without an account may come; null: nobody has said. */
  guests: Flag | null;
  created_at: Milliseconds;
}

/** What media flows in. */
export interface RoomTable {
  id: string;
  kind: 'gateway' | 'conference';
  meeting_id: string | null;
  organisation_id: number;
  /** Address that names it: the meeting's, else the caller's. */
  address: string;
  name: string;
  call_type: CallType;
  host_account_id: number | null;
  state: 'open' | 'ended';
  end_reason: Reason | null;
  end_cause: EndCause | null;
  locked: Flag;
  guests_muted: Flag;
  /** 1 once a point-to-point call grew into a meeting by `dial`. */
  grown: Flag;
  engine: Generated<RoomEngine>;
  /** Who joined from then on has no legs; null while legs carry the room. */
  engine_changed_at: Milliseconds | null;
  /** What LiveKit calls the room; null: it never went there. */
  livekit_name: string | null;
  /** The three of its meeting. */
  shares: Generated<ScreenShares>;
  waiting_room: Generated<Flag>;
  encrypted: Generated<Flag>;
  created_at: Milliseconds;
  ended_at: Milliseconds | null;
}

/** One attempt to bring one account into one room; it is what rings. */
export interface InvitationTable {
  id: string;
  room_id: string;
  caller_account_id: number | null;
  callee_account_id: number;
  /** Participant who placed the call or dialled. */
  inviter_participant: string;
  /** The participant's uuid that becomes the callee's on acceptance. */
  reserved_participant: string;
  kind: 'gateway' | 'conference';
  call_type: CallType;
  state: InvitationState;
  reason: Reason | null;
  /** Device or account id that decided, or `server`. */
  decided_by: string | null;
  decided_at: Milliseconds | null;
  message: string | null;
  waiting: Flag;
  /** 1 once a device said that it rings. */
  heard: Flag;
  answering: Flag;
  placed_at: Milliseconds;
  deadline: Milliseconds;
}

/** One physical device rung by one invitation: names the one-time token. */
export interface RingTable {
  id: string;
  invitation_id: string;
  /** The physical device that was rung: it decides (`decided_by`), whatever it becomes. */
  device_id: string;
  /** The physical device that it is now: pairing may have made two rung ones into one. */
  physical_id: string;
  /** Registration that is told; null while the device has only push. */
  registration_id: string | null;
  heard_at: Milliseconds | null;
  /** The value that spent the token (`client` or `checkdup`). */
  client: string | null;
  created_at: Milliseconds;
}

/** Who is in a room. */
export interface ParticipantTable {
  uuid: string;
  room_id: string;
  account_id: number | null;
  device_id: string | null;
  /** Receiver of its events; null: its own stream. */
  registration_id: string | null;
  display_name: string;
  address: string;
  role: 'HOST' | 'GUEST';
  state: 'in' | 'waiting' | 'left';
  profile: 'ringway' | 'outside';
  max_peers: number;
  /** 1: its client has LiveKit beside legs. */
  livekit: Generated<Flag>;
  is_muted: Flag;
  buzz_at: Milliseconds | null;
  /** JSON of ParticipantState. */
  media_state: string;
  call_type: CallType;
  /** Proof of identity of its new_session, and its `checkdup` or `client`: a repeat finds it again. */
  proof: string;
  checkdup: string | null;
  token_n: number;
  expires_at: Milliseconds;
  event_n: number;
  stream_seen_at: Milliseconds | null;
  stream_open: Flag;
  /** When it is taken out unless its stream or a report comes back (call-rules.md 15, 17). */
  grace_deadline: Milliseconds | null;
  grace_cause: 'connection_lost' | 'silent' | null;
  /** Until when another's report that media flows holds the grace time back (call-rules.md 17). */
  flowing_since: Milliseconds | null;
  flowing_at: Milliseconds | null;
  joined_at: Milliseconds;
  left_at: Milliseconds | null;
  end_reason: Reason | null;
  end_cause: EndCause | null;
}

/** The media between two participants (direct-media.md, A leg). */
export interface LegTable {
  id: string;
  room_id: string;
  offerer: string;
  offerer_call: string;
  answerer: string;
  answerer_call: string;
  /** JSON of the leg machine's state. */
  state: string;
  open: Flag;
}

/** What waits for a receiver: a registration or a participant (direct-media.md, Order). */
export interface EventTable {
  receiver: string;
  n: number;
  /** Room that it belongs to: its events are deleted when the room ends. */
  room_id: string | null;
  name: string;
  data: string;
  created_at: Milliseconds;
}

/** Whom an account does not want to be called by. */
export interface BlockedTable {
  account_id: number;
  address: string;
  created_at: Milliseconds;
}

/** All tables. */
export interface Database {
  organisation: OrganisationTable;
  account: AccountTable;
  address: AddressTable;
  account_invitation: AccountInvitationTable;
  session: SessionTable;
  known_network: KnownNetworkTable;
  device: DeviceTable;
  registration: RegistrationTable;
  web_push: WebPushTable;
  push: PushTable;
  ring_test: RingTestTable;
  pairing: PairingTable;
  meeting: MeetingTable;
  room: RoomTable;
  invitation: InvitationTable;
  ring: RingTable;
  participant: ParticipantTable;
  leg: LegTable;
  event: EventTable;
  call_record: CallRecordTable;
  leg_record: LegRecordTable;
  blocked: BlockedTable;
}

/** A row of a table. */
export type Row<Table extends keyof Database> = Selectable<Database[Table]>;

/** A row to insert. */
export type NewRow<Table extends keyof Database> = Insertable<Database[Table]>;
