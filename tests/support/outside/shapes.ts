import * as z from 'zod';
import type { Answer } from './http';

/** What the platform's answers and events look like to a client that read the specification. */

/** The closed list of platform-api.md section 4. */
export const reasons = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'answered_elsewhere',
  'rejected_elsewhere',
  'cancelled',
  'missed',
  'rejected',
  'busy',
  'unreachable',
  'ended',
  'replaced',
  'locked',
  'full',
  'pin_required',
  'too_large',
  'too_many',
  'unavailable',
  'failed',
] as const;

export type Reason = (typeof reasons)[number];

export const failure = z.object({
  status: z.literal('failed'),
  result: z.string().min(1),
  reason: z.enum(reasons),
});

export const pinWanted = z.object({
  status: z.literal('success'),
  result: z.object({
    pin: z.enum(['required', 'none']),
    guest_pin: z.enum(['required', 'none']),
  }),
});

/** Section 1's envelope. */
export const envelope = z.object({
  code: z.string(),
  timeStamp: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
  results: z.unknown(),
});

export const signedIn = z.object({
  id: z.number().int(),
  account: z.string(),
  trueName: z.string(),
  userName: z.string().regex(/^[^@]+@[^@]+$/),
  sipkey: z.string().regex(/^\d+$/),
  session_id: z.string().min(1),
  companyId: z.number().int(),
});

export const registered = z.object({
  token: z.string().min(1),
  expires: z.string().regex(/^\d+$/),
});

export const incoming = z.object({
  remote_alias: z.string(),
  owner: z.string(),
  remote_display_name: z.string(),
  conference_alias: z.string().min(1),
  token: z.string().min(1),
  time: z.string().regex(/^\d{10}$/),
  service_type: z.enum(['gateway', 'conference']),
  bsskey: z.string(),
  invitation: z.string().min(1),
  remote_address: z.string(),
  call_type: z.enum(['audio', 'video']),
  expires_at: z.number().int(),
  origin: z.url(),
  waiting: z.boolean().optional(),
});

export type Incoming = z.infer<typeof incoming>;

export const incomingCancelled = z.object({
  token: z.string().min(1),
  reason: z.enum(['cancelled', 'answered_elsewhere', 'rejected_elsewhere', 'missed']),
});

export const invitationState = z.object({
  invitation: z.string(),
  state: z.enum([
    'ringing',
    'accepted',
    'rejected',
    'cancelled',
    'missed',
    'busy',
    'unreachable',
    'failed',
  ]),
  reason: z.enum(reasons).nullish(),
  expires_at: z.number().int(),
});

const iceServer = z.object({
  urls: z.union([z.string(), z.array(z.string())]),
  username: z.string().optional(),
  credential: z.string().optional(),
});

export const media = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('direct'), iceServers: z.array(iceServer) }),
  z.object({ mode: z.literal('livekit'), url: z.string(), token: z.string() }),
]);

export const joined = z.object({
  token: z.string().min(1),
  expires: z.literal('120'),
  participant_uuid: z.string().min(1),
  display_name: z.string(),
  role: z.enum(['HOST', 'GUEST']),
  service_type: z.enum(['gateway', 'conference', 'waiting_room']),
  current_service_type: z.string().min(1),
  stun: z.array(z.object({ url: z.string() })).optional(),
  media: media.optional(),
  max_peers: z.number().int().optional(),
});

export type Joined = z.infer<typeof joined>;

export const refreshed = z.object({
  token: z.string().min(1),
  expires: z.string().regex(/^\d+$/),
  media: media.optional(),
});

export const joinable = z.object({
  isDot: z.boolean(),
  sipkey: z.string(),
  alias: z.string(),
  password: z.string(),
  participantName: z.string(),
  roleType: z.enum(['host', 'guest']),
  mcuHost: z.string().min(1),
  companyId: z.number().int(),
  conferenceName: z.string(),
  allowGuest: z.boolean(),
  isRecord: z.boolean(),
  isLive: z.boolean(),
});

export const participantEntry = z.object({
  uuid: z.string().min(1),
  display_name: z.string(),
  uri: z.string(),
  role: z.string(),
  is_muted: z.enum(['YES', 'NO']),
  max_peers: z.number().int(),
  service_type: z.string().optional(),
  offer: z.enum(['me', 'peer']).optional(),
  state: z.record(z.string(), z.unknown()).nullish(),
});

export type ParticipantEntry = z.infer<typeof participantEntry>;

export const legOpened = z.object({ call_uuid: z.string().min(1), sdp: z.literal('') });

const success = z.object({ status: z.literal('success'), result: z.unknown() });

/** The `result` of a success, parsed; anything else is an error that shows the answer. */
export function resultOf<Shape extends z.ZodType>(answer: Answer, shape: Shape): z.output<Shape> {
  const outer = success.safeParse(answer.body);
  if (answer.status !== 200 || !outer.success) {
    throw new Error(`expected a success, got ${answer.status} ${answer.text}`);
  }
  return parsed(outer.data.result, shape, answer);
}

/** The `results` of section 1's envelope where `code` is `"200"`. */
export function resultsOf<Shape extends z.ZodType>(answer: Answer, shape: Shape): z.output<Shape> {
  const outer = envelope.safeParse(answer.body);
  if (answer.status !== 200 || !outer.success || outer.data.code !== '200') {
    throw new Error(`expected code 200, got ${answer.status} ${answer.text}`);
  }
  return parsed(outer.data.results, shape, answer);
}

function parsed<Shape extends z.ZodType>(
  value: unknown,
  shape: Shape,
  answer: Answer,
): z.output<Shape> {
  const read = shape.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`an unexpected shape: ${answer.text}\n${z.prettifyError(read.error)}`);
}
