// Whether this machine has the programs that stand before Ringway on a server. Node's own modules only.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @type {Record<'caddy' | 'haproxy', string>} what to tell a person on whose machine one is missing */
export const frontMissing = {
  caddy: 'Caddy: not found. Install it (Debian: apt-get install caddy).',
  haproxy: 'HAProxy: not found. Install it (Debian: apt-get install haproxy).',
};

/**
 * The path of one of them: on PATH, or where Debian keeps programs of administrators.
 * @param {'caddy' | 'haproxy'} name
 * @param {Record<string, string | undefined>} [environment]
 * @returns {string | undefined} undefined when there is none
 */
export function findFront(name, environment = process.env) {
  const folders = [...(environment['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
