import type { PushProviderName } from '@/lib/platform/pushes';
import type { Settings } from '@/lib/server/settings';
import { isLoopback } from './push-settings';

/** What tells the push channel of a device's part. */
export interface PushFacts {
  readonly app_key: string | null;
  readonly push_gone_at: number | null;
  /** Of its web push subscription; null: it has none. */
  readonly endpoint: string | null;
}

type Configured = Pick<Settings, 'appKeys' | 'push' | 'origin'>;

/**
 * The provider that rings a part of a device; null: none does. An app key without credentials, or a token
 * that its provider has called void, rings nothing (call-rules.md 16: a push channel that is not dead).
 */
export function pushProviderOf(settings: Configured, part: PushFacts): PushProviderName | null {
  if (part.app_key !== null) {
    const appKey = settings.appKeys.find(({ key }) => key === part.app_key);
    const lives = part.push_gone_at === null && (appKey?.credentials ?? null) !== null;
    return appKey !== undefined && lives ? appKey.provider : null;
  }
  return part.endpoint !== null && isWebPushOn(settings) ? 'web' : null;
}

/** Whether web pushes can leave: there is a contact, and push services may believe the origin (RFC 8292). */
export function isWebPushOn({ push, origin }: Pick<Settings, 'push' | 'origin'>): boolean {
  const isPublic = origin.startsWith('https://') && !isLoopback(origin);
  return push.contact !== null && (isPublic || push.testHosts.length > 0);
}
