import type { ShownCall } from '@/lib/platform/shim-bridge';
import type { CallView } from '../call/view';
import type { ShimMessage } from './presence';

/** My calls as the shim has to know them: those that are not over. */
export function shownCalls(calls: readonly CallView[]): readonly ShownCall[] {
  return calls.flatMap((call) => {
    const state = shownState(call);
    if (state === null) return [];
    const { invitation, peer, callType } = call;
    return [{ invitation, address: peer.address, state, call_type: callType }];
  });
}

function shownState({ phase }: CallView): ShownCall['state'] | null {
  switch (phase.phase) {
    case 'outgoing':
      return 'calling';
    case 'connecting':
    case 'connected':
      return phase.phase;
    case 'ended':
      return null;
  }
}

/** Tells the shim of my calls as they change, and of each that is over with its true times. */
export function createToldCalls(
  tell: (message: ShimMessage) => void,
): (calls: readonly CallView[], now: number) => void {
  /** Calls that go on, by their key, with when media began to flow, ms since 1970. */
  const live = new Map<string, number | null>();
  let told: string | null = null;
  return (calls, now) => {
    for (const call of calls) {
      if (call.phase.phase === 'ended') {
        const flowing = live.get(call.key);
        if (flowing !== undefined) tellOver(tell, call, flowing, now);
        live.delete(call.key);
      } else live.set(call.key, live.get(call.key) ?? flowingSince(call, now));
    }
    for (const key of live.keys()) {
      // A call that never came to be, or goes on in another tab.
      if (!calls.some((call) => call.key === key)) live.delete(key);
    }
    const shown = [...shownCalls(calls)];
    const text = JSON.stringify(shown);
    if (text !== told) tell({ kind: 'calls', calls: shown });
    told = text;
  };
}

/** In a meeting one is connected before anybody else is there. */
function flowingSince({ phase, kind, remotes }: CallView, now: number): number | null {
  if (phase.phase !== 'connected') return null;
  if (kind === 'gateway') return phase.since;
  return remotes.some(({ leg }) => leg === 'flowing') ? now : null;
}

function tellOver(
  tell: (message: ShimMessage) => void,
  { peer, direction, callType }: CallView,
  flowing: number | null,
  now: number,
): void {
  // Of whom it was with nothing is known, so nobody could be called back.
  if (peer.address === '') return;
  tell({
    kind: 'call_over',
    address: peer.address,
    name: peer.displayName,
    direction,
    call_type: callType,
    connected_at: flowing === null ? null : inSeconds(flowing),
    ended_at: inSeconds(now),
  });
}

function inSeconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
