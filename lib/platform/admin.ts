import * as z from 'zod/mini';
import { callTypeSchema, serviceTypeSchema } from './calling';
import { wayFindingSchema } from './checks';
import { factSchema } from './facts';
import { legRecordSchema } from './leg-record';
import { callEntrySchema, deviceEntrySchema, roleSchema } from './own';
import { accountNames, pushEntrySchema } from './pushes';

/**
 * What an account may be called. In a credentials header `:` ends it, in a path `%` begins an encoded
 * character however often it was encoded (platform-api.md, section 2).
 */
const accountName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(200),
    z.regex(/^[^\s@/\\:%\p{Cc}]+(@[^\s@/\\:%\p{Cc}]+)?$/u),
  );
const shortNumber = z.string().check(z.regex(/^\d{2,20}$/));

/** Ids of accounts and organisations are integers of 32 bits, as both databases count them. */
const id = z.int().check(z.maximum(2_147_483_647));

/** The id of an account where it stands in a path or a query. */
export const accountIdSchema = z.pipe(z.coerce.number(), id);

const displayName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

/** One account as administrators see it; times are ISO 8601 in UTC. */
export const accountEntrySchema = z.object({
  id: z.int(),
  account: z.string(),
  address: z.string(),
  sipkey: z.string(),
  display_name: z.string(),
  organisation: z.object({ id: z.int(), name: z.string() }),
  role: roleSchema,
  state: z.enum(['active', 'invited', 'disabled']),
  created: z.string(),
  last_seen: z.nullable(z.string()),
  devices: z.int(),
});

/** See {@link accountEntrySchema}. */
export type AccountEntry = z.infer<typeof accountEntrySchema>;

/** Body of `POST /api/admin/accounts`. Without `companyId` the administrator's own organisation. */
export const createAccountBodySchema = z.object({
  account: accountName,
  display_name: displayName,
  sipkey: z.optional(shortNumber),
  role: z.optional(roleSchema),
  companyId: z.optional(id),
});

/** See {@link createAccountBodySchema}. */
export type CreateAccountBody = z.infer<typeof createAccountBodySchema>;

/** Body of `PATCH /api/admin/accounts/<id>`. */
export const changeAccountBodySchema = z.object({
  display_name: z.optional(displayName),
  sipkey: z.optional(shortNumber),
  role: z.optional(roleSchema),
  disabled: z.optional(z.boolean()),
});

/** See {@link changeAccountBodySchema}. */
export type ChangeAccountBody = z.infer<typeof changeAccountBodySchema>;

/** A page of accounts; `next` is the `before` of the next page. */
export const accountPageSchema = z.object({
  accounts: z.array(accountEntrySchema),
  total: z.int(),
  next: z.nullable(z.string()),
});

/** Result of `POST /api/admin/accounts/<id>/invitation`: a link to set the password, good for 7 days. */
export const accountInvitationSchema = z.object({ link: z.string(), expires_at: z.int() });

/** A device as administrators see it: beside its person's view, where its pushes go and how the last went. */
export const adminDeviceSchema = z.extend(deviceEntrySchema, {
  account: accountNames,
  certificate_name: z.nullable(z.string()),
  environment: z.nullable(z.enum(['production', 'sandbox'])),
  last_push: z.nullable(pushEntrySchema),
});

/** An organisation (`companyId`); operators see and create them. */
export const organisationSchema = z.object({ id: z.int(), name: z.string() });

/** A room that is open now. */
export const liveCallSchema = z.object({
  room: z.string(),
  kind: serviceTypeSchema,
  call_type: callTypeSchema,
  since: z.string(),
  participants: z.array(
    z.object({
      uuid: z.string(),
      display_name: z.string(),
      uri: z.string(),
      connected: z.boolean(),
    }),
  ),
  ringing: z.array(z.object({ address: z.string(), display_name: z.string(), since: z.string() })),
});

/** See {@link liveCallSchema}. */
export type LiveCall = z.infer<typeof liveCallSchema>;

const personSchema = z.object({ address: z.string(), display_name: z.string() });

/** A call that is over; times are ISO 8601 in UTC. `from` called, or came in first, `to` is whom or where. */
export const finishedCallSchema = z.extend(
  z.pick(callEntrySchema, {
    kind: true,
    call_type: true,
    placed: true,
    answered: true,
    ended: true,
    outcome: true,
    reason: true,
  }),
  {
    room: z.string(),
    from: personSchema,
    to: personSchema,
    /** How each leg was for each of its ends that wrote it. */
    records: z.array(
      z.object({ from: z.string(), to: z.string(), written: z.string(), record: legRecordSchema }),
    ),
  },
);

/** See {@link finishedCallSchema}. */
export type FinishedCall = z.infer<typeof finishedCallSchema>;

/** A page of `GET /api/admin/calls/finished`; `next` is the `before` of the next page. */
export const finishedCallsPageSchema = z.object({
  calls: z.array(finishedCallSchema),
  next: z.nullable(z.string()),
});

/** One line of `GET /api/admin/health`: `id` names it; pages say in words what to do. */
export const healthLineSchema = z.object({
  id: z.enum([
    'database',
    'streams',
    'clock',
    'disk',
    'secrets',
    'origin',
    'apns',
    'jpush',
    'web_push',
    'certificate',
    'proxy',
    'turn',
    'livekit',
    'backup',
  ]),
  state: z.enum(['good', 'warning', 'bad']),
  /** What was measured, where it is of no language; else in English. */
  detail: z.string(),
  /** The same for pages. */
  fact: z.optional(factSchema),
  /** What is wrong with the way to the server, a relay or the backup. */
  finding: z.optional(wayFindingSchema),
});

/** Result of `GET /api/admin/health`. */
export const healthSchema = z.object({ lines: z.array(healthLineSchema) });

/** See {@link healthSchema}. */
export type Health = z.infer<typeof healthSchema>;
