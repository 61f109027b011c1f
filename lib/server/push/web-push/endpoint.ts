import { isIP } from 'node:net';
import { isPublicAddress } from './addresses';

/**
 * Whether a push can ever go to an endpoint: https, and no address that is not public. Where its name leads
 * is found when connecting. Test hosts (`host:port`) are exempt from both.
 */
export function isAcceptableEndpoint(endpoint: string, testHosts: readonly string[]): boolean {
  if (!URL.canParse(endpoint)) return false;
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '') return false;
  if (isTestHost(url, testHosts)) return true;
  if (url.protocol !== 'https:') return false;
  const literal = literalAddress(url);
  return literal === null ? isPublicName(url.hostname) : isPublicAddress(literal);
}

/** Whether a URL is of one of the test hosts, by http or https. */
export function isTestHost(url: URL, testHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return /^https?:$/.test(url.protocol) && testHosts.includes(`${url.hostname}:${port}`);
}

/** The address that stands in a URL itself; null where a name does. */
function literalAddress({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

function isPublicName(hostname: string): boolean {
  return (
    /^[^.]+(\.[^.]+)+\.?$/.test(hostname) &&
    !/(^|\.)(localhost|local|internal|arpa)\.?$/i.test(hostname)
  );
}
