import * as z from 'zod/mini';
import { incomingCancelledSchema, incomingSchema, invitationUpdateSchema } from './calling';
import { legEventSchema, legSdpEventSchema, newCandidateEventSchema } from './direct-media';
import {
  conferenceUpdateSchema,
  disconnectSchema,
  mediaChangeSchema,
  messageReceivedSchema,
  participantSchema,
  presentSchema,
} from './room';

/** The ways to a device: its open event stream, and the push services (call-rules.md, rule 9). */
export const ringChannels = ['stream', 'apns', 'jpush', 'web'] as const;

/** See {@link ringChannels}. */
export type RingChannel = (typeof ringChannels)[number];

/**
 * One step of a "ring me" test: `at` is milliseconds after it was asked for (section 6, `test_ring`).
 * `sent` and `accepted` (by a push service) name the channel, `rang` where the server knows it; `reason`
 * says in the provider's word why a channel `failed`. `over`: nothing more comes.
 */
export const testRingSchema = z.object({
  device: z.string(),
  test: z.string(),
  step: z.enum(['asked', 'sent', 'accepted', 'rang', 'failed', 'over']),
  channel: z.optional(z.enum(ringChannels)),
  at: z.number(),
  reason: z.optional(z.string()),
});

/**
 * A device of the account rings no more, and not by its person's wish: its token or subscription is of
 * another account now (`taken`), or its push service does not know it any more (`gone`).
 */
export const deviceLostSchema = z.object({
  device: z.string(),
  name: z.string(),
  reason: z.enum(['taken', 'gone']),
  /** The way that is gone: with `web` the page may subscribe anew, and nothing else is lost. */
  channel: z.enum(['device', 'web']),
});

/** The data of each event by its name, as the streams carry them (direct-media.md; platform-api.md 2, 3, 6). */
export const eventSchemas = {
  present: presentSchema,
  incoming: incomingSchema,
  incoming_cancelled: incomingCancelledSchema,
  invitation_update: invitationUpdateSchema,
  calls_changed: z.null(),
  test_ring: testRingSchema,
  device_lost: deviceLostSchema,
  participant_sync_begin: z.null(),
  participant_sync_end: z.null(),
  participant_create: participantSchema,
  participant_update: participantSchema,
  participant_delete: z.object({ uuid: z.string() }),
  conference_update: conferenceUpdateSchema,
  message_received: messageReceivedSchema,
  media_change: mediaChangeSchema,
  media_changed: z.null(),
  new_offer: legSdpEventSchema,
  new_answer: legSdpEventSchema,
  update_sdp: legSdpEventSchema,
  offer_ignored: legEventSchema,
  new_candidate: newCandidateEventSchema,
  peer_disconnect: legEventSchema,
  disconnect: disconnectSchema,
} as const;

/** Names of events. */
export type EventName = keyof typeof eventSchemas;

/** The data that an event of a name carries. */
export type EventData<Name extends EventName> = z.infer<(typeof eventSchemas)[Name]>;

/** Any event: its name and its data. */
export type PlatformEvent = {
  [Name in EventName]: { readonly name: Name; readonly data: EventData<Name> };
}[EventName];

/**
 * Where an event of a room belongs, added to its data on a page's one stream (section 6): the room and
 * my participant in it.
 */
export const roomScopeSchema = z.object({ room: z.string(), participant: z.string() });

/** See {@link roomScopeSchema}. */
export type RoomScope = z.infer<typeof roomScopeSchema>;

/** Names of the events that belong to a room. */
export const roomEventNames: ReadonlySet<EventName> = new Set<EventName>([
  'invitation_update',
  'participant_sync_begin',
  'participant_sync_end',
  'participant_create',
  'participant_update',
  'participant_delete',
  'conference_update',
  'message_received',
  'media_change',
  'media_changed',
  'new_offer',
  'new_answer',
  'update_sdp',
  'offer_ignored',
  'new_candidate',
  'peer_disconnect',
  'disconnect',
]);

/** The frame of the WebSocket variant (direct-media.md). */
export interface WebSocketFrame {
  readonly _command: 'event';
  readonly _eventName: string;
  readonly _eventId: string;
  readonly data: unknown;
}
