// Builds the service worker after the export: one file, out/sw.js, with the list of what it precaches.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesOf } from './stamp.mjs';

/** The pages that start without a network, by their names below the folder of a language. */
const offlinePages = ['', 'settings', 'call', 'check', 'sign-in'];

/** Files beside the scripts that a page or a notification shows at once. */
const offlineFiles = ['icons/icon-192.png', 'icons/badge-96.png', 'icon-ringing.svg'];

/** Each stands in one library alone, LiveKit's and the blur's: a call loads it when it wants it, and none does without a network. */
const wordsOfOthers = ['signalReconnecting', 'selfie_segmentation'];

/**
 * What the worker keeps for a start without a network: some pages in every language, and all scripts and
 * styles but those that only other pages name, or only browsers without modules load.
 * @param {string} out the folder of the export
 * @returns {string[]} files below it
 */
export function offlineListOf(out) {
  const pages = filesOf(out, '.').filter((file) => /^(\w\w\.html|\w\w\/[^/]+\.html)$/.test(file));
  const offline = pages.filter((page) => offlinePages.includes(nameOf(page)));
  const named = (/** @type {string[]} */ some) =>
    new Set(some.flatMap((page) => filesNamedBy(readFileSync(join(out, page), 'utf8'))));
  const wanted = named(offline);
  const unwanted = named(pages.filter((page) => !offline.includes(page)));
  const chunks = filesOf(out, '_next/static/chunks')
    .filter((file) => /\.(js|css)$/.test(file))
    .filter((file) => wanted.has(file) || !unwanted.has(file))
    .filter((file) => {
      const text = readFileSync(join(out, file), 'utf8');
      return !wordsOfOthers.some((word) => text.includes(word));
    });
  const legacy = new Set(
    pages.flatMap((page) => legacyScriptsOf(readFileSync(join(out, page), 'utf8'))),
  );
  return [
    ...offline,
    ...chunks.filter((file) => !legacy.has(file)),
    ...offlineFiles.filter((file) => existsSync(join(out, file))),
  ].sort();
}

/** @param {string} page `en.html`, `en/call.html` */
function nameOf(page) {
  return page.replace(/^\w\w\/?/, '').replace(/\.html$/, '');
}

/** @param {string} html */
function filesNamedBy(html) {
  return [...html.matchAll(/_next\/static\/[\w./~-]+\.(?:js|css)/g)].map(([file]) => file);
}

/** @param {string} html */
function legacyScriptsOf(html) {
  return (html.match(/<script\b[^>]*\bnomodule\b[^>]*>/gi) ?? []).flatMap(filesNamedBy);
}

/**
 * Bundles lib/web/worker into out/sw.js.
 * @param {{ root: string, build: string }} options `build`: the name of this build
 * @returns {Promise<{ files: number, bytes: number }>} what is precached
 */
export async function buildWorker({ root, build }) {
  const esbuild = await import('esbuild');
  const { injectManifest } = await import('workbox-build');
  const out = join(root, 'out');
  const bundled = join(root, 'dist/sw.js');
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['lib/web/worker/worker.ts'],
    outfile: bundled,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    // Every byte is fetched again with each version.
    legalComments: 'none',
    define: {
      RINGWAY_BUILD: JSON.stringify(build),
      'process.env.NODE_ENV': '"production"',
    },
    logLevel: 'warning',
  });
  const { count, size, warnings } = await injectManifest({
    swSrc: bundled,
    swDest: join(out, 'sw.js'),
    globDirectory: out,
    globPatterns: offlineListOf(out).map(escapeGlob),
    // The name of a file of the build changes with its content.
    dontCacheBustURLsMatching: /^_next\/static\//,
    manifestTransforms: [
      (entries) => ({
        manifest: entries.map((entry) => ({ ...entry, url: urlOf(entry.url) })),
        warnings: [],
      }),
    ],
  });
  if (warnings.length > 0) throw new Error(warnings.join('\n'));
  return { files: count, bytes: size };
}

/** @param {string} file */
function escapeGlob(file) {
  return file.replaceAll(/[[\]{}()*?!$]/g, '\\$&');
}

/** @param {string} file a page is asked for by its path in its language */
function urlOf(file) {
  return `/${file.replace(/\.html$/, '')}`;
}
