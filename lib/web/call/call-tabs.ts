import type { Api } from '../api';
import { callLock, isHeld, takeLock, type Hold, type Locks } from '../stream/lead';
import type { TabMessage, Tabs } from '../stream/tabs';
import type { WritableStore } from '../store';
import { postLeaving } from './new-session';
import { readCalls, writeCalls, type RememberedCall } from './remembered-calls';
import type { Peer } from './view';

/** One tab of a profile is in a call at a time; the others know of it (call-rules.md). */
export interface CallTabs {
  /** Makes this the tab in the call; false while another is. */
  readonly enter: (patience: number) => Promise<boolean>;
  /** No longer in a call. */
  readonly leave: () => void;
  /** Tells the other tabs with whom, and how to leave the calls should this tab vanish. */
  readonly tell: (peer: Peer, calls: readonly RememberedCall[]) => void;
  /** Asks the tab in the call for it; null where it does not answer in time. */
  readonly fetch: () => Promise<readonly RememberedCall[] | null>;
}

/** What the tabs need of their surroundings. */
export interface CallTabsParts {
  readonly api: Api;
  readonly tabs: Tabs;
  readonly locks: Locks | undefined;
  readonly elsewhere: WritableStore<{ readonly peer: Peer } | null>;
  /** Gives the live calls away, for another tab. */
  readonly onHandOver: () => readonly RememberedCall[];
  /** Whether this tab looks after the profile now. */
  readonly leads: () => boolean;
}

/** How long the tab in a call may take to hand it over, ms. */
const handOverPatience = 2_000;

/** A tab that reloads comes back for its call within this; else it was closed, ms. */
const returnPatience = 10_000;

/** Joins this tab with the others. */
export function createCallTabs(parts: CallTabsParts): CallTabs {
  const { api, tabs, locks, elsewhere, onHandOver, leads } = parts;
  let hold: Hold | null = null;
  let entering: Promise<Hold | null> | null = null;
  let told: Extract<TabMessage, { type: 'call' }> | null = null;
  /** The calls of the tab that is in them now. */
  let theirs: readonly RememberedCall[] = [];
  let watching = false;

  const hear = (peer: Peer | null, calls: string): void => {
    theirs = peer === null ? [] : readCalls(calls);
    elsewhere.set(peer === null ? null : { peer });
    if (peer !== null) void watchEnd();
  };
  /** A tab that is closed, reloads or crashes says nothing: its lock is free again. */
  const watchEnd = async (): Promise<void> => {
    if (watching || locks === undefined) return;
    watching = true;
    await locks.request(callLock, { mode: 'shared' }, () => undefined).catch(() => undefined);
    watching = false;
    if (hold !== null) return;
    elsewhere.set(null);
    leaveBehind(theirs);
  };
  const leaveBehind = (calls: readonly RememberedCall[]): void => {
    if (calls.length === 0) return;
    setTimeout(() => {
      void isHeld(locks, callLock).then((returned) => {
        if (returned || !leads()) return;
        for (const { address, token } of calls) {
          postLeaving(api, address, token).catch(() => undefined);
        }
      });
    }, returnPatience);
  };

  tabs.listen((message) => {
    switch (message.type) {
      case 'hello':
        if (told !== null) tabs.tell(told);
        return;
      case 'call':
        if (hold === null) hear(message.peer, message.calls);
        return;
      case 'hand_over': {
        if (hold === null) return;
        const calls = writeCalls(onHandOver());
        tabs.tell({ type: 'handed_over', to: message.to, calls });
        return;
      }
      default:
    }
  });

  return {
    async enter(patience) {
      if (hold !== null) return true;
      // Two intents at once must not wait for each other.
      entering ??= takeLock(locks, callLock, patience);
      hold = await entering;
      entering = null;
      if (hold !== null) elsewhere.set(null);
      return hold !== null;
    },
    leave() {
      hold?.release();
      hold = null;
      if (told !== null) tabs.tell({ type: 'call', peer: null, calls: '[]' });
      told = null;
    },
    tell({ address, displayName }, calls) {
      const next = {
        type: 'call' as const,
        peer: { address, displayName },
        calls: writeCalls(calls),
      };
      if (told !== null && JSON.stringify(told) === JSON.stringify(next)) return;
      told = next;
      tabs.tell(next);
    },
    fetch() {
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          stop();
          resolve(null);
        }, handOverPatience);
        const stop = tabs.listen((message) => {
          if (message.type !== 'handed_over' || message.to !== tabs.id) return;
          clearTimeout(timer);
          stop();
          resolve(readCalls(message.calls));
        });
        tabs.tell({ type: 'hand_over', to: tabs.id });
      });
    },
  };
}
