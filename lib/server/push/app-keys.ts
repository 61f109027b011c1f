import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { appKeyOf } from '@/lib/platform/device-id';

/** An app key that devices may register with, and the provider that understands their tokens. */
export type AppKey = ApnsAppKey | JPushAppKey;

interface AnyAppKey {
  /** The part of `device_id` after `__` (platform-api.md, section 2). */
  readonly key: string;
}

/** An app key whose devices are rung through APNs. */
export interface ApnsAppKey extends AnyAppKey {
  readonly provider: 'apns';
  /** Name of the VoIP certificate whose MD5 the key is. */
  readonly certificateName: string;
  /** Null: devices may register with the key, and no push can leave for them. */
  readonly credentials: ApnsCredentials | null;
}

/** An app key whose devices are rung through JPush. */
export interface JPushAppKey extends AnyAppKey {
  readonly provider: 'jpush';
  /** Name of the VoIP certificate whose MD5 the key is; null where the key is JPush's AppKey itself. */
  readonly certificateName: string | null;
  /** Null: devices may register with the key, and no push can leave for them. */
  readonly credentials: JPushCredentials | null;
}

/** Apple's provider token and what it is for (ios-shim.md, PushKit and APNs). */
export interface ApnsCredentials {
  /** The team that the key is of: `iss` of the provider token. */
  readonly team: string;
  /** `kid` of the provider token. */
  readonly keyId: string;
  /** The .p8 file's content: a P-256 key in PKCS #8 PEM. Secret. */
  readonly privateKey: string;
  /** `<bundle id>.voip`. */
  readonly topic: string;
  readonly environment: ApnsEnvironment;
}

/** Which of Apple's two services a token is of. */
export type ApnsEnvironment = 'production' | 'sandbox';

/** Basic authentication at JPush, and which of Apple's services it is to use for iOS. */
export interface JPushCredentials {
  readonly appKey: string;
  /** Secret. */
  readonly masterSecret: string;
  readonly environment: ApnsEnvironment;
}

const name = z.string().check(z.minLength(1), z.maxLength(200));
const environment = z._default(z.enum(['production', 'sandbox']), 'production');
const appleId = z.string().check(z.regex(/^[A-Z0-9]{10}$/));

const apnsWithCredentials = z.pipe(
  z.strictObject({
    provider: z.literal('apns'),
    certificateName: name,
    team: appleId,
    keyId: appleId,
    key: z.pipe(z.string(), z.transform(textOrFile)).check(z.refine(isP256Key)),
    topic: name.check(z.regex(/^[A-Za-z0-9.-]+$/)),
    environment,
  }),
  z.transform(({ certificateName, team, keyId, key, topic, ...rest }): AppKey => ({
    key: appKeyOf(certificateName),
    provider: 'apns',
    certificateName,
    credentials: {
      team,
      keyId,
      privateKey: key,
      topic: topic.endsWith('.voip') ? topic : `${topic}.voip`,
      environment: rest.environment,
    },
  })),
);

const apnsNameAlone = z.pipe(
  z.strictObject({ provider: z.literal('apns'), certificateName: name }),
  z.transform(({ certificateName }): AppKey => ({
    key: appKeyOf(certificateName),
    provider: 'apns',
    certificateName,
    credentials: null,
  })),
);

const jpushAppKey = name.check(z.regex(/^[\w.-]+$/));

const jpush = z.pipe(
  z.strictObject({
    provider: z.literal('jpush'),
    certificateName: z.optional(name),
    appKey: jpushAppKey,
    masterSecret: z.optional(z.pipe(name, z.transform(textOrFile))),
    environment,
  }),
  z.transform(({ certificateName, appKey, masterSecret, ...rest }): AppKey => ({
    key: certificateName === undefined ? appKey : appKeyOf(certificateName),
    provider: 'jpush',
    certificateName: certificateName ?? null,
    credentials:
      masterSecret === undefined ? null : { appKey, masterSecret, environment: rest.environment },
  })),
);

const jpushNameAlone = z.pipe(
  z.strictObject({ provider: z.literal('jpush'), certificateName: name }),
  z.transform(({ certificateName }): AppKey => ({
    key: appKeyOf(certificateName),
    provider: 'jpush',
    certificateName,
    credentials: null,
  })),
);

const appKeyList = z.array(
  z.union(
    [apnsWithCredentials, apnsNameAlone, jpush, jpushNameAlone],
    'each must be {"provider": "apns", "certificateName": "…", "team": "<10 characters>", ' +
      '"keyId": "<10 characters>", "key": "<the .p8 file’s content, or @ and its path>", ' +
      '"topic": "<bundle id>", "environment": "production" or "sandbox"} or ' +
      '{"provider": "jpush", "appKey": "…", "masterSecret": "<or @ and a file>", ' +
      '"certificateName": "<where devices register with a certificate’s MD5>"}',
  ),
  'expected a JSON list',
);

/** JSON, or `@` and the name of a file that holds it: credentials need not stand in the environment. */
const jsonOrFile = z.pipe(
  z._default(z.string(), '[]'),
  z.transform((text, { issues }): unknown => {
    try {
      return JSON.parse(textOrFile(text));
    } catch {
      issues.push({
        code: 'custom',
        input: text,
        message: 'expected JSON, or @ and a file that holds JSON',
      });
      return [];
    }
  }),
);

/** The schema of `APP_KEYS`: a JSON list of app keys, or `@` and a file that holds it. */
export const appKeysSetting = z.pipe(jsonOrFile, appKeyList);

/** The schema of `VOIP_CERTIFICATE_NAME`. */
export const certificateNameSetting = z.optional(name);

/** The certificate that the shim is told of is one of the app keys, listed or not. */
export function withCertificate(
  appKeys: readonly AppKey[],
  certificateName: string | undefined,
): readonly AppKey[] {
  if (certificateName === undefined) return appKeys;
  const key = appKeyOf(certificateName);
  if (appKeys.some((appKey) => appKey.key === key)) return appKeys;
  return [...appKeys, { key, provider: 'apns', certificateName, credentials: null }];
}

/** A secret as it stands, or `@` and the file that holds it; empty where that cannot be read. */
export function textOrFile(text: string): string {
  if (!text.startsWith('@')) return text;
  try {
    return readFileSync(text.slice(1), 'utf8').trim();
  } catch {
    return '';
  }
}

function isP256Key(pem: string): boolean {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}
