import * as z from 'zod/mini';

/** An account by its names. */
export const accountNames = z.object({
  id: z.int(),
  address: z.string(),
  display_name: z.string(),
});

/** The providers of pushes. */
export const pushProviders = ['apns', 'jpush', 'web'] as const;

/** See {@link pushProviders}. */
export type PushProviderName = (typeof pushProviders)[number];

/**
 * How far a push came. `waiting`, `sending`: not over yet; `heard`: an open page rang, no push was needed;
 * `accepted`: the provider took it; `refused`: it did not and never will, the token stays; `gone`: the
 * provider knows no such token any more; `failed`: nothing got through in time; `dropped`: the call ended
 * before it left; `expired`: the ring time did.
 */
export const pushStates = [
  'waiting',
  'sending',
  'heard',
  'accepted',
  'refused',
  'gone',
  'failed',
  'dropped',
  'expired',
] as const;

/** See {@link pushStates}. */
export type PushState = (typeof pushStates)[number];

/** One step of a push's journey. */
export const pushStepNames = [
  'queued',
  'stream_first',
  'connecting',
  'sent',
  'answered',
  'retrying',
  'rang',
  ...pushStates,
] as const;

/** See {@link pushStepNames}. */
export type PushStepName = (typeof pushStepNames)[number];

/** A step of a push's journey: `at` in ms after it was queued; `detail` in the provider's own words. */
export const pushStepSchema = z.object({
  at: z.number(),
  step: z.enum(pushStepNames),
  detail: z.optional(z.string()),
});

/** See {@link pushStepSchema}. */
export type PushStep = z.infer<typeof pushStepSchema>;

/** A journey: its steps in their order. */
export const pushStepsSchema = z.array(pushStepSchema);

/** One of `GET /api/admin/pushes`: a push and its journey. `latency_ms`: from the first send to the answer. */
export const pushEntrySchema = z.object({
  id: z.string(),
  purpose: z.enum(['ring', 'over', 'test']),
  provider: z.enum(pushProviders),
  account: accountNames,
  device: z.string(),
  device_name: z.string(),
  app_key: z.nullable(z.string()),
  environment: z.nullable(z.enum(['production', 'sandbox'])),
  state: z.enum(pushStates),
  status: z.nullable(z.int()),
  reason: z.nullable(z.string()),
  /** `apns-id`, JPush's `msg_id`, or what a push service calls the message. */
  provider_id: z.nullable(z.string()),
  attempts: z.int(),
  queued: z.string(),
  latency_ms: z.nullable(z.number()),
  steps: pushStepsSchema,
});

/** See {@link pushEntrySchema}. */
export type PushEntry = z.infer<typeof pushEntrySchema>;

/** Result of `GET /api/admin/pushes`: newest first; `next` is the `before` of the next page. */
export const pushPageSchema = z.object({
  pushes: z.array(pushEntrySchema),
  next: z.nullable(z.string()),
});

/** What was found about a provider's credentials; pages say in words what to do about each. */
export const providerVerdicts = [
  'ready',
  'not_checked',
  'no_credentials',
  'key_refused',
  'topic_refused',
  'clock_wrong',
  'out_of_quota',
  'unreachable',
  'failing',
  'no_contact',
  'no_public_origin',
] as const;

/** See {@link providerVerdicts}. */
export type ProviderVerdict = (typeof providerVerdicts)[number];

/**
 * How one set of push credentials does: of an app key (`app_key` is the key that devices register with),
 * or of web push (null). Never the credentials themselves; `quota` as JPush's rate headers told it.
 */
export const providerStateSchema = z.object({
  provider: z.enum(pushProviders),
  app_key: z.nullable(z.string()),
  certificate_name: z.nullable(z.string()),
  environment: z.nullable(z.enum(['production', 'sandbox'])),
  topic: z.nullable(z.string()),
  team: z.nullable(z.string()),
  state: z.enum(['good', 'warning', 'bad', 'off']),
  verdict: z.enum(providerVerdicts),
  detail: z.string(),
  quota: z.nullable(z.object({ limit: z.int(), remaining: z.int(), reset_s: z.int() })),
  checked: z.nullable(z.string()),
});

/** See {@link providerStateSchema}. `GET /api/admin/pushes/providers`, `POST /api/admin/pushes/check`. */
export type ProviderState = z.infer<typeof providerStateSchema>;
