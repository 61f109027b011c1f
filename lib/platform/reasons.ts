import * as z from 'zod/mini';

/** Why something was refused or ended: the closed list of platform-api.md, section 4 (Answers). */
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

/** Schema of {@link Reason}. */
export const reasonSchema = z.enum(reasons);

/** One entry of the closed list of reasons (platform-api.md, section 4). */
export type Reason = z.infer<typeof reasonSchema>;

/** Schema of {@link RefusedBecause}. */
export const refusedBecauseSchema = z.enum([
  'no_key',
  'cannot_encrypt',
  'wrong_pins',
  'no_guests',
  'already_in',
  'screen_taken',
]);

/**
 * Why exactly something was refused, where a page has words of its own for it: a meeting's key is missing, the
 * browser cannot encrypt for it, too many PINs were wrong, nobody without an account comes through at this address
 * (whether there is anything or not), whoever is rung is in already. Ringway's own, beside the reason.
 */
export type RefusedBecause = z.infer<typeof refusedBecauseSchema>;

/** Schema of {@link CancelReason}. */
export const cancelReasonSchema = z.enum([
  'cancelled',
  'answered_elsewhere',
  'rejected_elsewhere',
  'missed',
]);

/** Why a rung device stops ringing (`incoming_cancelled`, platform-api.md section 3). */
export type CancelReason = z.infer<typeof cancelReasonSchema>;

/**
 * What exactly ended a participant's time in a room, finer than {@link Reason}, for the words on the
 * screen: someone hung up, the host ended or removed, a connection was lost past its grace time
 * (call-rules.md 17), the winner stayed silent (15), the same device called again (12), the account
 * was closed, an encrypted meeting outgrew what the browser can encrypt, or the server could not go on.
 */
export const endCauses = [
  'hung_up',
  'host_ended',
  'removed',
  'connection_lost',
  'silent',
  'replaced',
  'moved',
  'account_closed',
  'cannot_encrypt',
  'failed',
] as const;

/** Schema of {@link EndCause}. */
export const endCauseSchema = z.enum(endCauses);

/** See {@link endCauses}. */
export type EndCause = z.infer<typeof endCauseSchema>;
