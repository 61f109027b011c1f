// Runs the built server in this process, from its start to the signal that ends it.
import { pathToFileURL } from 'node:url';

import { giveUp, root } from './project.mjs';

/**
 * Starts the server of dist/ and stops it on SIGINT or SIGTERM; then the process ends by itself.
 * @param {Record<string, string | undefined>} environment its settings
 * @returns {Promise<import('@/lib/server/main').RunningServer>} once it is ready
 */
export async function runUntilSignal(environment) {
  const { startServer } = await loadServer();
  const starting = startServer(environment, { folder: root });
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

/** @param {unknown} error what kept the server from starting */
function inWords(error) {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${String(error.port)} is taken: choose another one (PORT; for the demo --port).`;
  }
  return error.message;
}

/** @returns {Promise<typeof import('@/lib/server/main')>} */
async function loadServer() {
  return import(pathToFileURL(`${root}/dist/server.mjs`).href);
}
