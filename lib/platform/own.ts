import * as z from 'zod/mini';
import { callTypeSchema, serviceTypeSchema } from './calling';
import { languages } from './languages';
import { reasonSchema } from './reasons';
import { screenSharesSchema } from './room';

export { languages };

/** Schema of {@link Language}. */
export const languageSchema = z.enum(languages);

/** A language of the product. */
export type Language = z.infer<typeof languageSchema>;

/** Schema of {@link Role}: of an organisation's member, its administrator, or an operator of the server. */
export const roleSchema = z.enum(['member', 'administrator', 'operator']);

/** See {@link roleSchema}. */
export type Role = z.infer<typeof roleSchema>;

/** A new password: at least 10 characters, at most 256 (NIST SP 800-63B asks for length, not for signs). */
export const newPasswordSchema = z.string().check(z.minLength(10), z.maxLength(256));

/** `GET /api/config` (platform-api.md, section 6). */
export const configSchema = z.object({
  origin: z.string(),
  domain: z.string(),
  languages: z.array(languageSchema),
  demo: z.boolean(),
  cloud: z.enum(['public', 'dedicated']),
  voip_certificate_name: z.nullable(z.string()),
  vapid_public_key: z.nullable(z.string()),
  ring_seconds: z.int(),
  mesh_size: z.int(),
  version: z.string(),
  features: z.array(z.string()),
  /** Where LiveKit is; absent: there is none. */
  livekit: z.optional(z.string()),
});

/** See {@link configSchema}. */
export type Config = z.infer<typeof configSchema>;

/** Body of `POST /api/invitation`: redeem an invitation link. */
export const redeemInvitationBodySchema = z.object({
  secret: z.string().check(z.minLength(1), z.maxLength(200)),
  password: newPasswordSchema,
});

/** Body of `POST /api/demo/session`: redeem a demo link. */
export const demoSessionBodySchema = z.object({
  secret: z.string().check(z.minLength(1), z.maxLength(200)),
});

/** `GET /api/my/session`: who am I. */
export const mySessionSchema = z.object({
  session: z.string(),
  id: z.int(),
  account: z.string(),
  address: z.string(),
  sipkey: z.string(),
  display_name: z.string(),
  organisation: z.object({ id: z.int(), name: z.string() }),
  roles: z.array(roleSchema),
  language: z.nullable(languageSchema),
});

/** See {@link mySessionSchema}. */
export type MySession = z.infer<typeof mySessionSchema>;

/** One of `GET /api/my/sessions`; times are ISO 8601 in UTC. */
export const sessionEntrySchema = z.object({
  id: z.string(),
  current: z.boolean(),
  created: z.string(),
  last_seen: z.string(),
  user_agent: z.string(),
  network: z.string(),
});

/** See {@link sessionEntrySchema}. */
export type SessionEntry = z.infer<typeof sessionEntrySchema>;

/** Body of `POST /api/my/password`. */
export const changePasswordBodySchema = z.object({
  current: z.string().check(z.minLength(1), z.maxLength(1024)),
  new: newPasswordSchema,
});

/** Schema of {@link Profile}. */
export const profileSchema = z.object({
  displayName: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
  language: z.nullable(languageSchema),
  busy: z.enum(['waiting', 'reject']),
  unknownCallers: z.enum(['ring', 'silence']),
});

/** What a person sets for the account (platform-api.md, section 6). */
export type Profile = z.infer<typeof profileSchema>;

/** Body of `PATCH /api/my/profile`. */
export const profileChangeSchema = z.partial(profileSchema);

/** One of `GET /api/my/blocked`. */
export const blockedEntrySchema = z.object({ address: z.string(), since: z.string() });

/**
 * One channel of a device: a way by which it is rung. `part` names what the channel belongs to: a paired
 * device has several parts (a Safari tab, the installed app, the shim), each with its own name.
 */
export const channelEntrySchema = z.object({
  id: z.string(),
  kind: z.enum(['stream', 'apns', 'jpush', 'web']),
  rings: z.boolean(),
  part: z.string(),
  name: z.string(),
});

/** Body of `PUT /api/my/devices/<id>/push`: a web push subscription, as the browser gives it (W3C Push API). */
export const pushSubscriptionSchema = z.object({
  endpoint: z.url().check(z.maxLength(2_000)),
  keys: z.object({
    p256dh: z.string().check(z.regex(/^[\w-]{86,88}={0,2}$/)),
    auth: z.string().check(z.regex(/^[\w-]{21,24}={0,2}$/)),
  }),
  expirationTime: z.optional(z.nullable(z.number())),
  /** The language of what its notifications say; the account's where it is absent. */
  language: z.optional(languageSchema),
});

/** See {@link pushSubscriptionSchema}. */
export type PushSubscriptionBody = z.infer<typeof pushSubscriptionSchema>;

