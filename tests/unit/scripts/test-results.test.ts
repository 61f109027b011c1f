import { describe, expect, test } from 'vitest';

import {
  checkOutcome,
  playwrightOutcome,
  shimOutcome,
  vitestOutcome,
} from '@/scripts/test-results.mjs';

const wellRun = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };

describe('what a step came to', () => {
  test('a check counts as one', () => {
    expect(checkOutcome(true)).toMatchObject({ passed: 1, failed: 0 });
    expect(checkOutcome(false)).toMatchObject({ passed: 0, failed: 1 });
  });

  test('tests count one by one', () => {
    expect(vitestOutcome({ ...wellRun, testResults: [] }, true)).toMatchObject({
      passed: 5,
      failed: 0,
    });
    const stats = { expected: 7, unexpected: 2, flaky: 0, skipped: 0 };
    expect(playwrightOutcome({ stats, errors: [] }, false)).toMatchObject({ passed: 7, failed: 2 });
  });

  test('a file that could not run counts as failed, by its name', () => {
    const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }];
    const outcome = vitestOutcome({ ...wellRun, testResults }, false);
    expect(outcome).toEqual({ passed: 5, failed: 1, notes: ['could not run: a.test.ts'] });
  });

  test('each failed test is named at the end, where the last lines of a log show it', () => {
    const failed = {
      status: 'failed',
      fullName: 'rings once',
      failureMessages: ['two\nat line 3'],
    };
    const testResults = [
      { name: 'a.test.ts', assertionResults: [failed, { status: 'passed', fullName: 'x' }] },
    ];
    const outcome = vitestOutcome({ ...wellRun, numFailedTests: 1, testResults }, false);
    expect(outcome.notes).toEqual(['failed: a.test.ts › rings once: two']);

    const message = `Error: \u001b[2mexpect\u001b[22m failed\n\nExpected: 2\n${'x'.repeat(300)}`;
    const location = { file: '/here/tests/e2e/support/media.ts', line: 85, column: 1 };
    const results = [{ errors: [{ message, location }, { message: 'and then' }] }];
    const specs = [
      { ok: false, file: 'call.spec.ts', title: 'hears', tests: [{ results }] },
      { ok: false, file: 'call.spec.ts', title: 'waits', tests: [{ results: [{ errors: [] }] }] },
      { ok: true, file: 'call.spec.ts', title: 'sees' },
    ];
    const stats = { expected: 1, unexpected: 2, flaky: 0, skipped: 0 };
    const { notes } = playwrightOutcome(
      { stats, errors: [], suites: [{ suites: [{ specs }] }] },
      false,
    );
    expect(notes).toHaveLength(2);
    expect(notes[0]).toMatch(
      /^failed: call\.spec\.ts › hears \(media\.ts:85\): Error: expect failed Expected: 2 x{200,210}$/,
    );
    expect(notes[1]).toBe('failed: call.spec.ts › waits');
  });

  test('what was skipped or passed by repetition counts as failed', () => {
    expect(vitestOutcome({ ...wellRun, numTodoTests: 1, numPendingTests: 2 }, true).failed).toBe(3);
    const stats = { expected: 1, unexpected: 0, flaky: 1, skipped: 1 };
    expect(playwrightOutcome({ stats, errors: [] }, true).failed).toBe(2);
  });

  test('an error outside all tests counts as failed', () => {
    expect(vitestOutcome(wellRun, false)).toMatchObject({ passed: 5, failed: 1 });
    const stats = { expected: 1, unexpected: 0, flaky: 0, skipped: 0 };
    const errors = [{ message: 'no server\nat line 3' }];
    expect(playwrightOutcome({ stats, errors }, false)).toMatchObject({ passed: 1, failed: 1 });
    expect(playwrightOutcome({ stats, errors }, false).notes).toContain('no server');
  });

  test('a run of nothing, or without a report, has failed', () => {
    expect(vitestOutcome({ ...wellRun, numPassedTests: 0 }, true).failed).toBe(1);
    expect(vitestOutcome(undefined, true).failed).toBe(1);
    expect(playwrightOutcome({}, true).failed).toBe(1);
  });
});

describe('what the tests of the shim came to', () => {
  const suite =
    '<testsuite name="TestResults" errors="0" tests="9" failures="2" skipped="1" time="1.5">';
  const checks = [{ name: 'the app compiles', passed: true }];

  test('tests of both frameworks and checks of the app count one by one', () => {
    const xunit = [
      `<testsuites>${suite}</testsuites>`,
      suite.replace('failures="2" skipped="1"', 'failures="0"'),
    ];
    const outcome = shimOutcome({ testsEndedWell: false, xunit, checks });
    expect(outcome).toMatchObject({ passed: 6 + 9 + 1, failed: 3 });
  });

  test('tests that could not be built, and an app that does not compile, are failures', () => {
    expect(shimOutcome({ testsEndedWell: false, xunit: [], checks })).toMatchObject({
      passed: 1,
      failed: 1,
    });
    const broken = shimOutcome({
      testsEndedWell: false,
      xunit: [],
      checks: [{ name: 'it compiles', passed: false }],
    });
    expect(broken.failed).toBe(2);
    expect(broken.notes).toContain('not as it must be: it compiles');
  });

  test('no test and no report are failures', () => {
    expect(shimOutcome({ testsEndedWell: true, xunit: [], checks }).failed).toBe(1);
    expect(shimOutcome(undefined).failed).toBe(1);
  });
});
