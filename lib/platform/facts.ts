import * as z from 'zod/mini';
import { probeSchema } from './probe';

const ms = z.number();

/**
 * What a check has measured, for people in any language. Times and moments in ms (moments since 1970), sizes in
 * bytes; hosts, addresses and files as they are.
 */
export const factSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), who: z.string(), ms }),
  z.object({ kind: z.literal('no_answer'), who: z.string() }),
  z.object({ kind: z.literal('devices'), count: z.number() }),
  /** How far two clocks are apart. */
  z.object({ kind: z.literal('apart'), ms }),
  z.object({ kind: z.literal('room'), free: z.number(), size: z.number() }),
  /** The server's secret; `mode`: its permissions in octal; `open`: others on the machine can read it. */
  z.object({
    kind: z.literal('secret_file'),
    file: z.string(),
    mode: z.string(),
    open: z.boolean(),
  }),
  /** Only this machine opens the address, and browsers want no certificate of it. */
  z.object({ kind: z.literal('no_certificate') }),
  /** `days` left until `until`; `objection`: what a browser would object to, as OpenSSL names it. */
  z.object({
    kind: z.literal('certificate'),
    subject: z.string(),
    days: z.number(),
    until: z.number(),
    objection: z.string(),
  }),
  z.object({ kind: z.literal('client'), address: z.string(), proxy: probeSchema.shape.proxy }),
  /** The client is itself a proxy whose word counts, so nothing can be tried from here. */
  z.object({ kind: z.literal('trusted_client'), address: z.string() }),
  z.object({ kind: z.literal('forged'), claimed: z.string(), address: z.string() }),
  z.object({ kind: z.literal('socket'), ms }),
  z.object({ kind: z.literal('silent_socket') }),
  /** `first`: when the first came; null: none came. */
  z.object({ kind: z.literal('events'), count: z.number(), first: z.nullable(ms), last: ms }),
  z.object({ kind: z.literal('relay'), url: z.string(), address: z.string(), ms }),
  z.object({ kind: z.literal('no_relays') }),
  /** Legs carry every call, of so many people at most. */
  z.object({ kind: z.literal('no_livekit'), people: z.number() }),
  /** Browsers get into LiveKit at this URL. */
  z.object({ kind: z.literal('livekit_door'), url: z.string(), ms }),
  /** LiveKit's webhook came. */
  z.object({ kind: z.literal('livekit_news'), ms }),
  z.object({ kind: z.literal('no_livekit_news') }),
  z.object({ kind: z.literal('backup'), at: z.number(), file: z.string() }),
  z.object({ kind: z.literal('no_backup') }),
]);

/** See {@link factSchema}. */
export type Fact = z.infer<typeof factSchema>;
