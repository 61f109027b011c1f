// Builds the pages (out/) and the server (dist/). Imports Node's own modules at its top: the packages
// may have to be installed first.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensurePackages } from './packages.mjs';
import { describePages, precompress } from './pages.mjs';
import { addPreviews } from './previews.mjs';
import { giveUp, root, runQuietly, say } from './project.mjs';
import { stampOf } from './stamp.mjs';
import { buildWorker } from './worker.mjs';

/** Packages in the older module format ask for Node's own modules by `require`. */
const requireForPackages =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const stampFile = join(root, 'dist/stamp');
const results = [
  'dist/server.mjs',
  'dist/operate.mjs',
  'dist/demo-pushes.mjs',
  'dist/pages.json',
  'out/sw.js',
].map((path) => join(root, path));

/**
 * Installs and builds what is not there or no longer fits the sources. Ends the process with a
 * message when that fails.
 * @returns {Promise<void>}
 */
export async function ensureBuilt() {
  await ensurePackages();
  const stamp = stampOf(root);
  if (isBuilt(stamp)) return;
  await rm(stampFile, { force: true });
  await buildPages(stamp);
  await buildServer();
  await writeFile(stampFile, stamp);
}

/** @param {string} stamp */
function isBuilt(stamp) {
  if (!results.every((path) => existsSync(path)) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === stamp;
}

/** @param {string} stamp */
async function buildPages(stamp) {
  say('Building the pages …');
  const out = join(root, 'out');
  await rm(out, { recursive: true, force: true });
  const build = stamp.slice(0, 20);
  const built = await runQuietly(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    RINGWAY_BUILD_ID: build,
  });
  if (!built) giveUp('The pages could not be built: what is wrong stands above.');
  say('Building the service worker, compressing the pages …');
  await mkdir(join(root, 'dist'), { recursive: true });
  await buildWorker({ root, build }).catch((/** @type {unknown} */ error) => {
    giveUp(`The service worker could not be built: ${String(error)}`);
  });
  await addPreviews(out);
  // Only now: the packages may have had to be installed first.
  const { addBlur } = await import('./blur.mjs');
  await addBlur(out);
  const pages = describePages(out);
  await writeFile(join(root, 'dist/pages.json'), `${JSON.stringify(pages, null, 2)}\n`);
  await precompress(out);
}

async function buildServer() {
  say('Building the server …');
  const { build, stop } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: {
      server: 'lib/server/main.ts',
      operate: 'lib/server/operate.ts',
      'demo-pushes': 'tests/support/push/demo.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // One file opens several times faster than a thousand. Outside stay compiled add-ons, what looks
    // for its own files, and what the database driver does without.
    external: ['libsql', '@node-rs/argon2', 'pino', 'pg-native'],
    banner: { js: requireForPackages },
    sourcemap: true,
    logLevel: 'warning',
  }).catch(() => giveUp('The server could not be built: what is wrong stands above.'));
  // Its own process would stay beside a server that runs on in this one.
  await stop();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensureBuilt();
  say('Built: out/ and dist/.');
}
