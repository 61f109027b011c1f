// The Swift compiler to test the iPhone shim with, and running it. Node's own modules only.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { cache, canEnterRoots, suite } from './debian-root.mjs';
import { root, runQuietly } from './project.mjs';
import { compilerInRoot, insideRoot } from './swift-root.mjs';

/** What to tell a person on whose machine there is none. */
export const swiftMissing =
  'Swift: not found. Install Swift 6.0 or later (a Mac: Xcode; Linux: swift.org), or run the tests on Linux as root, where a Debian with its compiler is set up by debootstrap; RINGWAY_SWIFT_ROOT names one that is there.';

/**
 * @typedef {object} Swift
 * @property {string} project the project's folder, as the compiler sees it
 * @property {string} builds a folder for what it builds, as the compiler sees it
 * @property {string} buildsHere the same folder, as we see it
 * @property {(command: readonly string[]) => [string, ...string[]]} command how to run one where the compiler is
 * @property {readonly string[]} launcher what to put before a program that it built, to run it here
 */

/**
 * The Swift to test with: that of the root (see swift-root.mjs) that `RINGWAY_SWIFT_ROOT` names, else
 * the system's when it is new enough, else that of the root that was made before.
 * @returns {Swift | undefined} undefined when there is none
 */
export function findSwift() {
  const named = process.env['RINGWAY_SWIFT_ROOT'];
  return named ? findInRoot(named) : (findOfSystem() ?? findInRoot(rootToMake));
}

/** Where a root is made when there is none: outside the work tree, for all checkouts. */
export const rootToMake = join(cache, `swift-${suite}`);

/**
 * Runs a command of the compiler's to its end, with all of its output on stderr.
 * @param {Swift} swift
 * @param {readonly string[]} command
 * @returns {Promise<boolean>} whether it ended well
 */
export function runSwift(swift, command) {
  const [program, ...parameters] = swift.command(command);
  mkdirSync(swift.buildsHere, { recursive: true });
  return runQuietly(program, parameters);
}

/**
 * The parameters by which SwiftPM builds one of our packages outside the work tree.
 * @param {Swift} swift
 * @param {string} folder of the package, from the project's folder
 * @returns {string[]}
 */
export function ofPackage(swift, folder) {
  return ['--package-path', `${swift.project}/${folder}`, '--scratch-path', `${swift.builds}/shim`];
}

/**
 * Builds the shim's command line, which end-to-end tests use as the phone.
 * @returns {Promise<{ command: string[] } | { missing: string }>} how to run it on this system, or what to do about it
 */
export async function setUpShimCli() {
  const swift = findSwift();
  if (!swift) return { missing: swiftMissing };
  const built = await runSwift(swift, [
    ...['swift', 'build', '--quiet', '--product', 'shim-cli'],
    ...ofPackage(swift, 'native-shim'),
  ]);
  const program = join(swift.buildsHere, 'shim/debug/shim-cli');
  if (!built || !existsSync(program)) {
    return { missing: 'The shim’s command line could not be built: the compiler says why above.' };
  }
  return { command: [...swift.launcher, program] };
}

/** @returns {Swift | undefined} */
function findOfSystem() {
  if (!isNewEnough()) return undefined;
  const builds = join(cache, 'swift-builds', checkout());
  return {
    project: root,
    builds,
    buildsHere: builds,
    command: (command) => /** @type {[string, ...string[]]} */ ([...command]),
    launcher: [],
  };
}

/** @param {string} folder @returns {Swift | undefined} */
function findInRoot(folder) {
  const loader = loaderOf(folder);
  if (!canEnterRoots() || !loader || !existsSync(join(folder, compilerInRoot))) return undefined;
  return {
    project: '/project',
    builds: `/builds/${checkout()}`,
    buildsHere: join(folder, 'builds', checkout()),
    command: (command) => insideRoot(folder, root, command),
    launcher: [loader.program, '--library-path', loader.libraries.join(':')],
  };
}

/**
 * What starts programs of a root outside of it, where the system's C library may be older.
 * @param {string} folder
 * @returns {{ program: string, libraries: string[] } | undefined}
 */
function loaderOf(folder) {
  for (const place of ['lib64', 'lib'].map((name) => join(folder, 'usr', name))) {
    const name = namesIn(place).find((entry) => /^ld-linux.*\.so\.\d$/.test(entry));
    if (name === undefined) continue;
    const triplets = namesIn(join(folder, 'usr/lib')).filter((entry) => /-linux-gnu/.test(entry));
    return {
      program: join(place, name),
      libraries: [
        ...triplets.map((triplet) => join(folder, 'usr/lib', triplet)),
        join(folder, 'usr/libexec/swift/lib/swift/linux'),
      ],
    };
  }
  return undefined;
}

/** @param {string} folder */
function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function isNewEnough() {
  try {
    const answer = execFileSync('swift', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/Swift version (\d+)/.exec(answer)?.[1]) >= 6;
  } catch {
    return false;
  }
}

/** One build folder for each checkout, so that a second run is quick. */
function checkout() {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}
