import type { Reason, RefusedBecause } from '@/lib/platform/reasons';
import { refused, type Outcome } from '@/lib/server/outcome';

/** What a person is told in words for each reason; what happened, and what can be done next. */
const words: { readonly [Which in Reason]: string } = {
  bad_request: 'The request was not understood.',
  unauthorized: 'Sign in first.',
  forbidden: 'You are not allowed to do this here.',
  not_found: 'There is nobody at this address.',
  answered_elsewhere: 'The call was answered on another device.',
  rejected_elsewhere: 'The call was declined on another device.',
  cancelled: 'The caller has hung up.',
  missed: 'The call is over: nobody answered it in time.',
  rejected: 'The call was declined.',
  busy: 'The person is in another call. Try again later.',
  unreachable: "None of the person's devices can be reached now. Try again later.",
  ended: 'This call has ended.',
  replaced: 'This call was replaced by a newer one.',
  locked: 'The room is locked. Ask its host to let you in.',
  full: 'Participant limit reached',
  pin_required: 'This room wants a PIN.',
  too_large: 'The message is too large.',
  too_many: 'Too many attempts. Wait a moment and try again.',
  unavailable: 'The server cannot do this now. Try again in a moment.',
  failed: 'The call has failed. Try again.',
};

const exactly: { readonly [Which in RefusedBecause]: string } = {
  no_key:
    'This meeting is encrypted from end to end: only its whole link carries the key. Open that link in a browser.',
  cannot_encrypt:
    'This meeting is encrypted from end to end, which this browser cannot do with so many people. Open its link in another one.',
  wrong_pins: 'Too many wrong PINs. Wait a while and try again.',
  no_guests:
    'Only somebody with an account may call or join here. Sign in, or send registration_token.',
  already_in: 'This person is in the meeting already, or waits to be let in.',
  screen_taken: 'Somebody else shares a screen. Yours can be shared once that is over.',
};

/** The refusal for what exactly is in the way, in its own words. */
export function refusedBecause(
  reason: Reason,
  because: RefusedBecause,
  retryAfterMs?: number,
): Outcome<never> {
  const refusal = { reason, text: exactly[because], because };
  if (retryAfterMs === undefined) return { ok: false, refusal };
  return { ok: false, refusal: { ...refusal, retryAfter: secondsOf(retryAfterMs) } };
}

/** The refusal of what the rules of a room do not let. */
export function refusedAs({
  reason,
  because,
}: {
  readonly reason: Reason;
  readonly because?: RefusedBecause;
}): Outcome<never> {
  return because === undefined ? refusedFor(reason) : refusedBecause(reason, because);
}

function secondsOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}

/** The refusal for a reason, in its usual words. */
export function refusedFor(reason: Reason, retryAfterMs?: number): Outcome<never> {
  const seconds = retryAfterMs === undefined ? undefined : secondsOf(retryAfterMs);
  return refused(reason, words[reason], seconds);
}
