import * as z from 'zod/mini';
import { cancelReasonSchema, reasonSchema } from './reasons';

/** Schema of {@link CallType}. */
export const callTypeSchema = z.enum(['audio', 'video']);

/** What a call was placed as. */
export type CallType = z.infer<typeof callTypeSchema>;

/** `gateway`: a point-to-point call; `conference`: a meeting; `waiting_room`: not admitted yet. */
export const serviceTypeSchema = z.enum(['gateway', 'conference', 'waiting_room']);

/** The states of an invitation (call-rules.md, The model). */
export const invitationStates = [
  'ringing',
  'accepted',
  'rejected',
  'cancelled',
  'missed',
  'busy',
  'unreachable',
  'failed',
] as const;

/** Schema of {@link InvitationState}. */
export const invitationStateSchema = z.enum(invitationStates);

/** See {@link invitationStates}; every state but `ringing` is final. */
export type InvitationState = z.infer<typeof invitationStateSchema>;

/**
 * The message that reaches a rung device, as an event or as a push payload (platform-api.md, section 3).
 * From `invitation` on the fields are Ringway's own. `time` is Unix seconds as a string, `expires_at`
 * Unix seconds.
 */
export const incomingSchema = z.object({
  remote_alias: z.string(),
  owner: z.string(),
  remote_display_name: z.string(),
  conference_alias: z.string(),
  token: z.string(),
  time: z.string(),
  service_type: z.enum(['gateway', 'conference']),
  bsskey: z.string(),
  invitation: z.string(),
  remote_address: z.string(),
  remote_organisation: z.optional(z.string()),
  call_type: callTypeSchema,
  expires_at: z.int(),
  origin: z.string(),
  waiting: z.boolean(),
});

/** See {@link incomingSchema}. */
export type Incoming = z.infer<typeof incomingSchema>;

/** `incoming_cancelled` (section 3): the one-time token and Ringway's reason. */
export const incomingCancelledSchema = z.object({
  token: z.string(),
  invitation: z.string(),
  reason: cancelReasonSchema,
});

/** See {@link incomingCancelledSchema}. */
export type IncomingCancelled = z.infer<typeof incomingCancelledSchema>;

/**
 * What the caller hears of an invitation (section 3): `heard` once a device said that it rings,
 * `answering` once a person answered natively or has the Join page open, then the final state.
 */
export const invitationUpdateSchema = z.object({
  invitation: z.string(),
  state: invitationStateSchema,
  heard: z.boolean(),
  answering: z.boolean(),
  reason: z.optional(reasonSchema),
  message: z.optional(z.string()),
  destination: z.optional(z.string()),
  display_name: z.optional(z.string()),
  participant: z.optional(z.string()),
});

/** See {@link invitationUpdateSchema}. */
export type InvitationUpdate = z.infer<typeof invitationUpdateSchema>;

/** Body of `ringing` (section 3). */
export const ringingBodySchema = z.object({ answering: z.optional(z.boolean()) });

/**
 * Answer of `ringing`: the state now; `expires_at` in Unix seconds. `callee`, told to who is about
 * to answer: the address that is called, by which a page knows whether another account is signed in there
 * (call-rules.md, Consent).
 */
export const ringingResultSchema = z.object({
  invitation: z.string(),
  state: invitationStateSchema,
  reason: z.optional(reasonSchema),
  expires_at: z.int(),
  callee: z.optional(z.string()),
});

/** See {@link ringingResultSchema}. */
export type RingingResult = z.infer<typeof ringingResultSchema>;

/** Longest message that goes with a rejection, in characters (section 3). */
export const rejectMessageLength = 200;

/**
 * Body of `end_session`: a rejection may carry a message that the caller is shown (section 3). A page that gives
 * up since no media comes any more (call-rules.md, Media) says so by the reason `connection_lost`, so that the
 * others are not told that its person hung up; any other reason is an outside client's own.
 */
export const endSessionBodySchema = z.object({
  message: z.optional(z.string().check(z.maxLength(rejectMessageLength))),
  reason: z.optional(z.string().check(z.maxLength(200))),
});

/** See {@link endSessionBodySchema}. */
export type EndSessionBody = z.infer<typeof endSessionBodySchema>;
