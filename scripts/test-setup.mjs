// What the tests need beyond packages: browsers, a desktop, PostgreSQL, Swift, and what stands on a server. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { findChromium } from './chromium.mjs';
import { coturnMissing, findCoturn } from './coturn.mjs';
import { desktopMissing, hasDesktop } from './desktop.mjs';
import { canEnterRoots, makeRoot, packagesForRoot, suite } from './debian-root.mjs';
import { findFirefox, firefoxMissing } from './firefox.mjs';
import { findFront, frontMissing } from './fronts.mjs';
import { canMakeHosts, hasHostPrograms, hostsMissing } from './hosts.mjs';
import {
  buildLiveKit,
  canBuildLiveKit,
  findLiveKit,
  liveKitMissing,
  programToBuild,
} from './livekit.mjs';
import { findPostgres, postgresMissing } from './postgres.mjs';
import { root, runQuietly, say } from './project.mjs';
import { hasServerRoot, serverContent, serverMissing, serverRoot } from './server-root.mjs';
import { swiftContent } from './swift-root.mjs';
import { findSwift, rootToMake, swiftMissing } from './swift.mjs';
import { findWebKit, webkitMissing } from './webkit.mjs';

const chromiumMissing =
  'Chromium: could not be set up. Install the package "chromium" (Debian: apt-get install chromium fonts-noto-cjk), or name one with CHROMIUM_PATH.';

/** `shim-cli`, which Swift builds: as installable as Swift is. @typedef {'swift' | 'shim-cli'} OfSwift */
/** @typedef {'chromium' | 'firefox' | 'webkit' | 'desktop' | 'caddy' | 'haproxy' | 'coturn' | 'hosts' | 'server-root' | 'livekit' | OfSwift} Installable */

/** What no package of Debian brings. @typedef {'server-root' | 'livekit' | OfSwift} NotOfDebian */

/** @type {Record<Exclude<Installable, NotOfDebian>, readonly string[]>} */
const debianPackages = {
  chromium: ['chromium', 'fonts-noto-cjk'],
  firefox: ['firefox-esr'],
  webkit: ['webkit2gtk-driver'],
  desktop: ['xvfb', 'dbus-daemon', 'libnotify4'],
  caddy: ['caddy'],
  haproxy: ['haproxy'],
  coturn: ['coturn'],
  hosts: ['iproute2', 'nftables'],
};

/** @typedef {{ debian: readonly string[], playwright: boolean, swift: boolean, server: boolean, livekit: boolean }} Plan */

/** A plan that installs nothing. @type {Plan} */
export const nothingToInstall = {
  debian: [],
  playwright: false,
  swift: false,
  server: false,
  livekit: false,
};

/**
 * How what is not there will be had; nothing is installed over what is.
 * @param {readonly Installable[]} wanted
 * @returns {Promise<Plan>}
 */
export async function planFor(wanted) {
  /** @type {Installable[]} */
  const absent = [];
  for (const name of wanted) if (!(await isThere(name))) absent.push(name);
  const lacksSwift = absent.some(isOfSwift);
  const lacksServer = absent.includes('server-root');
  const livekit = absent.includes('livekit') && canBuildLiveKit();
  if (!isDebianRoot()) {
    const canMake = canEnterRoots() && packagesForRoot().length === 0;
    const playwright = absent.includes('chromium');
    return {
      debian: [],
      playwright,
      swift: lacksSwift && canMake,
      server: lacksServer && canMake,
      livekit,
    };
  }
  const forRoots = lacksSwift || lacksServer ? packagesForRoot() : [];
  const others = absent.flatMap((name) => (isOfDebian(name) ? debianPackages[name] : []));
  return {
    debian: [...others, ...forRoots],
    playwright: false,
    swift: lacksSwift,
    server: lacksServer,
    livekit,
  };
}

/**
 * Says what will be installed outside the project, and asks when a person is there to answer.
 * @param {Plan} plan
 * @returns {Promise<boolean>} whether to go on with it
 */
export async function agreeTo(plan) {
  const lines = linesOf(plan);
  if (lines.length === 0) {
    say('Nothing will be installed outside the project.');
    return true;
  }
  say('To be installed outside the project:');
  for (const line of lines) say(`  ${line}`);
  if (!process.stdin.isTTY || process.env['CI']) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Install it? [Y/n] ');
  terminal.close();
  return !/^n/i.test(answer.trim());
}

/**
 * A plan in words, one for each place where something will be.
 * @param {Plan} plan
 * @returns {string[]}
 */
export function linesOf({ debian, playwright, swift, server, livekit }) {
  return [
    ...(playwright ? ["Chromium, by Playwright, in its cache in this user's home"] : []),
    ...(debian.length > 0 ? [`Debian packages ${debian.join(', ')} (apt-get install)`] : []),
    ...(swift ? [`a Debian (${suite}) with Swift in ${rootToMake} (debootstrap, 3.2 GB)`] : []),
    ...(server ? [`a Debian (${suite}) to install in, ${serverRoot} (debootstrap, 0.5 GB)`] : []),
    ...(livekit ? [`livekit-server, built by Go as ${programToBuild()}`] : []),
  ];
}

