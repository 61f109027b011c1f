// What blurs the background of a camera's picture: files that a page loads once somebody wants it.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The worker, the segmenter for browsers with SIMD (all that can blur) and its model. */
const files = [
  'twilio-gaussian-blur-background-processor-pipeline-worker.js',
  'tflite-simd-1-0-0.js',
  'tflite-simd-1-0-0.wasm',
  'selfie_segmentation_landscape.tflite',
];

const folder = dirname(
  createRequire(import.meta.url).resolve('@twilio/video-processors/package.json'),
);
const { version } = createRequire(import.meta.url)(join(folder, 'package.json'));

/**
 * The path that a file of the blur has on the server, by its place on the disk; the version is in it, so that
 * browsers may keep what they have.
 * @returns {Record<string, string>} `{ "blur/3.2.0/…": "/…" }`
 */
export function blurFiles() {
  return Object.fromEntries(
    files.map((file) => [`blur/${version}/${file}`, join(folder, 'dist/build', file)]),
  );
}

/**
 * Puts them into the export.
 * @param {string} out
 */
export async function addBlur(out) {
  for (const [path, file] of Object.entries(blurFiles())) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await copyFile(file, join(out, path));
  }
}
