import * as z from 'zod/mini';

/** An error of JPush, with its documented code. */
export interface JPushError {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** A push as it was understood. */
export interface ReadPush {
  readonly cid: string | null;
  readonly platforms: readonly string[];
  readonly registrationIds: readonly string[];
  readonly voip: Readonly<Record<string, unknown>> | null;
  readonly messageContent: string | null;
  readonly timeToLive: number | null;
  readonly apnsProduction: boolean | null;
}

const platform = z.union([
  z.literal('all'),
  z.array(z.enum(['android', 'ios', 'quickapp', 'hmos'])).check(z.minLength(1)),
]);
const voip = z.record(z.string(), z.unknown());
const optionsSchema = z.strictObject({
  sendno: z.optional(z.int()),
  time_to_live: z.optional(z.int().check(z.minimum(0), z.maximum(864_000))),
  override_msg_id: z.optional(z.number()),
  apns_production: z.optional(z.boolean()),
  apns_collapse_id: z.optional(z.string().check(z.maxLength(64))),
  big_push_duration: z.optional(z.int()),
});
const content = {
  platform,
  notification: z.optional(z.strictObject({ voip: z.optional(voip) })),
  message: z.optional(
    z.strictObject({
      msg_content: z.string(),
      title: z.optional(z.string()),
      content_type: z.optional(z.string()),
      extras: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
  options: z.optional(optionsSchema),
};

const singleSchema = z.strictObject({
  ...content,
  cid: z.optional(z.string()),
  audience: z.strictObject({ registration_id: z.array(z.string()) }),
});

const entrySchema = z.strictObject({ ...content, target: z.string() });

/** The body of a batch: entries by cid. */
export const batchSchema = z.strictObject({ pushlist: z.record(z.string(), z.unknown()) });

/** So that a member that is missing is told from one that is wrong. */
const told = { reportInput: true };

/** What is wrong with a body that a schema refused. */
function mistake(error: z.core.$ZodError): JPushError {
  const issue = error.issues[0];
  const where = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') return fault(1009, `unsupported key in ${where}`);
  const isMissing = issue !== undefined && issue.input === undefined;
  return fault(isMissing ? 1002 : 1003, `${where}: ${issue?.message ?? 'invalid'}`);
}

function fault(code: number, message: string): JPushError {
  return { status: 400, code, message };
}

/** Reads the body of `/v3/push`. */
export function readSinglePush(body: unknown): ReadPush | JPushError {
  const read = z.safeParse(singleSchema, body, told);
  if (!read.success) return mistake(read.error);
  const { cid, audience, ...rest } = read.data;
  return understood(rest, audience.registration_id, cid ?? null);
}

/** Reads one entry of a batch. */
export function readBatchEntry(cid: string, body: unknown): ReadPush | JPushError {
  const read = z.safeParse(entrySchema, body, told);
  if (!read.success) return mistake(read.error);
  const { target, ...rest } = read.data;
  return understood(rest, [target], cid);
}

type Content = z.infer<z.ZodMiniObject<typeof content>>;

function understood(
  { platform: platforms, notification, message, options }: Content,
  registrationIds: readonly string[],
  cid: string | null,
): ReadPush | JPushError {
  if (!notification && !message) return fault(1002, 'notification or message is required');
  if (message?.msg_content === '') return fault(1003, 'msg_content is empty');
  if (registrationIds.length === 0 || registrationIds.length > 1_000) {
    return fault(1003, 'registration_id has 1 to 1000 values');
  }
  const bad = registrationIds.find((id) => !/^[0-9a-zA-Z]{11,40}$/.test(id));
  if (bad !== undefined) return fault(1003, `The registration_id ${bad} is invalid!`);
  if (tooLarge(notification?.voip, 2_000) || tooLarge(message, 4_000)) {
    return fault(1005, 'the message is too large');
  }
  return {
    cid,
    platforms: platforms === 'all' ? ['all'] : platforms,
    registrationIds,
    voip: notification?.voip ?? null,
    messageContent: message?.msg_content ?? null,
    timeToLive: options?.time_to_live ?? null,
    apnsProduction: options?.apns_production ?? null,
  };
}

function tooLarge(part: unknown, limit: number): boolean {
  return part !== undefined && Buffer.byteLength(JSON.stringify(part)) > limit;
}
