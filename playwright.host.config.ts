import { defineConfig } from '@playwright/test';
import main from './playwright.config';

/** The tests on hosts of their own (tests/host): real networks take real time. */
export default defineConfig({
  ...main,
  testDir: 'tests/host',
  outputDir: 'test-results/host',
  timeout: 240_000,
});
