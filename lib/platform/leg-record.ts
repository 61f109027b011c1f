import * as z from 'zod/mini';

/** Longest body of `…/calls/<call_uuid>/record`, in bytes; a full record has about a sixth of it. */
export const legRecordBytes = 4_096;

/** How an ICE candidate reaches its end (RFC 8445, 5.1.1). */
export const candidateTypes = ['host', 'srflx', 'prflx', 'relay'] as const;

/** In place of a `call_uuid`: what goes between a participant and LiveKit. */
export const callOfLiveKit = 'livekit';

/** See {@link candidateTypes}. */
export type CandidateType = (typeof candidateTypes)[number];

/**
 * Why a leg was over, as the end that writes it knows: its person left or moved the call to another page
 * (`here`, `moved`), the other end left or ended it (`there`) or began anew (`replaced`), no path was found
 * in time (`no_path`; call-rules.md, Media), or the server ended the call (`server`).
 */
export const legEnds = ['here', 'moved', 'there', 'replaced', 'no_path', 'server'] as const;

/** See {@link legEnds}. */
export type LegEnd = (typeof legEnds)[number];

const count = z.int().check(z.minimum(0), z.maximum(2_147_483_647));
const percent = z.number().check(z.minimum(0), z.maximum(100));
/** Pixels, or frames a second. */
const small = z.number().check(z.minimum(0), z.maximum(65_535));

const pictureSchema = z.object({
  width: z.int().check(z.minimum(0), z.maximum(65_535)),
  height: z.int().check(z.minimum(0), z.maximum(65_535)),
  frames_per_second: small,
});

const bitrateSchema = z.object({ audio: count, video: count });

/**
 * Body of `participants/<me>/calls/<call_uuid>/record` (call-rules.md, Media): how one leg was for one of
 * its ends; at `calls/livekit/record` how media between a participant and LiveKit was. Numbers and words of closed lists alone: there is no room for content or addresses. Times in
 * ms, shares in per cent, bitrates in kbit/s from when it was connected; null: the browser does
 * not say, or it never was connected.
 */
export const legRecordSchema = z.object({
  engine: z.enum(['direct', 'livekit']),
  /** From its first offer to its end. */
  duration_ms: count,
  /** From its first offer until media could flow. */
  connected_after_ms: z.nullable(count),
  path: z.nullable(
    z.object({
      local: z.enum(candidateTypes),
      remote: z.enum(candidateTypes),
      protocol: z.enum(['udp', 'tcp']),
      /** How the local relay is reached (RFC 8656); null where none is used. */
      relay: z.nullable(z.enum(['udp', 'tcp', 'tls'])),
    }),
  ),
  round_trip_ms: z.nullable(z.object({ min: count, median: count, max: count })),
  /** Of what was sent to me, and of what I sent. */
  loss_in: z.nullable(percent),
  loss_out: z.nullable(percent),
  /** Sound that the browser made up because it was missing. */
  concealed: z.nullable(percent),
  freezes: z.object({ count, duration_ms: count }),
  /** The largest that was decoded and encoded; null: none was. */
  picture_in: z.nullable(pictureSchema),
  picture_out: z.nullable(pictureSchema),
  bitrate_in: bitrateSchema,
  bitrate_out: bitrateSchema,
  /** For how long my picture rested because too little was left for it. */
  picture_rested_ms: count,
  restarts: count,
  /** null: it was not over when this was written, since the page might have gone away. */
  end: z.nullable(z.enum(legEnds)),
});

/** See {@link legRecordSchema}. */
export type LegRecord = z.infer<typeof legRecordSchema>;
