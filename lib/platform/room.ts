import * as z from 'zod/mini';
import {
  callTypeSchema,
  incomingSchema,
  invitationStateSchema,
  serviceTypeSchema,
} from './calling';
import { endCauseSchema, reasonSchema } from './reasons';

/** Who offers on the leg with this participant, by the server's word (direct-media.md). */
export const offerSchema = z.enum(['me', 'peer']);

/** The engines that carry media; a client says which it has. */
export const engines = ['direct', 'livekit'] as const;

/** Schema of {@link ParticipantState}. */
export const participantStateSchema = z.object({
  audio: z.optional(z.boolean()),
  video: z.optional(z.boolean()),
  hold: z.optional(z.boolean()),
  paused: z.optional(z.boolean()),
  screen: z.optional(z.boolean()),
  engine: z.optional(z.enum(engines)),
});

/**
 * What others see of a participant: sending audio, video, on hold, in the background, sharing a screen
 * (call-rules 18).
 */
export type ParticipantState = z.infer<typeof participantStateSchema>;

/** Body of `participants/<me>/state`; `flowing`: whose media still flows to me (call-rules 17, 18). */
export const stateBodySchema = z.extend(participantStateSchema, {
  flowing: z.optional(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(64))),
});

/** Schema of {@link Participant}. */
export const participantSchema = z.object({
  uuid: z.string(),
  display_name: z.string(),
  uri: z.string(),
  role: z.enum(['chair', 'guest']),
  is_muted: z.enum(['YES', 'NO']),
  buzz_time: z.optional(z.number()),
  max_peers: z.int(),
  service_type: serviceTypeSchema,
  profile: z.enum(['ringway', 'outside']),
  state: participantStateSchema,
  connected: z.boolean(),
  offer: z.optional(offerSchema),
});

/**
 * A participant as everyone in the room is told of it. `offer` is there for others than oneself;
 * `connected` is false while its stream is away and its grace time runs (call-rules 17).
 */
export type Participant = z.infer<typeof participantSchema>;

/** Schema of {@link IceServer}. */
export const iceServerSchema = z.object({
  urls: z.array(z.string()),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});

/** An ICE server as RTCPeerConnection takes it. */
export type IceServer = z.infer<typeof iceServerSchema>;

const directMediaSchema = z.object({
  mode: z.literal('direct'),
  iceServers: z.array(iceServerSchema),
  ttl: z.optional(z.int()),
});

const liveKitMediaSchema = z.object({
  mode: z.literal('livekit'),
  url: z.string(),
  token: z.string(),
  // For legs that are kept until media flows through LiveKit.
  iceServers: z.optional(z.array(iceServerSchema)),
  ttl: z.optional(z.int()),
});

/** Schema of {@link Media}. */
export const mediaSchema = z.discriminatedUnion('mode', [directMediaSchema, liveKitMediaSchema]);

/**
 * How a participant's media travels (platform-api.md, section 4). `ttl`: how long the credentials among
 * the ICE servers are good, s (draft-uberti-behave-turn-rest-00, 2.2); absent: there are none. The token
 * of LiveKit opens a connection within a minute.
 */
export type Media = z.infer<typeof mediaSchema>;

/** Where media goes from now on; legs are kept until it flows there (direct-media.md, `media_change`). */
export const mediaChangeSchema = z.object({ media: mediaSchema, keep_until_flowing: z.boolean() });

/** Body of `/api/services/<address>/new_session` (platform-api.md, section 4; direct-media.md). */
export const newSessionBodySchema = z.object({
  display_name: z.optional(z.string().check(z.maxLength(200))),
  account: z.optional(z.nullable(z.string().check(z.maxLength(320)))),
  token: z.optional(z.string().check(z.maxLength(500))),
  registration_token: z.optional(z.string().check(z.maxLength(500))),
  client: z.optional(z.string().check(z.maxLength(100))),
  checkdup: z.optional(z.string().check(z.maxLength(100))),
  call_type: z.optional(z.string().check(z.maxLength(20))),
  direct_media: z.optional(z.boolean()),
  answer_by_event: z.optional(z.boolean()),
  max_peers: z.optional(z.int().check(z.minimum(1), z.maximum(64))),
  engines: z.optional(z.array(z.enum(engines)).check(z.maxLength(8))),
  /** This client has the key of an encrypted meeting, from its link; the key itself is never sent. */
  has_key: z.optional(z.boolean()),
});

/** See {@link newSessionBodySchema}. */
export type NewSessionBody = z.infer<typeof newSessionBodySchema>;

