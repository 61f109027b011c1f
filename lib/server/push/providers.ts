import type { Logger } from 'pino';
import type { Clock } from '@/lib/server/clock';
import type { Settings } from '@/lib/server/settings';
import { createApnsProvider } from './apns/provider';
import { isWebPushOn } from './channels';
import type { Providers } from './dispatch/dispatch';
import { createJPushProvider } from './jpush/provider';
import { createWebPushProvider } from './web-push/provider';
import { openVapidKeys } from './web-push/vapid';

/** The providers that the settings name. */
export interface OpenedProviders {
  readonly providers: Providers;
  /** What browsers subscribe with; null: web push is off. */
  readonly vapidPublicKey: string | null;
}

/**
 * Makes the providers of pushes; no connection is opened yet.
 *
 * @throws Error in words when the key of web push cannot be read or kept
 */
export async function openProviders(
  settings: Settings,
  clock: Clock,
  log: Logger,
): Promise<OpenedProviders> {
  const { push, appKeys, origin, data } = settings;
  const apnsKeys = appKeys.filter((appKey) => appKey.provider === 'apns');
  const jpushKeys = appKeys.filter((appKey) => appKey.provider === 'jpush');
  const vapidKeys = await openVapidKeys(data, push.vapidKey);
  return {
    providers: {
      apns: createApnsProvider({ settings: push, appKeys: apnsKeys, clock, log }),
      jpush: createJPushProvider({ url: push.jpushUrl, appKeys: jpushKeys, clock, log }),
      web: createWebPushProvider({ settings: push, origin, vapidKeys, clock, log }),
    },
    vapidPublicKey: isWebPushOn(settings) ? vapidKeys.publicKey : null,
  };
}
