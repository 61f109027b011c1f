import * as z from 'zod/mini';
import { eventSchemas, roomScopeSchema, type EventName } from '@/lib/platform/events';

/** An event as it came over a stream, before anybody looked at it. */
export interface RawEvent {
  readonly id: string | undefined;
  readonly name: string;
  readonly data: string;
}

const scope = z.nullable(roomScopeSchema);

const event = <Name extends EventName>(name: Name) =>
  z.object({ name: z.literal(name), data: eventSchemas[name], scope });

const streamEventSchema = z.discriminatedUnion('name', [
  event('present'),
  event('incoming'),
  event('incoming_cancelled'),
  event('invitation_update'),
  event('calls_changed'),
  event('test_ring'),
  event('device_lost'),
  event('participant_sync_begin'),
  event('participant_sync_end'),
  event('participant_create'),
  event('participant_update'),
  event('participant_delete'),
  event('conference_update'),
  event('message_received'),
  event('media_change'),
  event('media_changed'),
  event('new_offer'),
  event('new_answer'),
  event('update_sdp'),
  event('offer_ignored'),
  event('new_candidate'),
  event('peer_disconnect'),
  event('disconnect'),
]);

/**
 * A platform event as a page's one stream carries it (platform-api.md, section 6). `scope`: the room that
 * it belongs to and my participant in it; null for the device's own events.
 */
export type StreamEvent = z.infer<typeof streamEventSchema>;

/** The event of one name. */
export type StreamEventOf<Name extends EventName> = Extract<StreamEvent, { readonly name: Name }>;

/** Events without data of their own: on a page's stream they carry the scope alone. */
const bare: ReadonlySet<string> = new Set<EventName>([
  'calls_changed',
  'participant_sync_begin',
  'participant_sync_end',
  'media_changed',
]);

/** Reads an event; undefined where its name or data is not known, which a page passes over. */
export function readEvent(raw: RawEvent): StreamEvent | undefined {
  const json = readJsonText(raw.data);
  if (json === undefined) return undefined;
  const scoped = z.safeParse(roomScopeSchema, json);
  const parsed = z.safeParse(streamEventSchema, {
    name: raw.name,
    data: bare.has(raw.name) ? null : json,
    scope: scoped.success ? scoped.data : null,
  });
  return parsed.success ? parsed.data : undefined;
}

function readJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
