import * as z from 'zod/mini';
import { pushSubscriptionSchema, type Language } from '@/lib/platform/own';
import type { Api } from './api';

const path = (device: string): string => `/api/my/devices/${encodeURIComponent(device)}/push`;

/** Gives the server the subscription by which it reaches this device (platform-api.md, section 6). */
export async function putSubscription(
  api: Api,
  device: string,
  subscription: PushSubscription,
  language: Language,
): Promise<void> {
  const body = { ...pushSubscriptionSchema.parse(subscription.toJSON()), language };
  await api.put(path(device), { body, schema: z.unknown() });
}

/** Subscribes with the application server key of our server (RFC 8292), given as base64url. */
export function subscribe(manager: PushManager, vapidKey: string): Promise<PushSubscription> {
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(vapidKey) });
}

/** Whether a subscription was made for this application server key. */
export function isFor(subscription: PushSubscription, vapidKey: string): boolean {
  const { applicationServerKey } = subscription.options;
  if (applicationServerKey === null) return false;
  const own = new Uint8Array(applicationServerKey);
  const wanted = bytesOf(vapidKey);
  return own.length === wanted.length && own.every((byte, index) => byte === wanted[index]);
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}
