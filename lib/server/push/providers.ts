import type { Logger } from 'pino';
import type { Clock } from '@/lib/server/clock';
import type { Settings } from '@/lib/server/settings';
import type { Providers } from './dispatch/dispatch';
import { createJPushProvider } from './jpush/provider';

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
  const { push, appKeys } = settings;
  const jpushKeys = appKeys.filter((appKey) => appKey.provider === 'jpush');
  await Promise.resolve();
  return {
    providers: {
      jpush: createJPushProvider({ url: push.jpushUrl, appKeys: jpushKeys, clock, log }),
    },
    vapidPublicKey: null,
  };
}
