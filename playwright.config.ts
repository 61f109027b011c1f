import { defineConfig } from '@playwright/test';

import { findChromium } from './scripts/chromium.mjs';
import { chromiumArguments } from './tests/e2e/support/chromium-arguments';

const executablePath = findChromium();

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
    // A trace of pages with moving pictures takes a third of the time; `--trace retain-on-failure` keeps one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Without a system's Chromium, the one that Playwright has downloaded is used.
      ...(executablePath && { executablePath }),
      args: chromiumArguments,
    },
  },
});
