import { afterAll, beforeAll } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import type { KnownAccount, RegistrationAuthority } from '@/lib/server/authority';
import { registerDevice } from '@/lib/server/devices/registration';
import { registrationAuthority } from '@/lib/server/devices/registration-authority';
import { subscribe } from '@/lib/server/devices/web-push';
import type { Row } from '@/lib/server/store/schema';
import type { bothDatabases } from '@/tests/support/context';
import { ScriptedProvider } from '@/tests/support/push/scripted-provider';
import { makeKeyPair } from '@/tests/support/push/apns/keys';
import { openStage, type Device, type Stage } from '../calls/stage';
import { credentialsOf, valueOf } from '../people/people';

/** The certificate's name that phones of these tests register with. */
export const certificate = 'apns_exampleTest';

const jpushKey = 'jpushAppKey';

/** A stage whose devices are reached by pushes, with providers whose answers the tests decide. */
export interface PushStage extends Stage {
  readonly apns: ScriptedProvider<'apns'>;
  readonly jpush: ScriptedProvider<'jpush'>;
  readonly web: ScriptedProvider<'web'>;
  /** Registers an iPhone at APNs; the same token again is the same phone. */
  iphone(account: KnownAccount, token?: string): Promise<RegistrationAuthority>;
  /** Registers an Android phone at JPush. */
  android(account: KnownAccount, registrationId?: string): Promise<RegistrationAuthority>;
  /**
   * Gives a page a web push subscription and answers its endpoint; `device` where it has another id since it
   * was paired, `endpoint` where its browser has one already.
   */
  subscribe(
    page: Device,
    wishes?: { readonly device?: string; readonly endpoint?: string },
  ): Promise<string>;
  /** Waits until pushes are through and what that changed was told. */
  pushed(): Promise<void>;
  /** The push log, in its order. */
  log(account: KnownAccount): Promise<Row<'push'>[]>;
}

let serial = 0;

/** Another PushKit token. */
export function freshToken(): string {
  return (serial += 1).toString(16).padStart(64, '0');
}

/** A push stage for all tests of a suite; the returned function gives it inside a test. */
export function usePushStage(
  database: (typeof bothDatabases)[number],
  environment: Readonly<Record<string, string>> = {},
): () => PushStage {
  let opened: PushStage | undefined;
  beforeAll(async () => {
    opened = await openPushStage(database, environment);
  });
  afterAll(async () => opened?.end());
  return () => {
    if (opened === undefined) throw new Error('the stage is not open');
    return opened;
  };
}

/** The settings of a server with all three providers. */
export function pushEnvironment(): Record<string, string> {
  return {
    PUSH_CONTACT: 'mailto:operator@example.com',
    APP_KEYS: JSON.stringify([
      {
        provider: 'apns',
        certificateName: certificate,
        team: 'TEAM123456',
        keyId: 'KEYID12345',
        key: makeKeyPair().privateKey,
        topic: 'com.example.ringway',
        environment: 'sandbox',
      },
      { provider: 'jpush', appKey: jpushKey, masterSecret: 'masterSecret' },
    ]),
  };
}

/** Opens a push stage on an empty database. */
export async function openPushStage(
  database: (typeof bothDatabases)[number],
  environment: Readonly<Record<string, string>> = {},
): Promise<PushStage> {
  const apns = new ScriptedProvider('apns');
  const jpush = new ScriptedProvider('jpush');
  const web = new ScriptedProvider('web');
  const stage = await openStage(
    database,
    { ...pushEnvironment(), ...environment },
    { providers: { apns, jpush, web } },
  );
  const { context } = stage;
  const register = async (
    account: KnownAccount,
    device: { readonly device_id: string; readonly device_type: 'ios' | 'android' },
  ) => {
    const who = await credentialsOf(context, account);
    const registered = valueOf(await registerDevice(context, who, { ...device, userAgent: '' }));
    const authority = await registrationAuthority(context, registered.token);
    if (authority === undefined) throw new Error('the registration is not known');
    return authority;
  };
  return {
    ...stage,
    apns,
    jpush,
    web,
    iphone: (account, token = freshToken()) =>
      register(account, { device_id: `${token}__${appKeyOf(certificate)}`, device_type: 'ios' }),
    android: (account, registrationId = freshToken()) =>
      register(account, { device_id: `${registrationId}__${jpushKey}`, device_type: 'android' }),
    subscribe: async ({ authority }, wishes = {}) => {
      const { device = authority.device, endpoint = `https://push.example.com/${freshToken()}` } =
        wishes;
      const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) };
      valueOf(await subscribe(context, authority, device, { endpoint, keys }));
      return endpoint;
    },
    pushed: async () => {
      await stage.told();
      await context.push.settled();
      await stage.told();
    },
    log: (account) =>
      context.db
        .selectFrom('push')
        .selectAll()
        .where('account_id', '=', account.id)
        .orderBy('queued_at')
        .orderBy('id')
        .execute(),
  };
}
