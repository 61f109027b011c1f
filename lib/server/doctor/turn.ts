import { BlockList, isIP } from 'node:net';
import { iceServersFor } from '@/lib/server/media/ice-servers';
import type { Settings } from '@/lib/server/settings';
import { allocate, type Allocation } from '@/lib/server/turn/allocate';
import { readTurnUrl } from '@/lib/server/turn/url';
import { fail, ok, warn, type Check } from './check';

/** Asks for a relay over each transport of TURN_URLS; a line each. `now` in ms since 1970. */
export async function checkTurn(
  settings: Pick<Settings, 'turn'>,
  now: number,
  authority?: string,
): Promise<Check[]> {
  const [server] = iceServersFor(
    { stunUrls: [], turn: settings.turn },
    { account_id: null, uuid: 'doctor' },
    now,
  );
  if (server === undefined) return [warn('turn', 'turn_off', { kind: 'no_relays' })];
  const { username = '', credential = '' } = server;
  return Promise.all(
    server.urls.map(async (url) => {
      return judge(url, await allocate(url, { username, credential, authority }));
    }),
  );
}

/** TURN's answer to credentials that it does not take (RFC 8656, section 17). */
const unauthorized = 401;

function judge(url: string, allocation: Allocation): Check {
  switch (allocation.kind) {
    case 'unreachable':
      return fail('turn', 'turn_unreachable', `${url}: ${allocation.reason}`);
    case 'refused': {
      const finding = allocation.code === unauthorized ? 'turn_credentials' : 'turn_refused';
      return fail('turn', finding, `${url}: ${allocation.code} ${allocation.reason}`);
    }
    case 'allocated': {
      const { relay, ms } = allocation;
      const isHidden = isPrivate(relay) && !isPrivate(readTurnUrl(url).host);
      return isHidden
        ? fail('turn', 'turn_private', `${url}: ${relay}`)
        : ok('turn', { kind: 'relay', url, address: relay, ms });
    }
  }
}

/** Addresses that nobody reaches from the Internet (RFC 1918, 6598, 3927, 4193, 4291). */
const privateNetworks = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv6');
}

function isPrivate(host: string): boolean {
  const family = isIP(host);
  if (family === 0) return host === 'localhost';
  return privateNetworks.check(host, family === 6 ? 'ipv6' : 'ipv4');
}
