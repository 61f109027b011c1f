import type { LiveKitGuest } from '@/lib/server/media/livekit/livekit';
import type { Row } from '@/lib/server/store/schema';

/** A participant as LiveKit knows it. */
export function guestOf({ uuid, display_name, is_muted }: Row<'participant'>): LiveKitGuest {
  return { uuid, displayName: display_name, muted: is_muted === 1 };
}
