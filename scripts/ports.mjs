// Which ports of this machine are free.
import { createServer } from 'node:net';

/**
 * The first port from `first` on that nobody listens on. A browser may take `localhost` as ::1, so
 * that must be free too.
 * @param {number} first
 * @param {string} host
 * @returns {Promise<number>}
 * @throws Error when none of the next hundred is free
 */
export async function nextFreePort(first, host) {
  for (let port = first; port < first + 100; port += 1) {
    if ((await isFree(port, host)) && (await isFree(port, '::1'))) return port;
  }
  throw new Error(`No port from ${first} to ${first + 99} is free: name one with --port.`);
}

/**
 * A free port of the system's choice.
 * @param {string} host
 * @returns {Promise<number>}
 */
export function anyFreePort(host) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    // A machine without IPv6 has nobody listening there.
    probe.once('error', (error) => resolve(!('code' in error && error.code === 'EADDRINUSE')));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
