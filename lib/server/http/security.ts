import helmet from '@fastify/helmet';
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
  'display-capture=()',
  'geolocation=()',
  'payment=()',
  'usb=()',
  'serial=()',
  'bluetooth=()',
  'midi=()',
].join(', ');

/** The policy of everything that is no page: it loads nothing and stands in no frame. */
export const policyOfData = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** The headers that every answer carries; pages replace the policy by their own. */
export async function secureHeaders(app: App, { origins }: Edge): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // Tokens work from any origin (section 4, Cookies, origins, hosts); pages are embedded nowhere.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    originAgentCluster: true,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: origins.isSecure(undefined) ? { maxAge: 31_536_000 } : false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: { action: 'deny' },
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.header('permissions-policy', permissions);
    void reply.header('content-security-policy', policyOfData);
    done();
  });
}

/** What a page's policy depends on. */
interface PagePolicy {
  /** Hashes of the page's inline scripts, as `'sha256-…'`. */
  readonly scripts: readonly string[];
  /** The Host that the page was asked for at: its own WebSockets go there. */
  readonly host: string;
}

/** The content security policy of one exported page (CSP level 3). */
export function policyOfPage({ scripts, host }: PagePolicy): string {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...scripts].join(' ')}`,
    // Next and Radix write styles into elements; styles run nothing.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "media-src 'self' blob: data:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
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
