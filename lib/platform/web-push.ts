import * as z from 'zod/mini';
import { callTypeSchema } from './calling';
import { languageSchema } from './own';

/**
 * What a web push carries beyond the words to show. `incoming`: somebody calls; `over`: what rang is over
 * (`missed`, `answered_elsewhere`, `rejected_elsewhere`); `test`: a "ring me" test.
 */
const dataSchema = z.object({
  kind: z.enum(['incoming', 'over', 'test']),
  invitation: z.string(),
  /** The address that `ringing` and `end_session` name; the one-time token goes with them in a header. */
  conference_alias: z.string(),
  token: z.string(),
  call_type: callTypeSchema,
  remote_address: z.string(),
  remote_display_name: z.string(),
  /** Unix seconds: the ring's deadline. */
  expires_at: z.int(),
  reason: z.optional(z.string()),
  /** What to show instead when it turns out that the ring is over already. */
  missed: z.object({ title: z.string(), body: z.string() }),
});

/**
 * The payload of a web push: valid declarative web push (Safari 18.4, W3C Push API, Declarative Push
 * Messages), so that it shows without the service worker; our worker reads `notification.data`.
 */
export const webPushMessageSchema = z.object({
  web_push: z.literal(8030),
  notification: z.object({
    title: z.string(),
    body: z.string(),
    /** Where a tap leads: the call page with the ticket in the fragment, or the history. */
    navigate: z.url(),
    lang: languageSchema,
    dir: z.literal('auto'),
    /** The invitation, so that what comes later about it takes the place of what is shown. */
    tag: z.string(),
    silent: z.boolean(),
    data: dataSchema,
  }),
  /** iOS: the count on the icon; absent leaves it. A whole number (w3c/push-api, 402). */
  app_badge: z.optional(z.int()),
  mutable: z.boolean(),
});

/** See {@link webPushMessageSchema}. */
export type WebPushMessage = z.infer<typeof webPushMessageSchema>;
