import puppeteer, { type Browser } from 'puppeteer-core';
import type { Autopush } from '@/tests/support/push/autopush/server';
import { findFirefox, firefoxMissing } from '../../../../scripts/firefox.mjs';
import { firefoxMedia } from '../firefox-media';
import type { Desktop } from './desktop';

/** Starts Firefox on a desktop, with notifications allowed and a push service of the tests' own. */
export async function startFirefox(desktop: Desktop, autopush: Autopush): Promise<Browser> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error(firefoxMissing);
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: false,
    env: { ...process.env, ...desktop.environment },
    defaultViewport: null,
    extraPrefsFirefox: {
      ...firefoxMedia,
      'dom.push.connection.enabled': true,
      'dom.push.serverURL': autopush.serverUrl,
      'dom.push.testing.allowInsecureServerURL': true,
      'permissions.default.desktop-notification': 1,
      'alerts.useSystemBackend': true,
    },
  });
}
