// node scripts/test-shim.mjs <report> [parameters of swift test]: the tests of the iPhone shim's core, and what can be
// checked of its app here. Node's own modules only.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { giveUp, say } from './project.mjs';
import { appSources, brokenRules, typeChecks } from './shim-app.mjs';
import { findSwift, ofPackage, runSwift, swiftMissing } from './swift.mjs';

const [report, ...more] = process.argv.slice(2);
const swift = findSwift() ?? giveUp(swiftMissing);

/** Two frameworks of tests, a report each; the second one's name is the compiler's doing. */
const xunit = ['shim-tests.xml', 'shim-tests-swift-testing.xml'].map((name) =>
  join(swift.buildsHere, name),
);
for (const path of xunit) rmSync(path, { force: true });

const testsEndedWell = await runSwift(swift, [
  ...['swift', 'test', ...ofPackage(swift, 'native-shim')],
  ...['--xunit-output', `${swift.builds}/shim-tests.xml`],
  ...more,
]);

say('The app, against the interfaces of Apple that it uses …');
const readByCompiler = await typeChecks(swift);
const broken = brokenRules(appSources());
for (const rule of broken) say(`The app: ${rule}`);

const checks = [
  { name: 'the app compiles', passed: readByCompiler },
  { name: 'the app is small, and in pure Swift', passed: broken.length === 0 },
];
if (report !== undefined) {
  const reports = xunit
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'utf8'));
  writeFileSync(report, JSON.stringify({ testsEndedWell, xunit: reports, checks }));
}
process.exitCode = testsEndedWell && checks.every(({ passed }) => passed) ? 0 : 1;
