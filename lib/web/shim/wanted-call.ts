import type { CallIntent } from '../call/view';
import type { Connection } from '../runtime-view';
import type { Store } from '../store';
import type { ShimStores } from './stores';

/**
 * Hands a call that was asked for in the system's list of calls to whoever places calls: once, as soon as the
 * stream that it needs is open, and not to whoever comes too late for it. Until the returned function is called.
 */
export function followWantedCall(
  { wantedCall }: Pick<ShimStores, 'wantedCall'>,
  connection: Store<Connection>,
  place: (intent: CallIntent) => void,
): () => void {
  const look = (): void => {
    const wanted = wantedCall.get();
    if (wanted === null || connection.get() !== 'online') return;
    wantedCall.set(null);
    if (Date.now() < wanted.until) place(wanted.intent);
  };
  const ends = [wantedCall.subscribe(look), connection.subscribe(look)];
  look();
  return () => {
    for (const end of ends) end();
  };
}
