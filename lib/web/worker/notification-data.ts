import * as z from 'zod/mini';

/** What a notification remembers for the tap on it. `page`: shown by a page of ours while it was hidden. */
export const notificationDataSchema = z.object({
  kind: z.enum(['incoming', 'over', 'test', 'page', 'unknown']),
  invitation: z.nullable(z.string()),
  navigate: z.nullable(z.string()),
  /** What declines: the address that `end_session` names, and the one-time token. */
  decline: z.nullable(z.object({ address: z.string(), token: z.string() })),
});

/** See {@link notificationDataSchema}. */
export type NotificationData = z.infer<typeof notificationDataSchema>;

/** The pictures of every notification. */
export const looks = { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' } as const;

/** Whether what a notification remembers is a ring, rather than what became of one. */
export function saysThatItRings(data: unknown): boolean {
  const parsed = z.safeParse(notificationDataSchema, data);
  return parsed.success && (parsed.data.kind === 'incoming' || parsed.data.kind === 'page');
}
