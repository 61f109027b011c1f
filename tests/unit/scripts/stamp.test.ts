import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { stampOf } from '@/scripts/stamp.mjs';

describe('stamp of the sources', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ringway-stamp-'));
    mkdirSync(join(root, 'app/en'), { recursive: true });
    writeFileSync(join(root, 'app/en/page.tsx'), 'one');
    writeFileSync(join(root, 'package.json'), '{}');
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test('stays when only the age of a file or something outside the sources changes', () => {
    const before = stampOf(root, ['app', 'package.json', 'absent']);
    utimesSync(join(root, 'app/en/page.tsx'), 1, 1);
    writeFileSync(join(root, 'notes.txt'), 'elsewhere');
    expect(stampOf(root, ['app', 'package.json', 'absent'])).toBe(before);
  });

  test.each([
    ['a content', () => writeFileSync(join(root, 'app/en/page.tsx'), 'two')],
    ['a name', () => renameSync(join(root, 'app/en/page.tsx'), join(root, 'app/en/home.tsx'))],
    ['the number of files', () => writeFileSync(join(root, 'app/more.ts'), '')],
  ])('changes with %s', (_what, change) => {
    const before = stampOf(root, ['app', 'package.json']);
    change();
    expect(stampOf(root, ['app', 'package.json'])).not.toBe(before);
  });
});
