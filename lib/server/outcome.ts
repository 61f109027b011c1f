import type { Reason, RefusedBecause } from '@/lib/platform/reasons';

/** A refusal that the caller must be told: a reason of the closed list and a readable text. */
export interface Refusal {
  readonly reason: Reason;
  readonly text: string;
  /** What exactly, where a page has words of its own for it. */
  readonly because?: RefusedBecause;
  /** Seconds after which trying again makes sense (HTTP `Retry-After`). */
  readonly retryAfter?: number;
  /** With `pin_required` where none was brought: which PINs the room has (platform-api.md 4). */
  readonly pins?: {
    readonly pin: 'required' | 'none';
    readonly guest_pin: 'required' | 'none';
  };
}

/** What a use case answers: a value, or a refusal in words. */
export type Outcome<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal };

/** The outcome of what was done. */
export function done<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

/** The outcome of what was refused. */
export function refused(reason: Reason, text: string, retryAfter?: number): Outcome<never> {
  return {
    ok: false,
    refusal: { reason, text, ...(retryAfter === undefined ? {} : { retryAfter }) },
  };
}
