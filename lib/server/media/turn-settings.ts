import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { list } from '@/lib/server/list-setting';
import { textOrFile } from '@/lib/server/push/app-keys';

/** The relays that people behind strict networks are given, and what their credentials are made with. */
export interface TurnSettings {
  /** `turn:` and `turns:` URLs (RFC 7065). */
  readonly urls: readonly string[];
  /** coturn's `static-auth-secret`. Secret. */
  readonly secret: string;
}

const expectedUrl =
  'expected URLs such as turn:calls.example.com:3478?transport=udp or turns:calls.example.com:5349?transport=tcp';

/** The environment's variables about TURN. */
export const turnSettings = {
  TURN_URLS: z.pipe(list, z.array(z.string().check(z.refine(isTurnUrl, expectedUrl)))),
  TURN_SECRET: z.optional(
    z
      .pipe(z.string(), z.transform(textOrFile))
      .check(
        z.refine(
          (secret) => /^\S{16,}$/.test(secret),
          'expected at least 16 characters without spaces, or @ and a file that holds them',
        ),
      ),
  ),
} as const;

type Values = z.infer<z.ZodMiniObject<typeof turnSettings>>;

type Reading =
  | { readonly ok: true; readonly settings: TurnSettings | null }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads {@link TurnSettings}; null: there is no relay. One variable without the other is a mistake. */
export function readTurnSettings({ TURN_URLS: urls, TURN_SECRET: secret }: Values): Reading {
  if (urls.length === 0 && secret === undefined) return { ok: true, settings: null };
  if (urls.length === 0) {
    return { ok: false, mistakes: [`TURN_URLS: ${expectedUrl}, since TURN_SECRET is set`] };
  }
  if (secret === undefined) {
    const mistake =
      'TURN_SECRET: expected the secret that coturn has as static-auth-secret, since TURN_URLS is set';
    return { ok: false, mistakes: [mistake] };
  }
  return { ok: true, settings: { urls, secret } };
}

/**
 * A TURN URL that browsers take (RFC 7065, 3.1): a host, perhaps a port and a transport. They know no
 * TURN over DTLS, so `turns:` is over TCP.
 */
function isTurnUrl(text: string): boolean {
  const found =
    /^(turns?):(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(text);
  if (!found) return false;
  const [, scheme = '', host = '', port = '3478', transport] = found;
  const isHost = host.startsWith('[') ? isIP(host.slice(1, -1)) === 6 : /^[^.-]/.test(host);
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  const isDtls = scheme.toLowerCase() === 'turns' && transport?.toLowerCase() === 'udp';
  return isHost && isPort && !isDtls;
}
