import { defineConfig } from '@playwright/test';

import { findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

// The last list wins, so the parts of Playwright's own that matter here stand in ours too.
const disabledFeatures = [
  // Names of host candidates would need multicast DNS, which a test machine may not have.
  'WebRtcHideLocalIpsWithMdns',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
];

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Without a system's Chromium, the one that Playwright has downloaded is used.
      ...(executablePath && { executablePath }),
      // What Playwright passes of itself is not repeated: no sandbox, no background traffic.
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        '--allow-loopback-in-peer-connection',
        `--disable-features=${disabledFeatures.join(',')}`,
        '--disable-quic',
      ],
    },
  },
});
