import * as z from 'zod/mini';

/** What a page tells or asks the service worker. */
export const toWorkerSchema = z.discriminatedUnion('type', [
  /** The person wants the new version, and nobody is in a call: this waiting worker takes over. */
  z.object({ type: z.literal('SKIP_WAITING') }),
  /** Which build is this? Answered through the port: a text. */
  z.object({ type: z.literal('build') }),
]);

/** See {@link toWorkerSchema}. */
export type ToWorker = z.infer<typeof toWorkerSchema>;

/** What the service worker tells or asks a page. */
export const toPageSchema = z.discriminatedUnion('type', [
  /** Does this page show that invitation as ringing? Answered through the port: true or false. */
  z.object({ type: z.literal('rings'), invitation: z.string() }),
  /** The person tapped a notification: show this ring, or where it leads. Answered: taken over or not. */
  z.object({
    type: z.literal('show'),
    invitation: z.nullable(z.string()),
    navigate: z.nullable(z.string()),
  }),
  /** The push subscription is another one now. */
  z.object({ type: z.literal('push_changed') }),
]);

/** See {@link toPageSchema}. */
export type ToPage = z.infer<typeof toPageSchema>;

/** A side that takes messages with a port for the answer: a page, a worker. */
export interface Asked {
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** Asks and waits for the answer; null if none comes in time (`patience` in ms): a frozen page says nothing. */
export function ask<Schema extends z.ZodMiniType>(
  whom: Asked,
  message: ToPage | ToWorker,
  { schema, patience }: { readonly schema: Schema; readonly patience: number },
): Promise<z.infer<Schema> | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const end = (answer: z.infer<Schema> | null): void => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    const timer = setTimeout(() => end(null), patience);
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      const parsed = z.safeParse(schema, data);
      end(parsed.success ? parsed.data : null);
    };
    whom.postMessage(message, [port2]);
  });
}
