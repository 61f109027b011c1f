import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';

import { countPackages, packagesAreInstalled } from '@/scripts/packages.mjs';

describe('whether the packages are installed', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/next': { version: '16.0.0' },
    'node_modules/@next/swc-darwin-arm64': { version: '16.0.0', optional: true },
  };

  test('they are, when only those of other systems are absent', () => {
    expect(packagesAreInstalled(wanted, { 'node_modules/next': { version: '16.0.0' } })).toBe(true);
  });

  test.each([
    ['nothing is', undefined],
    ['one is absent', {}],
    ['one is of another version', { 'node_modules/next': { version: '15.9.9' } }],
    [
      'one is there that is no longer wanted',
      { 'node_modules/next': { version: '16.0.0' }, 'node_modules/old': { version: '1.0.0' } },
    ],
  ])('they are not, when %s', (_what, installed) => {
    expect(packagesAreInstalled(wanted, installed)).toBe(false);
  });
});

test('packages that are being installed are counted, each of an owner by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringway-packages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['next', '@types/node', '@types/react', '.bin']) {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'package.json'), '{}');
  }
  mkdirSync(join(folder, 'begun'));
  expect(countPackages(folder)).toBe(3);
  expect(countPackages(join(folder, 'not yet'))).toBe(0);
});
