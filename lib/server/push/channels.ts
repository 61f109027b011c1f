import type { PushProviderName } from '@/lib/platform/pushes';
import type { Settings } from '@/lib/server/settings';
import { webPushState } from './web-push/state';

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

/** Whether web pushes can leave (RFC 8292: there is a contact, and an origin that browsers subscribe on). */
export function isWebPushOn({ push, origin }: Pick<Settings, 'push' | 'origin'>): boolean {
  return webPushState(push, origin).on;
}
