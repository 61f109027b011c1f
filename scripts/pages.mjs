// What becomes of the exported pages after the export: hashes for their policies, compressed copies.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { filesOf } from './stamp.mjs';

const script = /<script((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script>/gi;

/**
 * The sources of a content security policy for a page's inline scripts: `'sha256-…'`, each once, in
 * the order of the page (CSP level 3, 2.3.1).
 * @param {string} html
 * @returns {string[]}
 */
export function inlineScriptHashes(html) {
  const hashes = [...html.matchAll(script)]
    .filter(([, attributes = '']) => !/\ssrc\s*=/i.test(attributes))
    .map(([, , body = '']) => createHash('sha256').update(body).digest('base64'));
  return [...new Set(hashes)].map((hash) => `'sha256-${hash}'`);
}

/**
 * The hashes of every exported page: `{ "en/call.html": { scripts: ["'sha256-…'"] } }`.
 * @param {string} folder of the export
 * @returns {Record<string, { scripts: string[] }>}
 */
export function describePages(folder) {
  const pages = filesOf(folder, '.').filter((file) => file.endsWith('.html'));
  return Object.fromEntries(
    pages
      .sort()
      .map((page) => [
        page,
        { scripts: inlineScriptHashes(readFileSync(join(folder, page), 'utf8')) },
      ]),
  );
}

const compressible = /\.(html|js|css|svg|json|txt|webmanifest|xml|ico|wav|wasm|tflite)$/;

/** Above this size (bytes) the last 3 % would cost many seconds of every build. */
const large = 1_000_000;

/**
 * Writes a `.br` and a `.gz` beside every file that gets smaller by it.
 * @param {string} folder
 */
export async function precompress(folder) {
  const files = filesOf(folder, '.').filter((file) => compressible.test(file));
  await Promise.all(files.map((file) => precompressFile(join(folder, file))));
}

/** @param {string} file */
async function precompressFile(file) {
  const content = await readFile(file);
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: content.length > large ? 9 : constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  if (brotli.length < content.length) await writeFile(`${file}.br`, brotli);
  if (gzipped.length < content.length) await writeFile(`${file}.gz`, gzipped);
}
