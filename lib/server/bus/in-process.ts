import type { Bus, Topic } from './bus';

/**
 * The bus of a single node. A listener that throws is reported and keeps nobody else asleep.
 */
export function createInProcessBus(report: (error: unknown) => void): Bus {
  const listeners = new Map<Topic, Set<() => void>>();
  return {
    publish(topic) {
      for (const listener of [...(listeners.get(topic) ?? [])]) {
        try {
          listener();
        } catch (error) {
          report(error);
        }
      }
    },
    subscribe(topic, listener) {
      const own = () => listener();
      const others = listeners.get(topic) ?? new Set();
      listeners.set(topic, others.add(own));
      return () => {
        others.delete(own);
        if (others.size === 0 && listeners.get(topic) === others) listeners.delete(topic);
      };
    },
  };
}
