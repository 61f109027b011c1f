import { expect, it } from 'vitest';

import { guideFor } from '@/components/check/guide';
import { english } from '@/components/i18n/messages/en';
import { recogniseBrowser } from '@/lib/web/browser';

const safari = 'Version/18.4 Safari/605.1.15';

it.each([
  ['iPhone, Safari', `(iPhone; CPU iPhone OS 18_4 like Mac OS X) ${safari}`, 5, 'safariIos'],
  ['iPad as a Mac', `(Macintosh; Intel Mac OS X 10_15_7) ${safari}`, 5, 'safariIos'],
  ['iPhone, Chrome', '(iPhone; CPU iPhone OS 18_4) CriOS/130.0 Safari/604.1', 5, 'otherIos'],
  ['Mac, Safari', `(Macintosh; Intel Mac OS X 10_15_7) ${safari}`, 0, 'safariMac'],
  ['Mac, Chrome', '(Macintosh; Intel Mac OS X) Chrome/130.0 Safari/537.36', 0, 'chrome'],
  ['Windows, Edge', '(Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0', 0, 'edge'],
  ['Linux, Firefox', '(X11; Linux x86_64) Gecko/20100101 Firefox/132.0', 0, 'firefox'],
  ['Android, Chrome', '(Linux; Android 15) Chrome/130.0 Mobile Safari/537.36', 5, 'android'],
  ['something else', '(Unknown)', 0, 'other'],
] as const)('leads to the permissions of %s', (_name, userAgent, touchPoints, guide) => {
  const browser = recogniseBrowser({ userAgent, touchPoints, standalone: false });
  expect(guideFor(browser)).toBe(guide);
  expect(english.check.help).toHaveProperty(guide);
});
