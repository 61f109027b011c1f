import * as z from 'zod/mini';
import { reasonSchema, refusedBecauseSchema, type Reason, type RefusedBecause } from './reasons';

/** Everything under `/api/v3/` answers HTTP 200 with the outcome in `code` (platform-api.md, section 1). */
export interface CloudEnvelope<Results> {
  readonly code: '200';
  readonly timeStamp: string;
  readonly results: Results;
}

/** A failure under `/api/v3/`: `results` is a readable text that the vendor's client shows as it stands. */
export interface CloudFailure {
  readonly code: '400' | '401' | '403' | '404' | '413' | '423' | '429' | '500' | '503';
  readonly timeStamp: string;
  readonly results: string;
}

/** `YYYY-MM-DD HH:mm:ss` in UTC (platform-api.md, section 1). */
export function writeTimeStamp(now: Date): string {
  return now.toISOString().slice(0, 19).replace('T', ' ');
}

/** The envelope of a success under `/api/v3/`. */
export function cloudSuccess<Results>(results: Results, now: Date): CloudEnvelope<Results> {
  return { code: '200', timeStamp: writeTimeStamp(now), results };
}

/** The envelope of a failure under `/api/v3/`. */
export function cloudFailure(code: CloudFailure['code'], text: string, now: Date): CloudFailure {
  return { code, timeStamp: writeTimeStamp(now), results: text };
}

/** Success outside `/api/v3/` (platform-api.md, section 4, Answers). */
export interface Success<Result> {
  readonly status: 'success';
  readonly result: Result;
}

/** Failure outside `/api/v3/`: `result` is always a readable text, `reason` from the closed list. */
export interface Failure {
  readonly status: 'failed';
  readonly result: string;
  readonly reason: Reason;
  readonly because?: RefusedBecause;
}

/** The envelope of a success outside `/api/v3/`. */
export function success<Result>(result: Result): Success<Result> {
  return { status: 'success', result };
}

/** The envelope of a failure outside `/api/v3/`. */
export function failure(reason: Reason, text: string, because?: RefusedBecause): Failure {
  return { status: 'failed', result: text, reason, ...(because === undefined ? {} : { because }) };
}

/** Schema of the envelope of a success around the schema of its result. */
export function successSchema<Result extends z.ZodMiniType>(result: Result) {
  return z.object({ status: z.literal('success'), result });
}

/** Schema of {@link Failure}. */
export const failureSchema = z.object({
  status: z.literal('failed'),
  result: z.string(),
  reason: reasonSchema,
  because: z.optional(refusedBecauseSchema),
});

/** A success under `/api/v3/` around the schema of its results. */
export function cloudSuccessSchema<Results extends z.ZodMiniType>(results: Results) {
  return z.object({ code: z.literal('200'), timeStamp: z.string(), results });
}

/** Schema of the answer to a room that wants a PIN: HTTP 403 with `status: "success"` (section 4). */
export const pinWantedSchema = z.object({
  status: z.literal('success'),
  result: z.object({ pin: z.enum(['required', 'none']), guest_pin: z.enum(['required', 'none']) }),
});
