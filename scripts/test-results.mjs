// What a step of the tests came to, read from its runner's report.
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} notes a line for each thing that a count alone would hide
 */

/**
 * A check that has no tests inside: it counts as one.
 * @param {boolean} well
 * @returns {Outcome}
 */
export function checkOutcome(well) {
  return well ? { passed: 1, failed: 0, notes: [] } : failure();
}

/**
 * @param {...string} notes what to do about it
 * @returns {Outcome}
 */
export function failure(...notes) {
  return { passed: 0, failed: 1, notes };
}

/**
 * Reads the report of vitest's JSON reporter. A file that fails before its first test, a skipped
 * test, a run without tests and an error outside all tests count as failed.
 * @param {unknown} report
 * @param {boolean} endedWell whether the runner's exit code was 0
 * @returns {Outcome}
 */
export function vitestOutcome(report, endedWell) {
  if (!isRecord(report)) return failure('The runner left no report.');
  const files = asRecords(report['testResults']);
  const brokenFiles = files.filter(
    (file) => file['status'] === 'failed' && asRecords(file['assertionResults']).length === 0,
  );
  return reckon({
    passed: asCount(report['numPassedTests']),
    failed: asCount(report['numFailedTests']) + brokenFiles.length,
    skipped: asCount(report['numPendingTests']) + asCount(report['numTodoTests']),
    endedWell,
    notes: [
      ...brokenFiles.map((file) => `could not run: ${String(file['name'])}`),
      ...files.flatMap(failedInFile),
    ],
  });
}

/**
 * The failed tests of one file, each by its name and the first line of why.
 * @param {Record<string, unknown>} file
 */
function failedInFile(file) {
  return asRecords(file['assertionResults'])
    .filter((test) => test['status'] === 'failed')
    .map((test) => {
      const why = Array.isArray(test['failureMessages']) ? test['failureMessages'][0] : undefined;
      return `failed: ${String(file['name'])} › ${String(test['fullName'])}: ${firstLine(why)}`;
    });
}

/** @param {unknown} text */
function firstLine(text) {
  if (typeof text !== 'string') return 'no reason was given';
  return stripVTControlCharacters(text).split('\n')[0] ?? '';
}

/**
 * Reads the report of Playwright's JSON reporter by the same rules; a test that passed only when
 * repeated counts as failed.
 * @param {unknown} report
 * @param {boolean} endedWell
 * @returns {Outcome}
 */
export function playwrightOutcome(report, endedWell) {
  if (!isRecord(report) || !isRecord(report['stats'])) {
    return failure('The runner left no report.');
  }
  const stats = report['stats'];
  return reckon({
    passed: asCount(stats['expected']),
    failed: asCount(stats['unexpected']) + asCount(stats['flaky']),
    skipped: asCount(stats['skipped']),
    endedWell,
    notes: [
      ...asRecords(report['errors']).map((error) => firstLine(error['message'])),
      ...asRecords(report['suites']).flatMap(failedInSuite),
    ],
  });
}

/**
 * The failed tests of a suite and of those within it, each by its name with where and why.
 * @param {Record<string, unknown>} suite
 * @returns {string[]}
 */
function failedInSuite(suite) {
  const own = asRecords(suite['specs'])
    .filter((spec) => spec['ok'] === false)
    .map((spec) => `failed: ${String(spec['file'])} › ${String(spec['title'])}${whyOf(spec)}`);
  return [...own, ...asRecords(suite['suites']).flatMap(failedInSuite)];
}

/** A reason takes so many characters of the last lines of a log at most. */
const longestReason = 240;

/**
 * The first error of a failed test: where it came up, and its words in one line.
 * @param {Record<string, unknown>} spec
 */
function whyOf(spec) {
  const [error] = asRecords(spec['tests'])
    .flatMap((test) => asRecords(test['results']))
    .flatMap((result) => asRecords(result['errors']));
  if (error === undefined || typeof error['message'] !== 'string') return '';
  const where = isRecord(error['location'])
    ? ` (${basename(String(error['location']['file']))}:${String(error['location']['line'])})`
    : '';
  const words = stripVTControlCharacters(error['message']).split(/\s+/).join(' ').trim();
  return `${where}: ${words.slice(0, longestReason)}`;
}

/**
 * Reads what scripts/test-shim.mjs left: the reports of `swift test` by the same rules, and what was
 * checked of the app. Tests that could not be built are a failure.
 * @param {unknown} report
 * @returns {Outcome}
 */
export function shimOutcome(report) {
  if (!isRecord(report)) return failure('The runner left no report.');
  const suites = Array.isArray(report['xunit']) ? report['xunit'].flatMap(suitesOf) : [];
  /** @param {string} name */
  const sum = (name) => suites.reduce((total, suite) => total + (suite[name] ?? 0), 0);
  const [failed, skipped] = [sum('failures') + sum('errors'), sum('skipped')];
  const core = reckon({
    passed: sum('tests') - failed - skipped,
    failed,
    skipped,
    endedWell: report['testsEndedWell'] === true,
    notes: [],
  });
  const checks = asRecords(report['checks']);
  const broken = checks.filter((check) => check['passed'] !== true);
  return {
    passed: core.passed + checks.length - broken.length,
    failed: core.failed + broken.length,
    notes: [...core.notes, ...broken.map((check) => `not as it must be: ${String(check['name'])}`)],
  };
}

/**
 * The counts of each suite in a report of the xunit kind.
 * @param {unknown} xml
 * @returns {Record<string, number>[]}
 */
function suitesOf(xml) {
  return [...String(xml).matchAll(/<testsuite\s([^>]*)>/g)].map(([, attributes]) =>
    Object.fromEntries(
      [...String(attributes).matchAll(/(\w+)="(\d+)"/g)].map(([, name, count]) => [
        String(name),
        Number(count),
      ]),
    ),
  );
}

/**
 * @param {{ passed: number, failed: number, skipped: number, endedWell: boolean, notes: string[] }} counts
 * @returns {Outcome}
 */
function reckon({ passed, failed, skipped, endedWell, notes }) {
  const remarks = [...notes];
  let failures = failed;
  if (skipped > 0) {
    failures += skipped;
    remarks.push(`${skipped} skipped: every test must run`);
  }
  if (failures === 0 && !endedWell) {
    failures = 1;
    remarks.push('the runner ended with an error outside all tests');
  }
  if (failures === 0 && passed === 0) {
    failures = 1;
    remarks.push('no test was found');
  }
  return { passed, failed: failures, notes: remarks };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === 'object' && value !== null;
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>[]}
 */
function asRecords(value) {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** @param {unknown} value */
function asCount(value) {
  return typeof value === 'number' ? value : 0;
}
