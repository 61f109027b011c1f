import type { Locks } from '@/lib/web/stream/lead';

interface Waiting {
  readonly run: () => void;
  readonly shared: boolean;
}

interface Held {
  readonly shared: boolean;
  readonly steal: () => void;
}

/** Web Locks of one browser profile (W3C Web Locks, as far as the library uses them). */
export function fakeLocks(): Locks {
  const held = new Map<string, Held[]>();
  const waiting = new Map<string, Waiting[]>();
  const next = (name: string): void => {
    const queue = waiting.get(name) ?? [];
    const holders = held.get(name) ?? [];
    const [first] = queue;
    if (!first) return;
    const free = holders.length === 0 || (first.shared && holders.every(({ shared }) => shared));
    if (!free) return;
    queue.shift();
    first.run();
    next(name);
  };
  async function request(
    name: string,
    optionsOrCallback: LockOptions | LockGrantedCallback<unknown>,
    maybeCallback?: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    const options = typeof optionsOrCallback === 'function' ? {} : optionsOrCallback;
    const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : maybeCallback;
    const shared = options.mode === 'shared';
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        const mine: Held = {
          shared,
          steal: () => {
            held.set(
              name,
              (held.get(name) ?? []).filter((one) => one !== mine),
            );
            reject(new DOMException('Stolen.', 'AbortError'));
          },
        };
        held.set(name, [...(held.get(name) ?? []), mine]);
        void Promise.resolve(callback?.({ name, mode: shared ? 'shared' : 'exclusive' })).then(
          (result) => {
            held.set(
              name,
              (held.get(name) ?? []).filter((one) => one !== mine),
            );
            resolve(result);
            next(name);
          },
        );
      };
      if (options.steal) {
        for (const holder of held.get(name) ?? []) holder.steal();
        grant();
        return;
      }
      if (options.ifAvailable && (held.get(name) ?? []).length > 0) {
        void Promise.resolve(callback?.(null)).then(resolve);
        return;
      }
      const entry: Waiting = { run: grant, shared };
      waiting.set(name, [...(waiting.get(name) ?? []), entry]);
      options.signal?.addEventListener('abort', () => {
        const queue = waiting.get(name) ?? [];
        if (!queue.includes(entry)) return;
        waiting.set(
          name,
          queue.filter((one) => one !== entry),
        );
        reject(new DOMException('Given up.', 'AbortError'));
      });
      queueMicrotask(() => {
        next(name);
      });
    });
  }
  return {
    request,
    query: () =>
      Promise.resolve({
        held: [...held].flatMap(([name, holders]) => holders.map(() => ({ name }))),
        pending: [],
      }),
  };
}

/** The locks as one tab has them: what it holds is free again once it vanishes. */
export function locksOfTab(locks: Locks): { readonly locks: Locks; readonly vanish: () => void } {
  const held: (() => void)[] = [];
  async function request(
    name: string,
    optionsOrCallback: LockOptions | LockGrantedCallback<unknown>,
    maybeCallback?: LockGrantedCallback<unknown>,
  ): Promise<unknown> {
    const options = typeof optionsOrCallback === 'function' ? {} : optionsOrCallback;
    const callback = typeof optionsOrCallback === 'function' ? optionsOrCallback : maybeCallback;
    return locks.request(name, options, (lock) =>
      Promise.race([callback?.(lock), new Promise<void>((resolve) => held.push(resolve))]),
    );
  }
  return {
    locks: { request, query: () => locks.query() },
    vanish: () => {
      for (const release of held) release();
    },
  };
}
