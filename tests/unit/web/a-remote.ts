import { noMedia } from '@/lib/web/media/session';
import type { RemoteView } from '@/lib/web/call/view';

/** Another participant, of whom only some things matter. */
export function aRemote(uuid: string, change: Partial<RemoteView> = {}): RemoteView {
  return {
    ...noMedia,
    uuid,
    displayName: uuid,
    address: `${uuid}@example.com`,
    state: {},
    muted: false,
    mutedByHost: false,
    isHost: false,
    connected: true,
    handSince: null,
    ...change,
  };
}
