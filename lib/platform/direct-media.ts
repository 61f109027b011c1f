import * as z from 'zod/mini';

/** Longest SDP or candidate body on a leg, in bytes (direct-media.md: 64 KiB). */
export const legMessageBytes = 65_536;

const sdp = z.string().check(z.maxLength(legMessageBytes));
const uuid = z.string().check(z.minLength(1), z.maxLength(64));

/** Body of `participants/<me>/calls`: opens a leg with an offer; `peer` absent = the only other one. */
export const callsBodySchema = z.object({
  call_type: z.optional(z.string()),
  sdp,
  peer: z.optional(uuid),
});

/** Body of `…/ack`: an answer, or that the other's offer was ignored (glare). */
export const ackBodySchema = z.object({
  sdp: z.optional(sdp),
  offer_ignored: z.optional(z.boolean()),
});

/** Body of `…/update`: a new offer on a leg that exists. */
export const updateBodySchema = z.object({ sdp });

/** One ICE candidate; `candidate: ""` ends them (RFC 8838 end-of-candidates). */
export const candidateSchema = z.object({
  candidate: z.string().check(z.maxLength(2048)),
  mid: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
  ufrag: z.optional(z.nullable(z.string().check(z.maxLength(256)))),
});

/** See {@link candidateSchema}. */
export type Candidate = z.infer<typeof candidateSchema>;

/** Body of `…/new_candidate`: one candidate, or Ringway's several at once. */
export const newCandidateBodySchema = z.union([
  z.object({ candidates: z.array(candidateSchema).check(z.minLength(1), z.maxLength(100)) }),
  candidateSchema,
]);

/** Result of `calls` and `update`: every answer comes as an event (`answer_by_event`). */
export const callsResultSchema = z.object({
  call_uuid: z.string(),
  sdp: z.string(),
  peer: z.string(),
});

/** `new_offer`, `new_answer`, `update_sdp`: SDP of a leg; `call_uuid` is the receiver's own. */
export const legSdpEventSchema = z.object({
  sdp: z.string(),
  peer: z.string(),
  call_uuid: z.string(),
});

/** `offer_ignored`, `peer_disconnect`: which leg. */
export const legEventSchema = z.object({ peer: z.string(), call_uuid: z.string() });

/** `new_candidate`: one candidate flat, or several in `candidates`, as they were sent. */
export const newCandidateEventSchema = z.object({
  candidate: z.optional(z.string()),
  mid: z.optional(z.nullable(z.string())),
  ufrag: z.optional(z.nullable(z.string())),
  candidates: z.optional(z.array(candidateSchema)),
  peer: z.string(),
  call_uuid: z.string(),
});
