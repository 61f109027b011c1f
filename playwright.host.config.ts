import { defineConfig } from '@playwright/test';
import main from './playwright.config';

/**
 * The tests on hosts of their own (tests/host). Each home has a whole browser, which takes its pages over the
 * network with nothing kept yet, and real networks take real time to find out that they are gone.
 */
export default defineConfig({
  ...main,
  testDir: 'tests/host',
  outputDir: 'test-results/host',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: { ...main.use, actionTimeout: 45_000, navigationTimeout: 60_000 },
});
