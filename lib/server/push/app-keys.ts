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
const environment = z._default(
  z.enum(['production', 'sandbox'], 'expected production or sandbox'),
  'production',
);
const appleId = z
  .string()
  .check(z.regex(/^[A-Z0-9]{10}$/, 'expected ten letters and digits, as Apple shows them'));
const secret = z.pipe(z.string(), z.transform(textOrFile));

const apnsSchema = z
  .strictObject(
    {
      provider: z.literal('apns'),
      certificateName: z
        .string('expected the name of the VoIP certificate')
        .check(z.maxLength(200)),
      team: z.optional(appleId),
      keyId: z.optional(appleId),
      key: z.optional(
        secret.check(
          z.refine(isP256Key, 'expected the content of the .p8 file from Apple, or @ and its path'),
        ),
      ),
      topic: z.optional(
        name.check(z.regex(/^[A-Za-z0-9.-]+$/, 'expected a bundle id such as com.example.calls')),
      ),
      environment,
    },
    'expected nothing but provider, certificateName, team, keyId, key, topic and environment',
  )
  .check(
    z.refine(({ team, keyId, key, topic }) => {
      const given = [team, keyId, key, topic].filter((part) => part !== undefined);
      return given.length === 0 || given.length === 4;
    }, 'expected team, keyId, key and topic together'),
  );

const jpushSchema = z
  .strictObject(
    {
      provider: z.literal('jpush'),
      certificateName: z.optional(name),
      appKey: z.optional(
        name.check(z.regex(/^[\w.-]+$/, 'expected the AppKey from JPush’s console')),
      ),
      masterSecret: z.optional(
        secret.check(z.minLength(1, 'expected the Master Secret, or @ and a file that holds it')),
      ),
      environment,
    },
    'expected nothing but provider, appKey, masterSecret, certificateName and environment',
  )
  .check(
    z.refine(
      ({ certificateName, appKey }) => (certificateName ?? appKey) !== undefined,
      'expected appKey, and certificateName where devices register with a certificate’s MD5',
    ),
    z.refine(
      ({ appKey, masterSecret }) => masterSecret === undefined || appKey !== undefined,
      'expected appKey with masterSecret',
    ),
  );

const appKeyList = z
  .array(
    z.pipe(
      z.discriminatedUnion(
        'provider',
        [apnsSchema, jpushSchema],
        'expected provider apns or jpush',
      ),
      z.transform((entry): AppKey =>
        entry.provider === 'apns' ? apnsAppKey(entry) : jpushAppKey(entry),
      ),
    ),
    'expected a JSON list',
  )
  .check(
    // What a device registers with must say which credentials ring it.
    z.refine(
      (appKeys) => new Set(appKeys.map(({ key }) => key)).size === appKeys.length,
      'expected each certificateName, or appKey where there is none, once',
    ),
  );

function apnsAppKey({ certificateName, ...given }: z.infer<typeof apnsSchema>): ApnsAppKey {
  const { team, keyId, key, topic } = given;
  const isGiven =
    team !== undefined && keyId !== undefined && key !== undefined && topic !== undefined;
  return {
    key: appKeyOf(certificateName),
    provider: 'apns',
    certificateName,
    credentials: isGiven
      ? {
          team,
          keyId,
          privateKey: key,
          topic: topic.endsWith('.voip') ? topic : `${topic}.voip`,
          environment: given.environment,
        }
      : null,
  };
}

function jpushAppKey(given: z.infer<typeof jpushSchema>): JPushAppKey {
  const { certificateName, appKey, masterSecret } = given;
  return {
    key: certificateName === undefined ? (appKey ?? '') : appKeyOf(certificateName),
    provider: 'jpush',
    certificateName: certificateName ?? null,
    credentials:
      appKey !== undefined && masterSecret !== undefined
        ? { appKey, masterSecret, environment: given.environment }
        : null,
  };
}

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
