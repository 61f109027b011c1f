import * as z from 'zod/mini';

/**
 * What Firefox sends to its push service over the WebSocket (Mozilla's "Push Server WebSocket
 * Protocol"); an empty object is a ping.
 */
export const fromBrowserSchema = z.union([
  z.discriminatedUnion('messageType', [
    z.object({ messageType: z.literal('hello'), uaid: z.optional(z.string()) }),
    z.object({
      messageType: z.literal('register'),
      channelID: z.uuid(),
      key: z.optional(z.string()),
    }),
    z.object({ messageType: z.literal('unregister'), channelID: z.uuid() }),
    z.object({
      messageType: z.literal('ack'),
      updates: z.array(
        z.object({ channelID: z.uuid(), version: z.string(), code: z.optional(z.int()) }),
      ),
    }),
    z.object({ messageType: z.literal('nack'), version: z.string(), code: z.optional(z.int()) }),
    z.object({ messageType: z.literal('broadcast_subscribe') }),
  ]),
  z.strictObject({}),
]);

/** See {@link fromBrowserSchema}. */
export type FromBrowser = z.infer<typeof fromBrowserSchema>;

/** What the browser's worker made of a message, by the code of its acknowledgement. */
export const outcomes = { 100: 'delivered', 101: 'not_decrypted', 102: 'not_delivered' } as const;

/** See {@link outcomes}. */
export type Outcome = (typeof outcomes)[keyof typeof outcomes];

/** The outcome that a code stands for; without one the message was delivered. */
export function outcomeOf(code: number | undefined): Outcome {
  if (code === 101 || code === 102) return outcomes[code];
  return outcomes[100];
}
