// A Debian with a Swift compiler in a folder of its own, for systems that have none. Node's own modules only.
import { inOwnMounts } from './debian-root.mjs';

/** What makes a folder a root that is whole. */
export const compilerInRoot = 'usr/libexec/swift/bin/swift';

/** @type {import('./debian-root.mjs').Content} */
export const swiftContent = {
  what: 'Swift',
  packages: ['swiftlang', 'libc6-dev', 'libstdc++-14-dev', 'git', 'ca-certificates'],
  proof: compilerInRoot,
  minutes: '2 to 3',
};

/**
 * The command that runs another one inside a root: with the system's /proc and /dev, and the
 * project, to read only, at /project. All of it is mounted for that process alone.
 * @param {string} root
 * @param {string} project
 * @param {readonly string[]} command
 * @returns {[string, ...string[]]}
 */
export function insideRoot(root, project, command) {
  const mounts = [
    'mount --rbind /proc "$0/proc"',
    'mount --rbind /dev "$0/dev"',
    'mkdir -p "$0/project"',
    'mount --bind "$1" "$0/project"',
    'mount -o remount,bind,ro "$0/project"',
    'shift',
    'exec chroot "$0" /usr/bin/env -i "$@"',
  ];
  const environment = [
    'HOME=/root',
    'LANG=C.UTF-8',
    'PATH=/usr/bin:/bin',
    'LD_LIBRARY_PATH=/usr/libexec/swift/lib/swift/linux',
  ];
  return [
    ...inOwnMounts,
    'sh',
    '-ec',
    mounts.join('\n'),
    root,
    project,
    ...environment,
    ...command,
  ];
}
