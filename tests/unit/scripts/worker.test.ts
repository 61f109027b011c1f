import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { offlineListOf } from '@/scripts/worker.mjs';

const chunk = (name: string) => `<script src="/_next/static/chunks/${name}.js"></script>`;
const old = '<script src="/_next/static/chunks/old.js" noModule=""></script>';

const files: Readonly<Record<string, string>> = {
  'en.html': chunk('shared') + chunk('home') + old,
  'zh.html': chunk('shared') + chunk('home') + old,
  'en/call.html': chunk('shared'),
  'en/admin.html': chunk('shared') + chunk('admin'),
  'en/404.html': chunk('lost'),
  '404.html': chunk('lost'),
  'en/settings.txt': 'a payload',
  ...Object.fromEntries(
    ['shared', 'home', 'admin', 'lost', 'old', 'loaded-later'].map((name) => [
      `_next/static/chunks/${name}.js`,
      '',
    ]),
  ),
  '_next/static/chunks/livekit.js': 'case "signalReconnecting":',
  '_next/static/chunks/blur.js': '"selfie_segmentation_landscape.tflite"',
  '_next/static/chunks/look.css': '',
  '_next/static/media/icon.svg': '',
  'icons/icon-192.png': '',
  'icons/icon-512.png': '',
  'sounds/ring.wav': '',
};

let out = '';
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'ringway-out-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    writeFileSync(join(out, file), content);
  }
});
afterAll(() => {
  rmSync(out, { recursive: true });
});

test('a start without a network has its pages in each language, and all scripts but those of other pages, LiveKit and the blur', () => {
  expect(offlineListOf(out)).toEqual([
    '_next/static/chunks/home.js',
    '_next/static/chunks/loaded-later.js',
    '_next/static/chunks/look.css',
    '_next/static/chunks/shared.js',
    'en.html',
    'en/call.html',
    'icons/icon-192.png',
    'zh.html',
  ]);
});
