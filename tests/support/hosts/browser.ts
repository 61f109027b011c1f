import { chromium, type Browser } from '@playwright/test';
import { chromiumArguments } from '@/tests/e2e/support/chromium-arguments';
import type { Deployment } from './deployment';
import type { Home } from './home';

/** Media over loopback is for tests that have but one host. */
const parameters = chromiumArguments.filter((one) => !one.includes('loopback'));

/** Starts Chromium on somebody's host, with a camera and a microphone that need nobody; it trusts the server. */
export function launchAt(home: Home, { trust }: Pick<Deployment, 'trust'>): Promise<Browser> {
  return chromium.launch({ executablePath: home.chromium, args: [...parameters, ...trust] });
}
