import * as z from 'zod/mini';

const peer = z.object({ displayName: z.string(), address: z.string() });

const messageSchema = z.discriminatedUnion('type', [
  /** A tab has opened and wants to know how things stand. */
  z.object({ type: z.literal('hello') }),
  /** The tab that holds the stream says how the stream is, and which device this profile is. */
  z.object({
    type: z.literal('stream'),
    state: z.enum(['connecting', 'online', 'offline']),
    device: z.nullable(z.string()),
  }),
  /** An event of the profile's stream, for the tab that wants it. */
  z.object({
    type: z.literal('event'),
    id: z.optional(z.string()),
    name: z.string(),
    data: z.string(),
  }),
  /**
   * The tab that is in calls says with whom, and what it takes to leave them should it vanish; null: it
   * no longer is.
   */
  z.object({ type: z.literal('call'), peer: z.nullable(peer), calls: z.string() }),
  /** Another tab wants the call. */
  z.object({ type: z.literal('hand_over'), to: z.string() }),
  /** The tab in the call gives it away: what the other needs to become the same participant. */
  z.object({ type: z.literal('handed_over'), to: z.string(), calls: z.string() }),
  /** Somebody signed in or out: look again. */
  z.object({ type: z.literal('session') }),
]);

/** What tabs of one profile tell each other. */
export type TabMessage = z.infer<typeof messageSchema>;

/** The other tabs of this browser profile on this origin. */
export interface Tabs {
  /** This tab, for as long as the page lives. */
  readonly id: string;
  readonly tell: (message: TabMessage) => void;
  readonly listen: (listener: (message: TabMessage) => void) => () => void;
}

/** Opens the channel between tabs; without BroadcastChannel a tab is alone. */
export function openTabs(): Tabs {
  const listeners = new Set<(message: TabMessage) => void>();
  const channel =
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('ringway');
  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // A tab that still runs an older version may say what this one does not know.
    const message = z.safeParse(messageSchema, data);
    if (message.success) for (const listener of [...listeners]) listener(message.data);
  });
  return {
    id: crypto.randomUUID(),
    tell: (message) => channel?.postMessage(message),
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
