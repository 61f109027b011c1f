// What the tests need beyond packages: Chromium and PostgreSQL. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';

import { findChromium } from './chromium.mjs';
import { findPostgres, postgresMissing } from './postgres.mjs';
import { root, runQuietly, say } from './project.mjs';

const chromiumMissing =
  'Chromium: could not be set up. Install the package "chromium" (Debian: apt-get install chromium fonts-noto-cjk), or name one with CHROMIUM_PATH.';

const debianPackages = ['chromium', 'fonts-noto-cjk'];

/** @typedef {'present' | 'debian' | 'playwright'} ChromiumPlan */

/**
 * How Chromium will be had: what is there is used, nothing is installed over it.
 * @returns {Promise<ChromiumPlan>}
 */
export async function planChromium() {
  const named = process.env['CHROMIUM_PATH'] !== undefined;
  if (named || findChromium() || (await downloadedChromium())) return 'present';
  return isDebianRoot() ? 'debian' : 'playwright';
}

/**
 * Says what will be installed outside the project, and asks when a person is there to answer.
 * @param {ChromiumPlan} plan
 * @returns {Promise<boolean>} whether to go on with it
 */
export async function agreeTo(plan) {
  if (plan === 'present') {
    say('Nothing will be installed outside the project.');
    return true;
  }
  say('To be installed outside the project:');
  say(
    plan === 'debian'
      ? `  Debian packages ${debianPackages.join(' and ')} (apt-get install)`
      : "  Chromium, by Playwright, in its cache in this user's home",
  );
  if (!process.stdin.isTTY || process.env['CI']) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Install it? [Y/n] ');
  terminal.close();
  return !/^n/i.test(answer.trim());
}

/**
 * Sets Chromium up as planned.
 * @param {ChromiumPlan} plan
 * @returns {Promise<{ path: string } | { missing: string }>}
 */
export async function setUpChromium(plan) {
  if (plan === 'debian') await installDebianPackages();
  if (plan !== 'present' && !findChromium()) await downloadChromium();
  const named = process.env['CHROMIUM_PATH'];
  const path = named ?? findChromium() ?? (await downloadedChromium());
  if (path && answers(path, '--version')) return { path };
  return { missing: named ? `${named}: CHROMIUM_PATH names no Chromium.` : chromiumMissing };
}

/** @returns {{ from: string } | { missing: string }} */
export function setUpPostgres() {
  const found = findPostgres(root);
  if (!found || !answers(join(found.bin, 'initdb'), '--version')) {
    return { missing: postgresMissing };
  }
  return { from: found.from };
}

function isDebianRoot() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/os-release')) return false;
  // Ubuntu's package of that name only points at a snap.
  return /^ID="?debian"?$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function installDebianPackages() {
  const patience = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=120'];
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', [...patience, '-qq', 'update'], environment);
  await runQuietly(
    'apt-get',
    [...patience, '-qq', 'install', '--yes', '--no-install-recommends', ...debianPackages],
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
