/** A value that changes and tells so; fits React's useSyncExternalStore. `get` is stable between changes. */
export interface Store<Value> {
  readonly get: () => Value;
  /** The value it began with: what a page exported ahead of time shows until it lives. */
  readonly initial: Value;
  /** Calls the listener after each change until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A {@link Store} that its owner may write. */
export interface WritableStore<Value> extends Store<Value> {
  readonly set: (value: Value) => void;
  readonly update: (change: (value: Value) => Value) => void;
}

/** Makes a store; setting the same value (Object.is) tells nobody. */
export function createStore<Value>(initial: Value): WritableStore<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  const set = (value: Value): void => {
    if (Object.is(current, value)) return;
    current = value;
    for (const listener of [...listeners]) listener();
  };
  return {
    initial,
    get: () => current,
    set,
    update: (change) => {
      set(change(current));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
