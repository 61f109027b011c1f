import type { Settings } from '@/lib/server/settings';

/**
 * Whether a `host` or `login_url` that a client sent names this server (platform-api.md, section 1):
 * the host of the origin or of an alias, or the domain. Ports are left alone, proxies change them.
 */
export function namesThisServer(
  settings: Pick<Settings, 'origin' | 'originAliases' | 'domain'>,
  named: string,
): boolean {
  const url = named.includes('://') ? named : `https://${named}`;
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname;
  const own = [settings.origin, ...settings.originAliases].map(
    (origin) => new URL(origin).hostname,
  );
  return host === settings.domain || own.includes(host);
}
