// Whether tests can make hosts of their own here: network namespaces of Linux. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const programs = ['ip', 'tc', 'nft'];

/** What to tell a person where they cannot. */
export const hostsMissing =
  'Hosts for the network tests: they are made with network namespaces, which takes Linux, root, and the programs ip, tc and nft. On such a machine run: sudo apt-get install iproute2 nftables && sudo npm run test:host';

/**
 * Whether the programs are here that make them.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {boolean}
 */
export function hasHostPrograms(environment = process.env) {
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin'];
  return programs.every((name) => folders.some((folder) => existsSync(join(folder, name))));
}

/** Whether tests can make hosts on this machine: root in a container may lack the right to. */
export function canMakeHosts() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !hasHostPrograms()) return false;
  try {
    execFileSync('unshare', ['--net', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
