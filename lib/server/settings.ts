import { isIP } from 'node:net';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { list } from './list-setting';
import {
  liveKitSettings,
  readLiveKitSettings,
  type LiveKitSettings,
} from './media/livekit/settings';
import { readTurnSettings, turnSettings, type TurnSettings } from './media/turn-settings';
import {
  appKeysSetting,
  certificateNameSetting,
  withCertificate,
  type AppKey,
} from './push/app-keys';
import { pushSettings, readPushSettings, type PushSettings } from './push/push-settings';

export type { AppKey } from './push/app-keys';

/** What an operator sets by the environment. */
export interface Settings {
  /** 0 means any free port. */
  readonly port: number;
  readonly host: string;
  /** The public origin, and further ones that are this server too. */
  readonly origin: string;
  readonly originAliases: readonly string[];
  /** Completes bare accounts to addresses. */
  readonly domain: string;
  /** Folder of the embedded database and of what must stay secret. */
  readonly data: string;
  /** postgres://…; null: the embedded database. */
  readonly databaseUrl: string | null;
  /** How long an invitation rings, in seconds (call-rules.md, rule 7). */
  readonly ringSeconds: number;
  /** Addresses and networks (CIDR) of proxies whose word on the client's address counts. */
  readonly trustedProxies: readonly string[];
  readonly stunUrls: readonly string[];
  /** Null: there is no relay. */
  readonly turn: TurnSettings | null;
  /** Null: legs carry every call. */
  readonly livekit: LiveKitSettings | null;
  readonly appKeys: readonly AppKey[];
  readonly cloud: 'public' | 'dedicated';
  readonly voipCertificateName: string | null;
  readonly anonymousCallers: boolean;
  readonly openOrganisations: boolean;
  /** How many people direct media carries in one room (2 to 4); 2 where LiveKit takes the rest, else 4. */
  readonly meshSize: number;
  readonly push: PushSettings;
  /** Opens `/metrics` to whoever sends it as a bearer token; null: there is no `/metrics`. */
  readonly metricsToken: string | null;
  readonly logLevel: LogLevel;
  readonly demo: boolean;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** How much is logged. */
export type LogLevel = (typeof logLevels)[number];

/** The environment holds mistakes: every one of them, in words. */
export class SettingsError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The settings are not right:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.name = 'SettingsError';
    this.mistakes = mistakes;
  }
}

function wholeNumber(low: number, high: number, standard: number) {
  const expected = `expected a whole number from ${low} to ${high}`;
  return z.pipe(
    z._default(
      z
        .string()
        .check(
          z.refine(
            (text) => /^\d{1,9}$/.test(text) && Number(text) >= low && Number(text) <= high,
            expected,
          ),
        ),
      String(standard),
    ),
    z.transform(Number),
  );
}

function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
  standard: Values[number],
) {
  return z._default(z.enum(values, `expected one of: ${values.join(', ')}`), standard);
}

const flag = z.pipe(
  oneOf(['true', 'false'], 'false'),
  z.transform((text) => text === 'true'),
);

const originList = z.pipe(list, z.array(originSchema()));

function originSchema() {
  return z.pipe(
    z
      .string()
      .check(
        z.refine(isOrigin, 'expected an origin such as https://calls.example.com, without a path'),
      ),
    z.transform((text) => new URL(text).origin),
  );
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) !== 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
}

