import { legMessageBytes } from '@/lib/platform/direct-media';
import type { Reason } from '@/lib/platform/reasons';

/** Why a message on a leg is refused: the reason of the closed list and a text in words (always 403). */
export interface LegRefusal {
  readonly outcome: 'refused';
  readonly reason: Reason;
  readonly text: string;
}

/**
 * Looks at the form of an SDP and at nothing else: begins with `v=0`, has an `m=` line, lines end in
 * LF or CRLF, no other control characters, at most 64 KiB (direct-media.md). Null: it is well formed.
 */
export function sdpForm(sdp: string): LegRefusal | null {
  if (utf8Bytes(sdp) > legMessageBytes) return tooLarge;
  if (!/^v=0\r?\n/.test(sdp)) return malformed('it must begin with the line v=0');
  if (!/\nm=/.test(sdp)) return malformed('it has no m= line');
  if (!sdp.endsWith('\n')) return malformed('its last line does not end');
  return hasControlCharacters(sdp.replace(/\r?\n/g, ''))
    ? malformed('it has control characters')
    : null;
}

/** Whether a text has control characters (Unicode category Cc, line ends included). */
export function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** The refusal of what is longer than 64 KiB. */
export const tooLarge: LegRefusal = {
  outcome: 'refused',
  reason: 'too_large',
  text: 'A message on a leg may have at most 64 KiB.',
};

/** Length in UTF-8, bytes. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function malformed(what: string): LegRefusal {
  return { outcome: 'refused', reason: 'bad_request', text: `This is not an SDP: ${what}.` };
}
