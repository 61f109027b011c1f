// npm test: sets up what the tests need, runs them all and counts. Node's own modules only.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packagesMissing, setUpPackages } from './packages.mjs';
import { root, say } from './project.mjs';
import { setUpShimCli } from './swift.mjs';
import { failure } from './test-results.mjs';
import {
  agreeTo,
  install,
  nothingToInstall,
  planFor,
  setUpChromium,
  setUpCoturn,
  setUpDesktop,
  setUpFirefox,
  setUpFront,
  setUpLiveKit,
  setUpHosts,
  setUpPostgres,
  setUpServerRoot,
  setUpSwift,
  setUpWebKit,
} from './test-setup.mjs';
import { stepsOf } from './test-steps.mjs';

/**
 * @typedef {import('./test-steps.mjs').Step} Step
 * @typedef {import('./test-results.mjs').Outcome} Outcome
 * @typedef {import('./test-setup.mjs').Installable} Installable
 * @typedef {Installable | 'postgres'} Need
 * @typedef {{ name: string, outcome: Outcome, seconds: number }} Result
 */

/** @type {readonly Installable[]} */
const installables = [
  'chromium',
  'firefox',
  'webkit',
  'desktop',
  'caddy',
  'haproxy',
  'coturn',
  'hosts',
  'server-root',
  'livekit',
  'swift',
  'shim-cli',
];

const setUps = {
  chromium: setUpChromium,
  firefox: setUpFirefox,
  webkit: setUpWebKit,
  desktop: setUpDesktop,
  caddy: () => setUpFront('caddy'),
  haproxy: () => setUpFront('haproxy'),
  coturn: setUpCoturn,
  hosts: setUpHosts,
  'server-root': setUpServerRoot,
  postgres: setUpPostgres,
  livekit: setUpLiveKit,
  swift: setUpSwift,
  'shim-cli': setUpShimCli,
};

const graceOfGroup = 10_000;

/** The process group of the step that runs, so that nothing of it outlives us. @type {number | undefined} */
let running;

const reports = mkdtempSync(join(tmpdir(), 'ringway-tests-'));
process.once('exit', () => {
  rmSync(reports, { recursive: true, force: true });
});
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.once(signal, () => {
    endGroup('SIGTERM');
    process.exit(code);
  });
}

const [part, ...more] = process.argv.slice(2);
const steps = stepsOf(part, reports, more);
if (steps) {
  await test(steps);
} else {
  say(
    `${String(part)}: no such part of the tests; there are unit, shim, integration, e2e and host.`,
  );
  process.exitCode = 2;
}

/** @param {readonly Step[]} wanted */
async function test(wanted) {
  const needs = new Set(wanted.flatMap(needsOf));
  const plan = await planFor(installables.filter((name) => needs.has(name)));
  const agreed = !installables.some((name) => needs.has(name)) || (await agreeTo(plan));
  if (!(await setUpPackages())) {
    report([{ name: 'packages', outcome: failure(packagesMissing), seconds: 0 }]);
    return;
  }
  await install(agreed ? plan : nothingToInstall);
  report(await runAll(wanted, await setUp(needs)));
}

/**
 * Looks at what is needed of this machine.
 * @param {ReadonlySet<Need>} needs
 * @returns {Promise<ReadonlyMap<Need, string>>} what is missing, with what to do about it
 */
async function setUp(needs) {
  /** @type {Map<Need, string>} */
  const missing = new Map();
  for (const need of needs) {
    const found = await setUps[need]();
    if (need === 'chromium' && 'path' in found) process.env['CHROMIUM_PATH'] = found.path;
    if ('command' in found) process.env['RINGWAY_SHIM_CLI'] = JSON.stringify(found.command);
    if ('missing' in found) missing.set(need, found.missing);
  }
  return missing;
}

/** @param {Step} step @returns {Need[]} */
function needsOf({ needs, partly = [] }) {
  return needs ? [needs, ...partly] : [...partly];
}

/**
 * Runs the steps one after the other, also after one has failed.
 * @param {readonly Step[]} wanted
 * @param {ReadonlyMap<Need, string>} missing
 */
async function runAll(wanted, missing) {
  /** @type {Result[]} */
  const results = [];
  for (const step of wanted) {
    say(`\n── ${step.name}`);
    const started = performance.now();
    const obstacle = step.needs && missing.get(step.needs);
    const outcome = obstacle ? failure(obstacle) : await run(step);
    for (const part of step.partly ?? []) {
      const absent = missing.get(part);
      if (absent && !obstacle) outcome.notes.push(absent);
    }
    results.push({ name: step.name, outcome, seconds: (performance.now() - started) / 1000 });
  }
  return results;
}

/**
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
function run(step) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.command, {
      cwd: root,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...step.environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    running = child.pid;
    let late = false;
    /** @type {NodeJS.Timeout | undefined} */
    let grace;
    const limit = setTimeout(() => {
      late = true;
      endGroup('SIGTERM');
      grace = setTimeout(() => endGroup('SIGKILL'), graceOfGroup);
    }, step.limit * 60_000);
    child.once('exit', (code) => {
      clearTimeout(limit);
      clearTimeout(grace);
      endGroup('SIGKILL');
      running = undefined;
      const outcome = step.outcome(code === 0 && !late);
      if (late) outcome.notes.push(`took longer than ${step.limit} minutes and was ended`);
      resolve(outcome);
    });
  });
}

/** @param {NodeJS.Signals} signal */
function endGroup(signal) {
  if (running === undefined) return;
  try {
    process.kill(-running, signal);
  } catch {
    // It has ended already.
  }
}

/** @param {readonly Result[]} results */
function report(results) {
  say('');
  for (const { name, outcome, seconds } of results) {
    const mark = outcome.failed > 0 ? 'FAILED' : 'passed';
    const counts = `${outcome.passed} passed, ${outcome.failed} failed`;
    say(`${mark}  ${name.padEnd(12)} ${counts.padEnd(26)} ${seconds.toFixed(1)} s`);
    for (const note of outcome.notes) say(`        ${note}`);
  }
  const passed = results.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failed = results.reduce((sum, { outcome }) => sum + outcome.failed, 0);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}
