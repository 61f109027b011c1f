import * as z from 'zod/mini';

// What `shim-cli` reads and writes: native-shim/Sources/ShimCore/Contract in JSON, as Swift's `Codable` writes it.

/** What happens to the shim; `payload` and `memory` are base64, tokens too, moments ms since 1970. */
export type ShimEvent =
  | {
      readonly launched: {
        readonly _0: {
          readonly memory?: string;
          readonly region?: string;
          readonly protectedDataAvailable: boolean;
          readonly active: boolean;
        };
      };
    }
  | { readonly tokenChanged: { readonly token?: string } }
  | {
      readonly pushArrived: {
        readonly push: string;
        readonly payload: string;
        readonly mustReport: boolean;
      };
    }
  | { readonly reported: { readonly call: string; readonly problem?: string } }
  | { readonly answerTapped: { readonly call: string } }
  | { readonly endTapped: { readonly call: string } }
  | { readonly callEnded: { readonly call: string } }
  | { readonly becameActive: Empty }
  | { readonly resignedActive: Empty }
  | { readonly protectedDataBecameAvailable: Empty }
  | {
      readonly responded: {
        readonly request: number;
        readonly status: number;
        readonly body: string;
        readonly date?: number;
      };
    }
  | { readonly requestFailed: { readonly request: number } }
  | { readonly timePassed: Empty }
  | {
      readonly pageMessage: {
        readonly origin: string;
        readonly isMainFrame: boolean;
        readonly body: string;
      };
    }
  | { readonly pageFailed: Empty }
  | { readonly webProcessEnded: Empty }
  | { readonly callBackAsked: { readonly handle: string; readonly video: boolean } };

type Empty = Readonly<Record<string, never>>;

const empty = z.object({});
const call = z.string();

const reportSchema = z.object({
  call,
  handle: z.string(),
  name: z.string(),
  hasVideo: z.boolean(),
});

const requestSchema = z.object({
  id: z.int(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Base64. */
  body: z.optional(z.string()),
  /** ms */
  timeout: z.int(),
});

/** A request that the shim makes. */
export type ShimRequest = z.infer<typeof requestSchema>;

const recordSchema = z.object({
  handle: z.string(),
  name: z.string(),
  direction: z.enum(['incoming', 'outgoing']),
  video: z.boolean(),
  connected: z.optional(z.int()),
  ended: z.int(),
});

const endReasons = [
  'failed',
  'remoteEnded',
  'unanswered',
  'answeredElsewhere',
  'declinedElsewhere',
] as const;

/** What the shim does: one kind each. */
const effectSchema = z.strictObject({
  useReporter: z.optional(z.object({ _0: z.enum(['callKit', 'liveCommunicationKit']) })),
  reportIncoming: z.optional(z.object({ _0: reportSchema })),
  completePush: z.optional(z.object({ push: z.string() })),
  endCall: z.optional(z.object({ call, reason: z.enum(endReasons), listed: z.boolean() })),
  fulfilAnswer: z.optional(z.object({ call })),
  fulfilEnd: z.optional(z.object({ call })),
  request: z.optional(z.object({ _0: requestSchema })),
  beginBackgroundTask: z.optional(z.object({ task: z.int() })),
  endBackgroundTask: z.optional(z.object({ task: z.int() })),
  openPage: z.optional(z.object({ url: z.string() })),
  showUnreachable: z.optional(empty),
  openBrowser: z.optional(z.object({ url: z.string() })),
  tellPage: z.optional(z.object({ message: z.string() })),
  setBadge: z.optional(z.object({ count: z.int() })),
  remember: z.optional(z.object({ memory: z.string() })),
  wake: z.optional(z.object({ at: z.optional(z.int()) })),
  donate: z.optional(z.object({ _0: recordSchema })),
  setProximity: z.optional(z.object({ on: z.boolean() })),
  openSettings: z.optional(empty),
  showAudioRoutes: z.optional(empty),
  log: z.optional(z.object({ _0: z.object({ level: z.string(), text: z.string() }) })),
});

/** See {@link effectSchema}: an object whose only key says what is done. */
export type ShimEffect = z.infer<typeof effectSchema>;

/** A line that `shim-cli` writes. */
export const answerSchema = z.union([
  z.object({ effects: z.array(effectSchema) }),
  z.object({ problem: z.string() }),
]);
