import * as z from 'zod/mini';
import { textOrFile } from './app-keys';

/** What an operator sets about pushes beside the app keys. */
export interface PushSettings {
  /** Apple's two services; other hosts only in tests and the demo. */
  readonly apnsUrls: { readonly production: string; readonly sandbox: string };
  /** PEM of an authority that the APNs hosts' certificates may be of; null: the system's. */
  readonly apnsAuthority: string | null;
  readonly jpushUrl: string;
  /** Whom push services may write to about our web pushes (RFC 8292, 2.1); null: web push is off. */
  readonly contact: string | null;
  /** The VAPID private key, 32 bytes base64url; null: made at the first start, kept beside the data. Secret. */
  readonly vapidKey: string | null;
  /** `host:port` of push services that may be at private addresses: tests and the demo alone. */
  readonly testHosts: readonly string[];
}

const httpsUrl = z.url({
  protocol: /^https$/,
  error: 'expected a URL such as https://example.com',
});
const anyUrl = z.url({ protocol: /^https?$/, error: 'expected a URL such as https://example.com' });

/** The environment's variables about pushes. */
export const pushSettings = {
  APNS_URL: z.optional(httpsUrl),
  APNS_SANDBOX_URL: z.optional(httpsUrl),
  APNS_CA: z.optional(
    z
      .pipe(z.string(), z.transform(textOrFile))
      .check(
        z.refine(
          (pem) => pem.includes('BEGIN CERTIFICATE'),
          'expected PEM, or @ and a file that holds it',
        ),
      ),
  ),
  JPUSH_URL: z._default(anyUrl, 'https://api.jpush.cn'),
  PUSH_CONTACT: z.optional(
    z
      .string()
      .check(
        z.refine(
          isContact,
          'expected mailto: and an address that can be written to, or an https URL; push services refuse others',
        ),
      ),
  ),
  VAPID_KEY: z.optional(
    z
      .pipe(z.string(), z.transform(textOrFile))
      .check(
        z.refine(
          (text) => Buffer.from(text, 'base64url').length === 32,
          'expected the 32 bytes of a P-256 private key in base64url, or @ and a file that holds them',
        ),
      ),
  ),
  PUSH_TEST_HOSTS: z.optional(z.string()),
} as const;

type Values = z.infer<z.ZodMiniObject<typeof pushSettings>>;

type Reading =
  | { readonly ok: true; readonly settings: PushSettings }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads {@link PushSettings}; `PUSH_TEST_HOSTS` is refused where real people are served. */
export function readPushSettings(
  values: Values,
  server: { readonly origin: string; readonly demo: boolean },
): Reading {
  const testHosts = (values.PUSH_TEST_HOSTS ?? '').split(',').map((host) => host.trim());
  const given = testHosts.filter(Boolean);
  if (given.length > 0 && !server.demo && !isLoopback(server.origin)) {
    const mistake =
      'PUSH_TEST_HOSTS: is for the demo and tests on this machine alone; with a public ORIGIN leave it out';
    return { ok: false, mistakes: [mistake] };
  }
  return {
    ok: true,
    settings: {
      apnsUrls: {
        production: values.APNS_URL ?? 'https://api.push.apple.com',
        sandbox: values.APNS_SANDBOX_URL ?? values.APNS_URL ?? 'https://api.sandbox.push.apple.com',
      },
      apnsAuthority: values.APNS_CA ?? null,
      jpushUrl: values.JPUSH_URL,
      contact: values.PUSH_CONTACT ?? null,
      vapidKey: values.VAPID_KEY ?? null,
      testHosts: given,
    },
  };
}

/** `mailto:` with a host that can receive mail, or an https URL (RFC 8292; Apple refuses `x@localhost`). */
function isContact(text: string): boolean {
  const address = /^mailto:[^\s@<>,]+@([^\s@<>,]+)$/.exec(text);
  if (address) return isPublicName(address[1] ?? '');
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' && isPublicName(url.hostname);
}

function isPublicName(host: string): boolean {
  return (
    /^([a-z0-9-]+\.)+[a-z][a-z0-9-]+$/i.test(host) &&
    !/(^|\.)(localhost|local|internal)$/i.test(host)
  );
}

/** Whether an origin is of this very machine. */
export function isLoopback(origin: string): boolean {
  return /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(origin).hostname);
}
