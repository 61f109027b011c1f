// A Debian 13 with what install.sh and the Containerfile install, so that the tests can follow their steps without a
// network. Node's own modules only.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { cache, canEnterRoots, inOwnMounts, suite } from './debian-root.mjs';

/** @type {import('./debian-root.mjs').Content} */
export const serverContent = {
  what: 'A server for the tests',
  packages: [
    ...['ca-certificates', 'nodejs', 'caddy', 'libcap2-bin', 'coturn', 'haproxy', 'iproute2'],
    'systemd',
  ],
  // What came last to this list: a root of an older version is made anew.
  proof: 'usr/sbin/ip',
  minutes: '2 to 3',
};

/** Where it is made: outside the work tree, for all checkouts. */
export const serverRoot = join(cache, `server-${suite}`);

/** Its public address (RFC 5737: for documentation), which leads nowhere else. */
export const serverAddress = '203.0.113.5';

/** What to tell a person on whose machine there is none. */
export const serverMissing =
  'A Debian 13 to install in: not found. Run the tests on Linux as root with debootstrap, which sets it up.';

/** @returns {boolean} */
export function hasServerRoot() {
  return canEnterRoots() && existsSync(join(serverRoot, serverContent.proof));
}

/**
 * The command that runs another one in that Debian, with a network of its own that has loopback and
 * {@link serverAddress} alone. What it writes
 * stays in a folder of the caller's, and is there for the next command.
 * @param {string} layer the folder; on a real file system, with nothing in it but what commands of ours wrote
 * @param {Readonly<Record<string, string>>} given folders of this system by where they shall be, to read only
 * @param {readonly string[]} command
 * @returns {[string, ...string[]]}
 */
export function onServer(layer, given, command) {
  for (const name of ['changed', 'work', 'whole'])
    mkdirSync(join(layer, name), { recursive: true });
  const whole = join(layer, 'whole');
  const steps = [
    'ip link set lo up',
    'ip link add public type veth peer name nowhere',
    `ip address add ${serverAddress}/24 dev public`,
    'ip link set public up',
    'ip link set nowhere up',
    `mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/changed,workdir=$2/work" "$0"`,
    'mount --rbind /proc "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    'shift 2',
    'while [ "$1" != -- ]; do',
    '  mkdir -p "$0$1"',
    '  mount --bind "$2" "$0$1"',
    '  mount -o remount,bind,ro "$0$1"',
    '  shift 2',
    'done',
    'shift',
    'exec chroot "$0" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"',
  ];
  return [
    ...inOwnMounts,
    ...['--net', '--pid', '--fork', '--kill-child'],
    ...['sh', '-ec', steps.join('\n'), whole, serverRoot, layer],
    ...Object.entries(given).flat(),
    '--',
    ...command,
  ];
}
