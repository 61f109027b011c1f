import { setMaxListeners } from 'node:events';
import type { Logger } from 'pino';
import type { ProviderState } from '@/lib/platform/pushes';
import type { Clock } from '@/lib/server/clock';
import type { JPushAppKey } from '../app-keys';
import type { JPushTarget, PushProvider } from '../push';
import { createJPushApp, type JPushApp } from './app';

/**
 * The client of JPush (REST API v3): one for each app key with credentials, so that a slow or exhausted
 * app holds up no other. What rang is over is told to nobody: no client of JPush knows such a message.
 */
export function createJPushProvider({
  url,
  appKeys,
  clock,
  log,
}: {
  readonly url: string;
  readonly appKeys: readonly JPushAppKey[];
  readonly clock: Clock;
  readonly log: Logger;
}): PushProvider<JPushTarget> {
  const closing = new AbortController();
  // One for each push under way.
  setMaxListeners(0, closing.signal);
  const apps = new Map<string, JPushApp>();
  for (const appKey of appKeys) {
    if (appKey.credentials === null) continue;
    const surroundings = { url, clock, log, closed: closing.signal };
    apps.set(appKey.key, createJPushApp(appKey, appKey.credentials, surroundings));
  }
  const states = () =>
    appKeys.map((appKey) => apps.get(appKey.key)?.state() ?? withoutCredentials(appKey));

  return {
    name: 'jpush',
    warm: () => {
      for (const app of apps.values()) app.warm();
    },
    send: (push) => {
      if (push.message.purpose === 'over') return Promise.resolve({ state: 'dropped' });
      const app = apps.get(push.target.appKey.key);
      if (app) return app.send(push);
      return Promise.resolve({ state: 'refused', status: 401, reason: 'no credentials' });
    },
    states,
    check: async () => {
      await Promise.all(Array.from(apps.values(), (app) => app.check()));
      return states();
    },
    close: () => {
      closing.abort();
      return Promise.resolve();
    },
  };
}

function withoutCredentials({ key, certificateName }: JPushAppKey): ProviderState {
  return {
    provider: 'jpush',
    app_key: key,
    certificate_name: certificateName,
    environment: null,
    topic: null,
    team: null,
    state: 'off',
    verdict: 'no_credentials',
    detail: '',
    quota: null,
    checked: null,
  };
}
