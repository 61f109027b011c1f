/** The locks that tabs of one profile share; `navigator.locks`, or a fake of it. */
export type Locks = Pick<LockManager, 'request' | 'query'>;

/** A lock that this tab holds, or waits for. */
export interface Hold {
  readonly release: () => void;
}

/** Held by the tab that is in a call (call-rules.md, What a browser does to a call). */
export const callLock = 'ringway-call';

/** Held by the tab that holds the profile's event stream. */
export const streamLock = 'ringway-stream';

/** What happens to a tab that wants to lead. */
export interface LeadEvents {
  readonly onLead: () => void;
  /** Another tab took over; this one waits for its turn again. */
  readonly onLost: () => void;
}

/** This tab's part in the profile's one stream. */
export interface Lead {
  readonly leads: () => boolean;
  /** Takes the lead from whichever tab has it. */
  readonly take: () => void;
  readonly stop: () => void;
}

/**
 * Waits for the lead, takes it on demand, and waits again when it was taken away. Where the browser has no
 * locks, every tab leads.
 */
export function seekLead(locks: Locks | undefined, events: LeadEvents): Lead {
  if (locks === undefined) return leadAlone(events);
  let turn: symbol | null = null;
  let stopped = false;
  let release = (): void => undefined;
  let waiting = new AbortController();

  const request = (options: LockOptions): void => {
    const mine = Symbol('turn');
    const hold = (): Promise<void> => {
      turn = mine;
      events.onLead();
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    locks.request(streamLock, options, hold).catch(() => {
      // Rejected while it waited: given up on purpose. While it led: stolen.
      if (turn !== mine) return;
      turn = null;
      if (stopped) return;
      queue();
      events.onLost();
    });
  };
  const queue = (): void => {
    waiting = new AbortController();
    request({ signal: waiting.signal });
  };
  queue();
  return {
    leads: () => turn !== null,
    take() {
      if (turn !== null || stopped) return;
      waiting.abort();
      request({ steal: true });
    },
    stop() {
      stopped = true;
      turn = null;
      waiting.abort();
      release();
    },
  };
}

function leadAlone(events: LeadEvents): Lead {
  let leading = true;
  // As with locks, the lead comes after the caller has this object.
  queueMicrotask(() => {
    if (leading) events.onLead();
  });
  return {
    leads: () => leading,
    take: () => undefined,
    stop: () => {
      leading = false;
    },
  };
}

/** Whether some tab of this profile holds a lock now. */
export async function isHeld(locks: Locks | undefined, name: string): Promise<boolean> {
  const { held } = (await locks?.query()) ?? {};
  return held?.some((lock) => lock.name === name) ?? false;
}

/**
 * Takes a lock at once where it is free, however busy this page is; where another tab keeps it, waits at
 * most so many ms (a tab that reloads gives its own back a moment after its next page began). Null if
 * the other tab still keeps it then.
 */
export async function takeLock(
  locks: Locks | undefined,
  name: string,
  patience: number,
): Promise<Hold | null> {
  if (locks === undefined) return { release: () => undefined };
  const free = await requestLock(locks, name, { ifAvailable: true });
  if (free !== null) return free;
  const waiting = new AbortController();
  const timer = setTimeout(() => {
    waiting.abort();
  }, patience);
  const hold = await requestLock(locks, name, { signal: waiting.signal });
  clearTimeout(timer);
  return hold;
}

function requestLock(locks: Locks, name: string, options: LockOptions): Promise<Hold | null> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      if (lock !== null) {
        return new Promise((release) => {
          resolve({ release });
        });
      }
      resolve(null);
      return undefined;
    };
    locks.request(name, options, hold).catch(() => {
      resolve(null);
    });
  });
}
