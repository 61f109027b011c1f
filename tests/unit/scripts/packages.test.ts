import { describe, expect, test } from 'vitest';

import { packagesAreInstalled } from '@/scripts/packages.mjs';

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
