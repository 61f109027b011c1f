// The iPhone app: checked by the compiler against the interfaces of Apple that it uses, and by its rules. Node's own
// modules only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './project.mjs';
import { runSwift } from './swift.mjs';

/** @typedef {import('./swift.mjs').Swift} Swift */

const core = 'native-shim/Sources/ShimCore';
const app = 'native-shim/App';
const declarations = 'tests/support/apple';

/** Apple's modules as far as the app uses them, each after those that it imports. */
const appleModules = [
  ...[
    'AppleFoundation',
    'AVFAudio',
    'UIKit',
    'AVKit',
    'CallKit',
    'Intents',
    'LiveCommunicationKit',
  ],
  ...['PushKit', 'StoreKit', 'UserNotifications', 'WebKit', 'os'],
];

/** The app must have fewer lines than this. */
const lines = 400;

/**
 * Compiles the app, without making a program of it: on a Mac against Apple's own interfaces,
 * elsewhere against our declarations of them.
 * @param {Swift} swift
 * @returns {Promise<boolean>}
 */
export async function typeChecks(swift) {
  const modules = `${swift.builds}/app-check`;
  const apple = process.platform === 'darwin' ? onMac : elsewhere;
  /** @param {readonly string[]} parameters */
  const compile = (parameters) =>
    runSwift(swift, [
      ...apple.compiler,
      ...['-parse-as-library', '-swift-version', '6', '-I', modules],
      ...parameters,
    ]);
  /** @param {string} name @param {readonly string[]} files */
  const declare = (name, files) =>
    compile([
      ...['-emit-module', '-suppress-warnings', '-Xfrontend', skipBodies],
      ...['-module-name', name, '-o', `${modules}/${name}.swiftmodule`],
      ...files.map((file) => `${swift.project}/${file}`),
    ]);

  if (!(await runSwift(swift, ['mkdir', '-p', modules]))) return false;
  for (const name of apple.declared) {
    if (!(await declare(name, [`${declarations}/${name}.swift`]))) return false;
  }
  if (!(await declare('ShimCore', swiftFiles(core)))) return false;
  return compile([
    // As far as this, not to the types alone: whether something crosses threads is seen only then.
    ...['-emit-sil', '-wmo', '-o', `${modules}/Ringway.sil`],
    ...['-warnings-as-errors', '-module-name', 'Ringway'],
    ...apple.parameters,
    ...swiftFiles(app).map((file) => `${swift.project}/${file}`),
  ]);
}

/** The compiler has seen them in the tests already. */
const skipBodies = '-experimental-skip-non-inlinable-function-bodies';

const onMac = {
  // The simulator has no LiveCommunicationKit.
  compiler: ['xcrun', '--sdk', 'iphoneos', 'swiftc', '-target', 'arm64-apple-ios17.4'],
  declared: [],
  parameters: [],
};

const elsewhere = {
  compiler: ['swiftc'],
  declared: appleModules,
  // What Apple's Foundation has beyond Linux's is in every file.
  parameters: ['-Xfrontend', '-import-module', '-Xfrontend', 'AppleFoundation'],
};

/** @returns {Record<string, string>} the app's files by their names */
export function appSources() {
  return Object.fromEntries(
    swiftFiles(app).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
  );
}

/**
 * What is against the rules: the app decides nothing, so it stays small, and the compiler on Linux
 * must be able to read all of it.
 * @param {Record<string, string>} sources by file
 * @returns {string[]}
 */
export function brokenRules(sources) {
  const total = Object.values(sources).reduce((sum, text) => sum + linesIn(text), 0);
  const words = Object.entries(sources).flatMap(([file, text]) =>
    ['@objc', '#selector'].filter((word) => text.includes(word)).map((word) => `${file}: ${word}`),
  );
  return [...(total < lines ? [] : [`${total} lines; fewer than ${lines}, please`]), ...words];
}

/** @param {string} text */
function linesIn(text) {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** @param {string} folder @returns {string[]} */
function swiftFiles(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.swift'))
    .sort()
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`);
}