/**
 * Installs as planned.
 * @param {Plan} plan
 */
export async function install(plan) {
  if (plan.debian.length > 0) await installDebianPackages(plan.debian);
  const hasChromium = findChromium() ?? (await downloadedChromium());
  if (plan.playwright || (plan.debian.includes('chromium') && !hasChromium)) {
    await downloadChromium();
  }
  if (plan.swift) await makeRoot(rootToMake, swiftContent);
  if (plan.server) await makeRoot(serverRoot, serverContent);
  if (plan.livekit) await buildLiveKit();
}

/** @returns {Promise<{ path: string } | { missing: string }>} */
export async function setUpChromium() {
  const named = process.env['CHROMIUM_PATH'];
  const path = named ?? findChromium() ?? (await downloadedChromium());
  if (path && answers(path, '--version')) return { path };
  return { missing: named ? `${named}: CHROMIUM_PATH names no Chromium.` : chromiumMissing };
}

/** @returns {{ path: string } | { missing: string }} */
export function setUpFirefox() {
  const path = findFirefox();
  return path && answers(path, '--version') ? { path } : { missing: firefoxMissing };
}

/** @returns {{ missing?: string }} */
export function setUpWebKit() {
  const found = findWebKit();
  return found && answers(found.driver, '--help') ? {} : { missing: webkitMissing };
}

/** @returns {{ missing?: string }} */
export function setUpDesktop() {
  return hasDesktop() ? {} : { missing: desktopMissing };
}

/** @returns {{ from: string } | { missing: string }} */
export function setUpPostgres() {
  const found = findPostgres(root);
  if (!found || !answers(join(found.bin, 'initdb'), '--version')) {
    return { missing: postgresMissing };
  }
  return { from: found.from };
}

/** @returns {{ missing?: string }} */
export function setUpSwift() {
  return findSwift() ? {} : { missing: swiftMissing };
}

/** @param {'caddy' | 'haproxy'} name @returns {{ missing?: string }} */
export function setUpFront(name) {
  return findFront(name) ? {} : { missing: frontMissing[name] };
}

/** @returns {{ missing?: string }} */
export function setUpCoturn() {
  return findCoturn() ? {} : { missing: coturnMissing };
}

/** @returns {{ missing?: string }} */
export function setUpHosts() {
  return canMakeHosts() ? {} : { missing: hostsMissing };
}

/** @returns {{ missing?: string }} */
export function setUpLiveKit() {
  return findLiveKit() ? {} : { missing: liveKitMissing };
}

/** @returns {{ missing?: string }} */
export function setUpServerRoot() {
  return hasServerRoot() ? {} : { missing: serverMissing };
}

/** @param {Installable} name @returns {name is Exclude<Installable, NotOfDebian>} */
function isOfDebian(name) {
  return name !== 'server-root' && name !== 'livekit' && !isOfSwift(name);
}

/** @param {Installable} name @returns {name is OfSwift} */
function isOfSwift(name) {
  return name === 'swift' || name === 'shim-cli';
}

function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  // Ubuntu's package of that name only points at a snap.
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** @param {Installable} name */
async function isThere(name) {
  switch (name) {
    case 'chromium': {
      const named = process.env['CHROMIUM_PATH'] !== undefined;
      return named || Boolean(findChromium() ?? (await downloadedChromium()));
    }
    case 'firefox':
      return process.env['FIREFOX_PATH'] !== undefined || findFirefox() !== undefined;
    case 'webkit':
      return process.env['WEBKIT_DRIVER_PATH'] !== undefined || findWebKit() !== undefined;
    case 'desktop':
      return hasDesktop();
    case 'caddy':
    case 'haproxy':
      return findFront(name) !== undefined;
    case 'coturn':
      return process.env['TURNSERVER_PATH'] !== undefined || findCoturn() !== undefined;
    case 'hosts':
      return hasHostPrograms();
    case 'livekit':
      return findLiveKit() !== undefined;
    case 'server-root':
      return hasServerRoot();
    case 'swift':
    case 'shim-cli':
      return process.env['RINGWAY_SWIFT_ROOT'] !== undefined || findSwift() !== undefined;
  }
}

/** @param {readonly string[]} packages */
async function installDebianPackages(packages) {
  const patience = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', [...patience, '-qq', 'update'], environment);
  await runQuietly(
    'apt-get',
    [...patience, '-qq', 'install', '--yes', '--no-install-recommends', ...packages],
    environment,
  );
}

async function downloadChromium() {
  const cli = join(root, 'node_modules/playwright/cli.js');
  const withLibraries = process.getuid?.() === 0 ? ['--with-deps'] : [];
  await runQuietly(process.execPath, [cli, 'install', ...withLibraries, 'chromium']);
}

/** Where Playwright keeps the Chromium of its version, if it has downloaded it. */
async function downloadedChromium() {
  try {
    const { chromium } = await import('@playwright/test');
    const path = chromium.executablePath();
    return existsSync(path) ? path : undefined;
  } catch {
    // The packages are not installed yet.
    return undefined;
  }
}

/**
 * @param {string} program
 * @param {string} question
 */
function answers(program, question) {
  try {
    execFileSync(program, [question], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
