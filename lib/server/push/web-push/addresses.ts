import { Resolver } from 'node:dns/promises';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';

/** Finds the addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

/** What is not for the public (IANA's special-purpose registry of IPv4, RFC 6890). */
const specialV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Of IPv6 only 2000::/3 is given out; in it, protocol assignments, documentation and 6to4 are not public. */
const specialV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublicV4 = new BlockList();
for (const [net, prefix] of specialV4) notPublicV4.addSubnet(net, prefix, 'ipv4');
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
const notPublicV6 = new BlockList();
for (const [net, prefix] of specialV6) notPublicV6.addSubnet(net, prefix, 'ipv6');

/**
 * Whether an address is of the public internet: not of this machine, a private network, a carrier's, a link
 * (cloud metadata), multicast or a range for special purposes, however it is written.
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !notPublicV4.check(address, 'ipv4');
  if (isIP(address) === 0) return false;
  const embedded = embeddedV4(address);
  if (embedded !== null) return !notPublicV4.check(embedded, 'ipv4');
  return globalV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6');
}

/** The IPv4 address in a mapped one (RFC 4291, 2.5.5.2) or behind a NAT64 (RFC 6052); null: none. */
function embeddedV4(address: string): string | null {
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1);
  const found = /^(?:::ffff:|64:ff9b::)([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical);
  if (!found) return null;
  const [high, low] = [found[1], found[2]].map((part) => Number.parseInt(part ?? '0', 16));
  if (high === undefined || low === undefined) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Where a name leads that may not be connected to. */
export class AddressNotPublic extends Error {
  readonly code = 'ADDRESS_NOT_PUBLIC';
}

/**
 * A look-up for an agent: the addresses that it connects to are the ones that were checked, so a name cannot
 * lead elsewhere in between (DNS rebinding).
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((found) => {
        const addresses = found
          .filter(isPublicAddress)
          .map((address) => ({ address, family: isIP(address) }));
        const first = addresses[0];
        if (first === undefined) throw new AddressNotPublic('not a public address');
        if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      })
      .catch((error: unknown) => {
        callback(error instanceof Error ? error : new Error('look-up failed'), '');
      });
  };
}

/**
 * Asks the name servers themselves: the system's look-up would hold one of the process's few threads for as
 * long as a slow one keeps it waiting.
 */
export const resolveByDns: Resolve = async (hostname) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
};