/** Result of `new_session`. From `room` on the fields are Ringway's own; `expires_at` in Unix seconds. */
export const newSessionResultSchema = z.object({
  token: z.string(),
  expires: z.string(),
  participant_uuid: z.string(),
  display_name: z.string(),
  role: z.enum(['HOST', 'GUEST']),
  service_type: serviceTypeSchema,
  current_service_type: serviceTypeSchema,
  stun: z.optional(z.array(z.object({ url: z.string() }))),
  conference_name: z.optional(z.string()),
  call_type: callTypeSchema,
  media: z.optional(mediaSchema),
  direct_media: z.boolean(),
  answer_by_event: z.boolean(),
  max_peers: z.int(),
  room: z.string(),
  address: z.string(),
  peer: z.optional(z.object({ address: z.string(), display_name: z.string() })),
  invitation: z.optional(
    z.object({ id: z.string(), state: invitationStateSchema, expires_at: z.int() }),
  ),
});

/** See {@link newSessionResultSchema}. */
export type NewSessionResult = z.infer<typeof newSessionResultSchema>;

/** Result of a participant's `refresh_session`. */
export const refreshSessionResultSchema = z.object({
  token: z.string(),
  expires: z.string(),
  role: z.enum(['HOST', 'GUEST']),
  media: z.optional(mediaSchema),
});

/** Body of `dial` (section 4): rings another address into the room. */
export const dialBodySchema = z.object({
  destination: z.string().check(z.minLength(1), z.maxLength(320)),
  role: z.optional(z.string()),
  protocol: z.optional(z.string()),
  source_display_name: z.optional(z.string().check(z.maxLength(200))),
  call_type: z.optional(z.string()),
});

/** Body of `participants/<uuid>/role`. */
export const roleBodySchema = z.object({ role: z.enum(['chair', 'guest']) });

/** Body of `message`: chat. */
export const messageBodySchema = z.object({
  type: z.optional(z.string().check(z.maxLength(100))),
  payload: z.string().check(z.minLength(1), z.maxLength(4000)),
});

/** How many may share a screen at once. */
export const screenSharesSchema = z.enum(['one', 'several']);

/** See {@link screenSharesSchema}. */
export type ScreenShares = z.infer<typeof screenSharesSchema>;

/**
 * `conference_update`: the room's own state. `encrypted`: end to end, by a key that its link carries and the
 * server never had. `hosted`: a host is in it; whoever waits hears of it when that changes.
 */
export const conferenceUpdateSchema = z.object({
  locked: z.boolean(),
  guests_muted: z.boolean(),
  started: z.boolean(),
  direct_media: z.boolean(),
  service_type: serviceTypeSchema,
  shares: z.optional(screenSharesSchema),
  encrypted: z.optional(z.boolean()),
  hosted: z.optional(z.boolean()),
});

/** `disconnect`: this participant's time in the room is over. */
export const disconnectSchema = z.object({
  reason: reasonSchema,
  cause: z.optional(endCauseSchema),
  message: z.optional(z.string()),
});

/** `message_received`: chat from another participant. */
export const messageReceivedSchema = z.object({
  type: z.string(),
  payload: z.string(),
  uuid: z.string(),
  origin: z.string(),
});

/** One of my participants, as the present state lists it on connect. */
export const presentParticipantSchema = z.object({
  room: z.string(),
  participant: z.string(),
  address: z.string(),
  service_type: serviceTypeSchema,
  invitation: z.optional(
    z.object({
      id: z.string(),
      state: invitationStateSchema,
      heard: z.boolean(),
      answering: z.boolean(),
      reason: z.optional(reasonSchema),
      message: z.optional(z.string()),
      expires_at: z.int(),
    }),
  ),
});

/**
 * `present`: what our pages get first on every connect (platform-api.md, section 6): the invitations that
 * ring now on this device, and the rooms that participants of this registration are in. What is not
 * listed is over. The participant lists of the rooms follow as ordinary events.
 */
export const presentSchema = z.object({
  invitations: z.array(incomingSchema),
  rooms: z.array(presentParticipantSchema),
});

/** See {@link presentSchema}. */
export type Present = z.infer<typeof presentSchema>;

/** Body of `checkJoin.shtml` (section 4). */
export const checkJoinBodySchema = z.object({
  joinAccount: z.string().check(z.minLength(1), z.maxLength(320)),
  joinPwd: z.optional(z.string().check(z.maxLength(100))),
  participantName: z.optional(z.string().check(z.maxLength(200))),
});

/** `results` of `checkJoin.shtml`. */
export const checkJoinResultsSchema = z.object({
  isDot: z.boolean(),
  sipkey: z.string(),
  alias: z.string(),
  password: z.string(),
  participantName: z.string(),
  roleType: z.enum(['host', 'guest']),
  mcuHost: z.string(),
  companyId: z.int(),
  conferenceName: z.string(),
  allowGuest: z.boolean(),
  isRecord: z.boolean(),
  isLive: z.boolean(),
  /** Ringway's own: whether this caller has to bring a PIN, or another one. */
  pin: z.optional(z.enum(['required', 'none'])),
  /** Ringway's own: a meeting that is encrypted end to end by a key in its link; said where no PIN comes first. */
  encrypted: z.optional(z.boolean()),
});
