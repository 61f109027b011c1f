// The steps of `npm test`, each with the command that runs it and the reader of its result.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { checkOutcome, playwrightOutcome, shimOutcome, vitestOutcome } from './test-results.mjs';

/** @typedef {import('./test-results.mjs').Outcome} Outcome */

/**
 * @typedef {object} Step
 * @property {string} name for people
 * @property {string[]} command parameters of node
 * @property {number} limit in minutes; a step that takes longer is ended and has failed
 * @property {Record<string, string>} [environment]
 * @property {'chromium' | 'postgres' | 'swift' | 'hosts'} [needs] without it the step cannot run
 * @property {readonly ('chromium' | 'firefox' | 'webkit' | 'desktop' | 'shim-cli' | 'caddy' | 'haproxy' | 'coturn' | 'server-root' | 'livekit')[]} [partly] without these, tests in it fail
 * @property {(endedWell: boolean) => Outcome} outcome
 */

/** @param {string} name @param {number} limit @param {...string} command @returns {Step} */
function check(name, limit, ...command) {
  return { name, command, limit, outcome: checkOutcome };
}

/**
 * @param {'unit' | 'integration'} project
 * @param {number} limit
 * @param {string} reports
 * @param {readonly string[]} more
 * @returns {Step}
 */
function vitest(project, limit, reports, more) {
  const report = join(reports, `${project}.json`);
  return {
    name: project,
    command: [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...['--project', project],
      ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`],
      ...more,
    ],
    limit,
    outcome: (endedWell) => vitestOutcome(readReport(report), endedWell),
  };
}

/**
 * The runner itself stops a minute before the limit, so that it says which tests failed and how many
 * were still to come.
 * @param {'e2e' | 'host'} group
 * @param {string} config
 * @param {number} limit
 * @param {string} reports
 * @param {readonly string[]} more
 * @returns {Pick<Step, 'command' | 'limit' | 'environment' | 'outcome'>}
 */
function playwright(group, config, limit, reports, more) {
  const report = join(reports, `${group}.json`);
  const cli = 'node_modules/@playwright/test/cli.js';
  const stop = `--global-timeout=${(limit - 1) * 60_000}`;
  return {
    command: [cli, 'test', '--config', config, '--reporter', 'list,json', stop, ...more],
    limit,
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    outcome: (endedWell) => playwrightOutcome(readReport(report), endedWell),
  };
}

/** @param {string} reports @param {readonly string[]} more @returns {Step} */
function swift(reports, more) {
  const report = join(reports, 'shim.json');
  return {
    name: 'shim',
    command: ['scripts/test-shim.mjs', report, ...more],
    limit: 12,
    needs: 'swift',
    outcome: () => shimOutcome(readReport(report)),
  };
}

/** @param {string} path @returns {unknown} */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The steps of one command: everything, or one part of it.
 * @param {string | undefined} part
 * @param {string} reports a folder for the runners' reports
 * @param {readonly string[]} more parameters for the runner of that part
 * @returns {Step[] | undefined} undefined when there is no such part
 */
export function stepsOf(part, reports, more) {
  const unit = vitest('unit', 5, reports, more);
  /** @type {Step} */
  const integration = {
    ...vitest('integration', 25, reports, more),
    needs: 'postgres',
    partly: ['caddy', 'haproxy', 'coturn', 'server-root', 'livekit'],
  };
  const shim = swift(reports, more);
  const build = check('build', 6, 'scripts/build.mjs');
  /** @type {Step} */
  const e2e = {
    name: 'end-to-end',
    ...playwright('e2e', 'playwright.config.ts', 60, reports, more),
    needs: 'chromium',
    partly: ['firefox', 'webkit', 'desktop', 'shim-cli'],
  };
  /** @type {Step} */
  const host = {
    name: 'hosts',
    ...playwright('host', 'playwright.host.config.ts', 25, reports, more),
    needs: 'hosts',
    partly: ['chromium', 'haproxy', 'coturn', 'livekit'],
  };
  switch (part) {
    case undefined:
      return [...checks, unit, shim, build, integration, e2e, host];
    case 'unit':
      return [unit];
    case 'shim':
      return [shim];
    case 'integration':
      return [build, integration];
    case 'e2e':
      return [build, e2e];
    case 'host':
      return [build, host];
    default:
      return undefined;
  }
}

const checks = [
  check('format', 4, 'node_modules/prettier/bin/prettier.cjs', '--check', '.'),
  check('lint', 15, 'node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'),
  check('types', 5, 'node_modules/typescript/bin/tsc'),
  check(
    'arrows',
    4,
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.cjs', 'app', 'components', 'lib', 'scripts', 'tests'],
  ),
  check('dead code', 4, 'node_modules/knip/bin/knip.js'),
];
