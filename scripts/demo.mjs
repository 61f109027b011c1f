// npm run demo: from a fresh clone to three people who can call each other.
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from './build.mjs';
import { readDemoOptions, usage } from './demo-options.mjs';
import { anyFreePort, nextFreePort } from './ports.mjs';
import { giveUp, root, say } from './project.mjs';
import { runUntilSignal } from './running.mjs';

const reading = readDemoOptions(process.argv.slice(2));
if (reading.kind === 'help') {
  process.stdout.write(usage);
} else if (reading.kind === 'mistake') {
  process.stderr.write(`${reading.message}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await demonstrate(reading.options);
}

/** @param {import('./demo-options.mjs').DemoOptions} options */
async function demonstrate({ port, data, host, json }) {
  await ensureBuilt();
  const chosen = await choosePort(port, host);
  say('Starting the demo …');
  const pushes = await localPushes();
  const server = await runUntilSignal({
    // Who plays with a demo reads no log, unless asked for.
    LOG_LEVEL: 'warn',
    ...pushes?.environment,
    ...process.env,
    // A database that other programs of this person use is no place for a demo's accounts.
    DATABASE_URL: '',
    DEMO: 'true',
    DATA: data,
    HOST: host,
    PORT: String(chosen),
  });
  const { url, demoAccounts: accounts } = server;
  process.stdout.write(json ? `${JSON.stringify({ url, accounts })}\n` : invitation(server));
  const carol = accounts.find(({ account }) => account === 'carol');
  if (pushes && carol) await pushes.addPhone(url, carol, say);
}

/**
 * Stand-ins of the push services on this machine, unless the environment names real ones.
 * @returns {Promise<import('@/tests/support/push/demo').DemoPushes | undefined>}
 */
async function localPushes() {
  if (process.env['APP_KEYS'] || process.env['PUSH_CONTACT']) return undefined;
  /** @type {typeof import('@/tests/support/push/demo')} */
  const { startDemoPushes } = await import(pathToFileURL(`${root}/dist/demo-pushes.mjs`).href);
  return startDemoPushes();
}

/**
 * The port is known before the server starts, since the links' origins name it.
 * @param {number | undefined} wanted
 * @param {string} host
 * @returns {Promise<number>}
 */
async function choosePort(wanted, host) {
  try {
    if (wanted === undefined) return await nextFreePort(3000, host);
    return wanted === 0 ? await anyFreePort(host) : wanted;
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {import('@/lib/server/main').RunningServer} server
 * @returns {string}
 */
function invitation({ url, demoAccounts }) {
  const width = Math.max(...demoAccounts.map(({ displayName }) => displayName.length));
  const links = demoAccounts.map(
    ({ displayName, link }) => `  ${displayName.padEnd(width)}   ${link}`,
  );
  return [
    '',
    `Ringway is ready: ${url}`,
    '',
    'Open these in windows of one browser; each signs its person in:',
    '',
    ...links,
    '',
    'Then let Alice call Bob. Carol also has a locked iPhone, a stand-in: call her and see it ring here.',
    'This is a demo: anyone with a link is that person. Ctrl+C ends it.',
    '',
    '',
  ].join('\n');
}
