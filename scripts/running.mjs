// Runs the built server in this process, from its start to the signal that ends it.
import { pathToFileURL } from 'node:url';

import { giveUp, root } from './project.mjs';

/**
 * Starts the server of dist/ and stops it on SIGINT or SIGTERM; then the process ends by itself.
 * @param {Record<string, string | undefined>} environment its settings
 * @param {string} [folder] where its pages are: `out/` and `dist/pages.json`
 * @returns {Promise<import('@/lib/server/main').RunningServer>} once it is ready
 */
export async function runUntilSignal(environment, folder = root) {
  const { startServer } = await loadServer();
  const starting = startServer(environment, { folder });
  let ending = false;
  const end = () => {
    // npm passes on a signal that the terminal has sent already.
    if (ending) return;
    ending = true;
    void starting.then((server) => server.stop()).then(() => process.exit(0));
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  return starting.catch((/** @type {unknown} */ error) => giveUp(inWords(error)));
}

/**
 * What to tell a person whose server did not start: the system's words do not name the setting.
 * @param {unknown} error what kept the server from starting
 * @returns {string}
 */
export function inWords(error) {
  if (!(error instanceof Error)) return String(error);
  const { code, port, syscall } = /** @type {NodeJS.ErrnoException & { port?: number }} */ (error);
  if (code === 'EADDRINUSE') {
    return `Port ${String(port)} is taken: choose another one (PORT; for the demo --port).`;
  }
  if (syscall === 'connect') {
    return `The database does not answer (${error.message}): see that it runs and that DATABASE_URL is right.`;
  }
  if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo') {
    return `An address is not to be had (${error.message}): set HOST to one of this machine (for the demo --host), and in DATABASE_URL a host that exists.`;
  }
  if (syscall === 'mkdir') {
    return `The data folder cannot be made (${error.message}): choose another one (DATA; for the demo --data).`;
  }
  return error.message;
}

/** @returns {Promise<typeof import('@/lib/server/main')>} */
async function loadServer() {
  return import(pathToFileURL(`${root}/dist/server.mjs`).href);
}
