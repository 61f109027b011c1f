import type { RawEvent } from './events';

/** How an event came to this tab: on the stream that it holds, or passed on by the tab that holds it. */
export type Route = 'stream' | 'tab';

/** How many events are remembered: a stream changes tabs within a few. */
const most = 64;

/**
 * Remembers what was heard. While the stream moves from one tab to another both may hear the same event,
 * and the server sends anew what the one had not yet noted as handled.
 */
export function createHeard(): (event: RawEvent, route: Route) => 'new' | 'known' {
  const heard = new Map<string, Route>();
  return (event, route) => {
    if (!isNumbered(event)) return 'new';
    const key = JSON.stringify([event.id, event.name, event.data]);
    const before = heard.get(key);
    if (before !== undefined && before !== route) return 'known';
    heard.set(key, route);
    const [oldest] = heard.keys();
    if (heard.size > most && oldest !== undefined) heard.delete(oldest);
    return 'new';
  };
}

/** Whether the server counts this event: it comes once, unless it comes again by its number. */
export function isNumbered({ id }: RawEvent): boolean {
  return id !== undefined && id !== '';
}