const environmentSchema = z.object({
  PORT: wholeNumber(0, 65_535, 3000),
  HOST: z._default(
    z.string().check(z.minLength(1, 'expected an address to listen on')),
    '127.0.0.1',
  ),
  ORIGIN: z.optional(originSchema()),
  ORIGIN_ALIASES: originList,
  DOMAIN: z.optional(
    z
      .string()
      .check(
        z.trim(),
        z.toLowerCase(),
        z.regex(/^[^\s@/\\:]+$/, 'expected a domain such as example.com'),
      ),
  ),
  DATA: z._default(z.string(), './.data'),
  DATABASE_URL: z.optional(
    z
      .string()
      .check(
        z.regex(/^postgres(ql)?:\/\//, 'expected postgres://user:password@host:port/database'),
      ),
  ),
  RING_SECONDS: wholeNumber(30, 60, 45),
  TRUSTED_PROXIES: z.pipe(
    list,
    z.array(
      z.string().check(z.refine(isNetwork, 'expected addresses or networks such as 10.0.0.0/8')),
    ),
  ),
  STUN_URLS: z.pipe(
    list,
    z.array(
      z
        .string()
        .check(z.regex(/^stuns?:[^\s]+$/, 'expected URLs such as stun:stun.example.com:3478')),
    ),
  ),
  ...turnSettings,
  ...liveKitSettings,
  APP_KEYS: appKeysSetting,
  CLOUD: oneOf(['public', 'dedicated'], 'public'),
  VOIP_CERTIFICATE_NAME: certificateNameSetting,
  ...pushSettings,
  ANONYMOUS_CALLERS: flag,
  OPEN_ORGANISATIONS: flag,
  MESH_SIZE: wholeNumber(2, 4, 4),
  METRICS_TOKEN: z.optional(z.string().check(z.minLength(16, 'expected at least 16 characters'))),
  LOG_LEVEL: oneOf(logLevels, 'info'),
  DEMO: flag,
});

/**
 * Reads the settings. An empty variable counts as one that is not set.
 *
 * @throws SettingsError with every mistake at once; values are not repeated, they may be secret
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map(({ path: [variable, ...place], message }) => {
      const where = [String(variable), ...place.map((part) => `[${JSON.stringify(part)}]`)];
      return `${where.join('')}: ${message}`;
    });
    throw new SettingsError([...new Set(mistakes)]);
  }
  const values = parsed.data;
  const reached = reachedAt(values.PORT, values);
  const together = togetherOf(values, reached.origin);
  const meshSize =
    given['MESH_SIZE'] === undefined && together.livekit !== null ? 2 : values.MESH_SIZE;
  return {
    ...reached,
    ...together,
    meshSize,
    port: values.PORT,
    host: values.HOST,
    data: resolve(values.DATA),
    databaseUrl: values.DATABASE_URL ?? null,
    ringSeconds: values.RING_SECONDS,
    trustedProxies: values.TRUSTED_PROXIES,
    stunUrls: values.STUN_URLS,
    appKeys: withCertificate(values.APP_KEYS, values.VOIP_CERTIFICATE_NAME),
    cloud: values.CLOUD,
    voipCertificateName: values.VOIP_CERTIFICATE_NAME ?? null,
    anonymousCallers: values.ANONYMOUS_CALLERS,
    openOrganisations: values.OPEN_ORGANISATIONS,
    metricsToken: values.METRICS_TOKEN ?? null,
    logLevel: values.LOG_LEVEL,
    demo: values.DEMO,
  };
}

type Reached = Pick<Settings, 'origin' | 'originAliases' | 'domain'>;

function reachedAt(port: number, values: z.infer<typeof environmentSchema>): Reached {
  const origin = values.ORIGIN ?? `http://localhost:${port}`;
  return {
    origin,
    originAliases: [...values.ORIGIN_ALIASES, ...(values.DEMO ? demoOrigins(port) : [])],
    domain: values.DOMAIN ?? new URL(origin).hostname,
  };
}

/** One loopback origin each for the demo's accounts, whose cookies would mix otherwise. */
export function demoOrigins(port: number): readonly [string, string, string] {
  return [`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://carol.localhost:${port}`];
}

/** What several variables say together. */
function togetherOf(
  values: z.infer<typeof environmentSchema>,
  origin: string,
): Pick<Settings, 'push' | 'turn' | 'livekit'> {
  const push = readPushSettings(values, { origin, demo: values.DEMO });
  const turn = readTurnSettings(values);
  const livekit = readLiveKitSettings(values);
  if (push.ok && turn.ok && livekit.ok) {
    return { push: push.settings, turn: turn.settings, livekit: livekit.settings };
  }
  const readings = [push, turn, livekit];
  throw new SettingsError(readings.flatMap((reading) => (reading.ok ? [] : reading.mistakes)));
}
