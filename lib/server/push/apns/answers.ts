import * as z from 'zod/mini';
import type { ProviderVerdict } from '@/lib/platform/pushes';

/** What APNs sent back to one attempt. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** Header `apns-id`. */
  readonly apnsId: string | null;
  /** Header `date`, where there is one. */
  readonly date: string | null;
}

/** What an answer means (ios-shim.md, PushKit and APNs); `reason` is Apple's word. */
export type Reading =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'gone'; readonly reason: string; readonly since: number | null }
  | { readonly kind: 'refused'; readonly reason: string; readonly about: Refused }
  /** The provider token is too old: another one, once. */
  | { readonly kind: 'token_expired'; readonly reason: string }
  /** Once more at once, while it is worth it. */
  | { readonly kind: 'again'; readonly reason: string };

/** What a refusal speaks of: this device's token, or the credentials of all. */
export type Refused =
  'device' | Extract<ProviderVerdict, 'key_refused' | 'topic_refused' | 'failing'>;

const bodySchema = z.object({
  reason: z.string().check(z.regex(/^[A-Za-z]{1,60}$/)),
  timestamp: z.optional(z.number()),
});

const topicReasons = new Set([
  'BadTopic',
  'MissingTopic',
  'TopicDisallowed',
  'DeviceTokenNotForTopic',
  'InvalidPushType',
]);

/** Reads an answer; whatever its body is, nothing of it but a known form of reason is passed on. */
export function readAnswer({ status, body }: Pick<Answer, 'status' | 'body'>): Reading {
  if (status === 200) return { kind: 'accepted' };
  const told = readBody(body);
  const reason = told?.reason ?? `HTTP ${status}`;
  if (status === 410) return { kind: 'gone', reason, since: told?.timestamp ?? null };
  if (status === 429 || status >= 500) return { kind: 'again', reason };
  if (reason === 'ExpiredProviderToken') return { kind: 'token_expired', reason };
  if (status === 403) return { kind: 'refused', reason, about: 'key_refused' };
  if (topicReasons.has(reason)) return { kind: 'refused', reason, about: 'topic_refused' };
  const about = reason === 'BadDeviceToken' || status === 413 ? 'device' : 'failing';
  return { kind: 'refused', reason, about };
}

/** Whether APNs took the provider token that came with what it answers here. */
export function tokenWasAccepted({ status, body }: Pick<Answer, 'status' | 'body'>): boolean {
  if (status === 429) return readBody(body)?.reason !== 'TooManyProviderTokenUpdates';
  return status !== 403 && status < 500;
}

function readBody(body: string) {
  try {
    return bodySchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
