import helmet from '@fastify/helmet';
import type { FastifyReply } from 'fastify';
import type { App, Edge } from './edge';

/** What pages of ours may use of the device; nothing else, and no frame inherits it. */
const permissions = [
  'camera=(self)',
  'microphone=(self)',
  'speaker-selection=(self)',
  'screen-wake-lock=(self)',
  'autoplay=(self)',
  'fullscreen=(self)',
  'picture-in-picture=(self)',
  'clipboard-write=(self)',
  'display-capture=(self)',
  'on-device-speech-recognition=(self)',
  'geolocation=()',
  'payment=()',
  'usb=()',
  'serial=()',
  'midi=()',
].join(', ');

/** The policy of everything that is no page: it loads nothing and stands in no frame. */
export const policyOfData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The policy of the service worker: it fetches from its own origin, and loads nothing else. */
export const policyOfWorker = "default-src 'none'; connect-src 'self'; script-src 'self'";

/** The policy of the worker that blurs: it alone may compile WebAssembly, of our own origin. */
export const policyOfBlur =
  "default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** How long (s) browsers keep to TLS once they have seen it. */
const transportSecurity = 'max-age=31536000';

/** The headers that every answer carries; pages get {@link secureHeadersOfPages} on top. */
export function secureHeaders(app: App, { origins }: Edge): void {
  const isSecure = origins.isSecure(undefined);
  const headers = {
    'content-security-policy': policyOfData,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(isSecure ? { 'strict-transport-security': transportSecurity } : {}),
  };
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}

/** Gives pages `reply.helmet()`, which sets what only documents need. */
export async function secureHeadersOfPages(app: App): Promise<void> {
  await app.register(helmet, {
    global: false,
    contentSecurityPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: true,
    referrerPolicy: false,
    strictTransportSecurity: false,
    xContentTypeOptions: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: { action: 'deny' },
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

/** Sets the headers of a document: what it may use, who may hold it, and what it may load. */
export function sendPageHeaders(reply: FastifyReply, policy: string): void {
  reply.helmet();
  void reply.header('permissions-policy', permissions).header('content-security-policy', policy);
}

/** What a page's policy depends on. */
interface PagePolicy {
  /** Hashes of the page's inline scripts, as `'sha256-…'`. */
  readonly scripts: readonly string[];
  /** The Host that the page was asked for at: its own WebSockets go there. */
  readonly host: string;
  /** Where LiveKit is (`wss://…`); null: there is none. */
  readonly livekit: string | null;
}

/** The content security policy of one exported page (CSP level 3). */
export function policyOfPage({ scripts, host, livekit }: PagePolicy): string {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    // Next and Radix write styles into elements; styles run nothing.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", `ws://${host}`, `wss://${host}`, ...liveKitOrigins(livekit)].join(' ')}`,
    "media-src 'self' blob: data:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** LiveKit's client asks over HTTP, too, why a connection was refused. */
function liveKitOrigins(livekit: string | null): string[] {
  if (livekit === null) return [];
  const { origin } = new URL(livekit.replace(/^ws/, 'http'));
  return [origin.replace(/^http/, 'ws'), origin];
}

/** The policy in development, where Next's server evaluates what it rebuilt. */
export const policyOfDevelopment = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "media-src 'self' blob: data:",
  "frame-ancestors 'none'",
].join('; ');
