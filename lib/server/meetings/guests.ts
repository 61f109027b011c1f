import type { Settings } from '@/lib/server/settings';
import type { Row } from '@/lib/server/store/schema';

/**
 * Whether a meeting is joined by people without an account: as its owner said; where nobody has, by whoever has
 * its PIN, and without one where the operator lets anonymous callers in (platform-api.md, section 4).
 */
export function takesGuests(
  { anonymousCallers }: Pick<Settings, 'anonymousCallers'>,
  { guests, pin, guest_pin }: Pick<Row<'meeting'>, 'guests' | 'pin' | 'guest_pin'>,
): boolean {
  if (guests !== null) return guests === 1;
  return pin !== null || guest_pin !== null || anonymousCallers;
}
