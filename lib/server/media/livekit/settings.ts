import * as z from 'zod/mini';
import { textOrFile } from '@/lib/server/push/app-keys';

/** Where LiveKit is, and what its tokens are signed with. */
export interface LiveKitSettings {
  /** Where browsers connect to: `wss://…`, or `ws://…` on one's own machine. */
  readonly url: string;
  /** Where this server reaches its API; the same place unless set. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Secret. */
  readonly apiSecret: string;
}

const expectedUrl = 'expected where browsers reach LiveKit, such as wss://livekit.example.com';
const expectedApiUrl = 'expected where this server reaches LiveKit, such as http://127.0.0.1:7880';

/** The environment's variables about LiveKit. */
export const liveKitSettings = {
  LIVEKIT_URL: z.optional(address(/^wss?:$/, expectedUrl)),
  LIVEKIT_API_URL: z.optional(address(/^(wss?|https?):$/, expectedApiUrl)),
  LIVEKIT_API_KEY: z.optional(
    z
      .pipe(z.string(), z.transform(textOrFile))
      .check(
        z.refine(
          (key) => /^[\w-]{3,100}$/.test(key),
          'expected a key of letters and digits, or @ and a file that holds it',
        ),
      ),
  ),
  LIVEKIT_API_SECRET: z.optional(
    z
      .pipe(z.string(), z.transform(textOrFile))
      .check(
        z.refine(
          (secret) => /^\S{32,}$/.test(secret),
          'expected at least 32 characters without spaces, or @ and a file that holds them',
        ),
      ),
  ),
} as const;

type Values = z.infer<z.ZodMiniObject<typeof liveKitSettings>>;

type Reading =
  | { readonly ok: true; readonly settings: LiveKitSettings | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads {@link LiveKitSettings}; null: there is none. URL, key and secret go together. */
export function readLiveKitSettings(values: Values): Reading {
  const {
    LIVEKIT_URL: url,
    LIVEKIT_API_URL: apiUrl = url,
    LIVEKIT_API_KEY: apiKey,
    LIVEKIT_API_SECRET: apiSecret,
  } = values;
  if (
    url !== undefined &&
    apiUrl !== undefined &&
    apiKey !== undefined &&
    apiSecret !== undefined
  ) {
    return { ok: true, settings: { url, apiUrl, apiKey, apiSecret } };
  }
  const needed = { LIVEKIT_URL: url, LIVEKIT_API_KEY: apiKey, LIVEKIT_API_SECRET: apiSecret };
  const missing = Object.entries(needed).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  if (missing.length === Object.keys(needed).length && apiUrl === undefined) {
    return { ok: true, settings: null };
  }
  const mistakes = missing.map((name) => `${name}: expected, since LiveKit is configured in part`);
  return { ok: false, mistakes };
}

function address(protocol: RegExp, expected: string) {
  return z.pipe(
    z.string().check(z.refine((text) => isAddress(text, protocol), expected)),
    z.transform((text) => text.replace(/\/+$/, '')),
  );
}

function isAddress(text: string, protocol: RegExp): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return protocol.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password;
}
