import { describe, expect, test } from 'vitest';

import { inWords } from '@/scripts/running.mjs';

function systemError(message: string, more: object) {
  return Object.assign(new Error(message), more);
}

describe('why the server did not start, in words', () => {
  test.each([
    ['PORT', { code: 'EADDRINUSE', syscall: 'listen', port: 3000 }],
    ['HOST', { code: 'EADDRNOTAVAIL', syscall: 'listen' }],
    ['HOST', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }],
    ['DATABASE_URL', { code: 'ECONNREFUSED', syscall: 'connect' }],
    ['DATA', { code: 'EEXIST', syscall: 'mkdir' }],
    ['DATA', { code: 'EACCES', syscall: 'mkdir' }],
  ])('%s is named for %o', (setting, error) => {
    expect(inWords(systemError('the system says so', error))).toMatch(
      new RegExp(`\\b${setting}\\b`),
    );
  });

  test('what is not known says what it said', () => {
    expect(inWords(new Error('The settings are not right'))).toBe('The settings are not right');
  });
});
