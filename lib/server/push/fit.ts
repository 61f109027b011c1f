import type { Incoming } from '@/lib/platform/calling';
import { graphemesOf } from '@/lib/server/graphemes';

/** What people chose themselves and may be cut, the least needed first. */
const cuttable = ['remote_organisation', 'remote_display_name'] as const;

/** Below so many graphemes a name says nothing any more. */
const leastGraphemes = 8;

/**
 * Cuts the names of a call until what is written of it fits: at graphemes, never inside a character, with
 * an ellipsis (ios-shim.md: a VoIP payload is at most 5,120 bytes).
 *
 * @param write what is sent of the call; its size is measured in UTF-8 bytes
 * @param limit in bytes
 * @throws RangeError when it does not fit with the shortest names
 */
export function fitCall(
  incoming: Incoming,
  write: (incoming: Incoming) => string,
  limit: number,
): string {
  let fitted = incoming;
  let text = write(fitted);
  for (const field of cuttable) {
    const parts = graphemesOf(fitted[field] ?? '');
    while (Buffer.byteLength(text) > limit && parts.length > leastGraphemes) {
      parts.length = Math.max(leastGraphemes, Math.floor(parts.length * 0.75));
      fitted = { ...fitted, [field]: `${parts.join('')}…` };
      text = write(fitted);
    }
  }
  if (Buffer.byteLength(text) > limit) {
    throw new RangeError(`The call does not fit into ${limit} bytes.`);
  }
  return text;
}