/** Body of `POST /api/my/pairing`: which of one's devices; without it the one of this session. */
export const pairingBodySchema = z.object({
  device: z.optional(z.string().check(z.maxLength(100))),
});

/** Result of `POST /api/my/pairing`: a code and a link that carries it in its fragment; Unix seconds. */
export const pairingSchema = z.object({ code: z.string(), link: z.string(), expires_at: z.int() });

/** See {@link pairingSchema}. */
export type Pairing = z.infer<typeof pairingSchema>;

/** Body of `POST /api/my/pairing/join`: spaces and dashes in the code do not matter. */
export const pairingJoinBodySchema = z.object({
  code: z.string().check(z.minLength(1), z.maxLength(40)),
  device: z.optional(z.string().check(z.maxLength(100))),
});

/** One of `GET /api/my/devices`; `connected`: an event stream is open now. */
export const deviceEntrySchema = z.object({
  id: z.string(),
  kind: z.enum(['web', 'ios', 'android', 'outside']),
  name: z.string(),
  ring: z.boolean(),
  connected: z.boolean(),
  reachable: z.boolean(),
  current: z.boolean(),
  registered: z.string(),
  last_seen: z.string(),
  app_key: z.nullable(z.string()),
  channels: z.array(channelEntrySchema),
});

/** See {@link deviceEntrySchema}. */
export type DeviceEntry = z.infer<typeof deviceEntrySchema>;

/** Body of `PATCH /api/my/devices/<id>`. */
export const deviceChangeSchema = z.object({
  name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
  ring: z.optional(z.boolean()),
});

/** One of `GET /api/my/people`. */
export const personSchema = z.object({
  address: z.string(),
  sipkey: z.string(),
  display_name: z.string(),
});

/** See {@link personSchema}. */
export type Person = z.infer<typeof personSchema>;

/**
 * One of `GET /api/my/calls`; times are ISO 8601 in UTC. `outcome` is how the invitation ended;
 * `reason` why the whole ended, for the words on the screen.
 */
export const callEntrySchema = z.object({
  id: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  peer: z.object({ address: z.string(), display_name: z.string() }),
  kind: serviceTypeSchema,
  call_type: callTypeSchema,
  placed: z.string(),
  answered: z.nullable(z.string()),
  ended: z.nullable(z.string()),
  outcome: z.enum([
    'ringing',
    'answered',
    'missed',
    'rejected',
    'cancelled',
    'busy',
    'unreachable',
    'failed',
  ]),
  reason: z.nullable(reasonSchema),
  message: z.nullable(z.string()),
  seen: z.boolean(),
});

/** See {@link callEntrySchema}. */
export type CallEntry = z.infer<typeof callEntrySchema>;

/** Result of `GET /api/my/calls`: newest first; `unseen`: missed calls not seen yet. */
export const callsResultPageSchema = z.object({
  calls: z.array(callEntrySchema),
  unseen: z.int(),
  next: z.nullable(z.string()),
});

const pin = z.string().check(z.regex(/^\d{4,20}$/));

const roomChoices = {
  /** Whoever is no host waits until a host lets them in. */
  waiting_room: z.optional(z.boolean()),
  /** How many may share a screen at once. */
  shares: z.optional(screenSharesSchema),
  /** Whether people without an account may come. */
  guests: z.optional(z.boolean()),
};

/** Body of `POST /api/rooms`. `encrypted`: end to end, by a key in its link that the server never has. */
export const createRoomBodySchema = z.object({
  name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
  pin: z.optional(pin),
  guest_pin: z.optional(pin),
  ...roomChoices,
  encrypted: z.optional(z.boolean()),
});

/** See {@link createRoomBodySchema}. */
export type NewRoom = z.infer<typeof createRoomBodySchema>;

/** Body of `PATCH /api/rooms/<address>`; null takes a PIN away. */
export const roomChangeSchema = z.object({
  name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
  pin: z.optional(z.nullable(pin)),
  guest_pin: z.optional(z.nullable(pin)),
  ...roomChoices,
});

/** See {@link roomChangeSchema}. */
export type RoomChange = z.infer<typeof roomChangeSchema>;

/**
 * One of one's meetings. `personal`: the one that every account has. `guests`: whether people without an
 * account may come; where nobody has said, a PIN or the operator lets them (platform-api.md, section 4).
 */
export const roomEntrySchema = z.object({
  address: z.string(),
  sipkey: z.string(),
  name: z.string(),
  link: z.string(),
  pin: z.nullable(z.string()),
  guest_pin: z.nullable(z.string()),
  personal: z.boolean(),
  waiting_room: z.boolean(),
  shares: screenSharesSchema,
  encrypted: z.boolean(),
  guests: z.boolean(),
});

/** See {@link roomEntrySchema}. */
export type RoomEntry = z.infer<typeof roomEntrySchema>;
