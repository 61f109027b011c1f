import { expect, test } from 'vitest';
import type { Browser } from '@/lib/web/browser';
import { installationOf } from '@/lib/web/install';
import { howFor } from '@/lib/web/readiness-how';

const chrome: Browser = {
  name: 'Chrome, Linux',
  system: 'linux',
  family: 'chrome',
  inApp: false,
  installed: false,
};
const browser = (change: Partial<Browser>): Browser => ({ ...chrome, ...change });

test.each([
  [{ installed: true }, 'installed'],
  [{}, 'impossible'],
  [{ system: 'ios', family: 'safari' }, 'by_hand'],
  [{ system: 'ios', family: 'chrome' }, 'by_hand'],
  [{ system: 'ios', inApp: true }, 'impossible'],
  [{ system: 'macos', family: 'safari' }, 'by_hand'],
  [{ system: 'android', family: 'firefox' }, 'by_hand'],
  [{ family: 'firefox' }, 'impossible'],
] as const)('%o before the browser offers anything: %s', (change, installation) => {
  expect(installationOf(browser(change))).toBe(installation);
});

test.each([
  ['notifications_denied', {}, 'site_settings'],
  ['notifications_denied', { system: 'android' }, 'android_settings'],
  ['notifications_denied', { family: 'firefox' }, 'firefox_settings'],
  ['notifications_denied', { system: 'macos', family: 'safari' }, 'safari_settings'],
  ['notifications_denied', { system: 'ios', family: 'safari' }, 'ios_settings'],
  ['not_installed', { system: 'ios' }, 'ios_home_screen'],
  ['push_unavailable', {}, 'browser_has_no_push'],
  ['offline', {}, null],
] as const)('%s in %o is repaired by hand: %s', (reason, change, how) => {
  expect(howFor(reason, { push: 'unsupported', app: 'none' }, browser(change))).toBe(how);
});

test('the app that shows the page has its own place for the microphone', () => {
  const denied = (app: 'none' | 'registered') =>
    howFor('microphone_denied', { push: 'unknown', app }, chrome);
  expect([denied('none'), denied('registered')]).toEqual([null, 'app_settings']);
});

test('a server without web push is named as the cause', () => {
  expect(howFor('push_unavailable', { push: 'server_off', app: 'none' }, chrome)).toBe(
    'server_has_no_push',
  );
});
