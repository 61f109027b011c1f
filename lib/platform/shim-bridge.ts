import * as z from 'zod/mini';
import { callTypeSchema } from './calling';

// The bridge between the page and the iOS shim whose web view shows it (ios-shim.md, Shape). One envelope in both
// directions, as JSON text: `{"ringway": 1, "kind": …, …}`. The page posts to
// `window.webkit.messageHandlers.ringway`, the shim calls `window.ringwayShim.receive(text)`.

/** Version of the envelope; whoever reads another one drops the message. */
export const bridgeVersion = 1;

const version = z.literal(bridgeVersion);

/** A call of this page: what the shim must know to ring truthfully beside it. */
export const shownCallSchema = z.object({
  /** The invitation by which it began, where one is known. */
  invitation: z.nullable(z.string()),
  /** The other side's address. */
  address: z.string(),
  state: z.enum(['calling', 'connecting', 'connected']),
  call_type: callTypeSchema,
});

/** See {@link shownCallSchema}. */
export type ShownCall = z.infer<typeof shownCallSchema>;

/** What the page tells the shim. */
export const toShimSchema = z.discriminatedUnion('kind', [
  /** The page listens from now on; said at each load. The shim answers with all that waits for a page. */
  z.object({ ringway: version, kind: z.literal('ready') }),
  /** A native answer has arrived: it is not sent again. */
  z.object({ ringway: version, kind: z.literal('answer_taken'), invitation: z.string() }),
  /** All calls of this page that are not over; said at each change. */
  z.object({ ringway: version, kind: z.literal('calls'), calls: z.array(shownCallSchema) }),
  /** A call of this page is over; times in Unix seconds, `connected_at` null: media never flowed. */
  z.object({
    ringway: version,
    kind: z.literal('call_over'),
    address: z.string(),
    name: z.string(),
    direction: z.enum(['incoming', 'outgoing']),
    call_type: callTypeSchema,
    connected_at: z.nullable(z.int()),
    ended_at: z.int(),
  }),
  /** Nobody is signed in any more: nothing waits for a page, nothing is missed. */
  z.object({ ringway: version, kind: z.literal('signed_out') }),
  /** How many missed calls were not seen. */
  z.object({ ringway: version, kind: z.literal('missed'), count: z.int().check(z.gte(0)) }),
  /** Opens the app's page of the system's settings: a microphone that was refused is allowed there. */
  z.object({ ringway: version, kind: z.literal('open_settings') }),
  /** Shows the system's choice of speakers and headphones. */
  z.object({ ringway: version, kind: z.literal('show_audio_routes') }),
]);

/** See {@link toShimSchema}. */
export type ToShim = z.infer<typeof toShimSchema>;

/** What the shim tells the page. */
export const fromShimSchema = z.discriminatedUnion('kind', [
  /** The PushKit token in lower-case hex; null: there is none. Sent at each `ready` and at each change. */
  z.object({ ringway: version, kind: z.literal('voip_token'), token: z.nullable(z.string()) }),
  /**
   * The person answered this invitation in the system's own screen, which has let go of the microphone: the page
   * joins without a tap. Said again at each `ready` until `answer_taken`.
   */
  z.object({
    ringway: version,
    kind: z.literal('answered'),
    invitation: z.string(),
    ticket: z.string(),
    address: z.string(),
    call_type: callTypeSchema,
    from: z.object({ address: z.string(), display_name: z.string() }),
  }),
  /** The person called somebody back from the system's Recents. */
  z.object({
    ringway: version,
    kind: z.literal('call_back'),
    address: z.string(),
    call_type: callTypeSchema,
  }),
  /** The system rings for this invitation: the page makes no sound for it. */
  z.object({ ringway: version, kind: z.literal('system_rings'), invitation: z.string() }),
]);

/** See {@link fromShimSchema}. */
export type FromShim = z.infer<typeof fromShimSchema>;
