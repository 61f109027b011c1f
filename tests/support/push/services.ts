import { makeKeyPair } from './apns/keys';
import { startApns, type ApnsServer } from './apns/server';
import { startJPush, type JPushStandIn } from './jpush/server';
import { startWebPushService, type WebPushStandIn } from './web/server';

/** Stand-ins of all push services, and the settings by which a server uses them. */
export interface PushServices {
  readonly apns: ApnsServer;
  readonly jpush: JPushStandIn;
  readonly web: WebPushStandIn;
  /** For the environment of a server. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The name of the VoIP certificate that iPhones register with. */
export const certificateName = 'apns_exampleTest';

/** What Android phones of existing clients register with at the stand-in. */
export const jpushApp = { appKey: 'jpush-example', masterSecret: 'jpush-example-secret' } as const;

/** The key that Apple's stand-in takes. */
export const apple = {
  team: 'RINGWAY123',
  keyId: 'EXAMPLEKEY',
  topic: 'com.example.ringway',
} as const;

/** Starts a stand-in of each push service on loopback. */
export async function startPushServices(): Promise<PushServices> {
  const key = makeKeyPair();
  const [apns, jpush, web] = await Promise.all([
    startApns({
      keys: [{ team: apple.team, keyId: apple.keyId, publicKey: key.publicKey }],
      topics: [`${apple.topic}.voip`],
    }),
    startJPush({ apps: [jpushApp] }),
    startWebPushService(),
  ]);
  const appKeys = [
    { provider: 'apns', certificateName, ...apple, key: key.privateKey },
    { provider: 'jpush', ...jpushApp },
  ];
  return {
    apns,
    jpush,
    web,
    environment: {
      APNS_URL: apns.url,
      APNS_CA: apns.authority,
      JPUSH_URL: jpush.url,
      PUSH_CONTACT: 'mailto:operator@example.com',
      PUSH_TEST_HOSTS: web.host,
      APP_KEYS: JSON.stringify(appKeys),
      VOIP_CERTIFICATE_NAME: certificateName,
    },
    stop: async () => {
      await Promise.all([apns.stop(), jpush.stop(), web.stop()]);
    },
  };
}
