import { startJPush, type JPushStandIn } from './jpush/server';
import { startWebPushService, type WebPushStandIn } from './web/server';

/** Stand-ins of all push services, and the settings by which a server uses them. */
export interface PushServices {
  readonly jpush: JPushStandIn;
  readonly web: WebPushStandIn;
  /** For the environment of a server. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** What Android phones of existing clients register with at the stand-in. */
export const jpushApp = { appKey: 'jpush-example', masterSecret: 'jpush-example-secret' } as const;

/** Starts a stand-in of each push service on loopback. */
export async function startPushServices(): Promise<PushServices> {
  const [jpush, web] = await Promise.all([startJPush({ apps: [jpushApp] }), startWebPushService()]);
  return {
    jpush,
    web,
    environment: {
      JPUSH_URL: jpush.url,
      PUSH_CONTACT: 'mailto:operator@example.com',
      PUSH_TEST_HOSTS: web.host,
      APP_KEYS: JSON.stringify([{ provider: 'jpush', ...jpushApp }]),
    },
    stop: async () => {
      await Promise.all([jpush.stop(), web.stop()]);
    },
  };
}
