import type { Settings } from '../settings';

/** Paths that answer under any Host: probes know the address alone (platform-api.md, section 4). */
const hostless: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/metrics',
  // Signed; LiveKit asks for it by whatever name it reaches this server.
  '/api/livekit/webhook',
]);

/**
 * The origins and hosts of this server (platform-api.md 4, Cookies, origins, hosts). Read from the
 * settings at every question, since a free port is known only once the server listens.
 */
export class Origins {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** All origins, the public one first. */
  all(): readonly string[] {
    return [this.#settings.origin, ...this.#settings.originAliases];
  }

  /** Whether an Origin header names one of ours. */
  isOurs(origin: string): boolean {
    return this.all().includes(origin);
  }

  /** Whether a request with this Host header may be answered at this path (DNS rebinding). */
  answers(host: string | undefined, path: string): boolean {
    return hostless.has(path) || (host !== undefined && this.#isOurName(nameOf(host)));
  }

  /** Whether people reach the server by TLS at this Host. */
  isSecure(host: string | undefined): boolean {
    const own = this.all().map((origin) => new URL(origin));
    const named = own.filter((origin) => host !== undefined && origin.host === host);
    return (named.length > 0 ? named : own.slice(0, 1)).some(
      ({ protocol }) => protocol === 'https:',
    );
  }

  #isOurName(name: string): boolean {
    return this.all().some((origin) => new URL(origin).hostname === name);
  }
}

/** The name in a Host header, without its port. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}
