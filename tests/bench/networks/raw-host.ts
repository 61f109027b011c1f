import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ServerHost } from '../../support/hosts/network';

/** A second address of the server's host: the first has Ringway on port 443. */
const address = '203.0.113.20';

/** Behind port 443, which is the only one that every firewall lets out. */
const port = 8_080;

/** Where the page of raw connections is. */
export const rawOrigin = `http://${address}:443`;

/** Serves the page of raw connections on the server's host. */
export async function serveRaw({ host }: ServerHost): Promise<void> {
  await host.ip(`addr add ${address}/24 dev wan`);
  await host.nft(`
    table ip raw-page {
      chain arriving {
        type nat hook prerouting priority dstnat;
        ip daddr ${address} tcp dport 443 redirect to :${port}
      }
    }`);
  const script = new URL('./raw-server.mjs', import.meta.url).pathname;
  const { stdout } = host.spawn([process.execPath, script, String(port), '0.0.0.0']);
  if (stdout === null) throw new Error('The server of the raw page has no output to read.');
  // Its first line says that it listens.
  await once(createInterface(stdout), 'line');
}
