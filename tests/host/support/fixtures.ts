import { test as base, expect, type Browser } from '@playwright/test';
import { signIn, type Person } from '@/tests/e2e/support/people';
import type { AccessWishes } from '@/tests/support/hosts/access';
import { launchAt } from '@/tests/support/hosts/browser';
import { deploy, type Deployment } from '@/tests/support/hosts/deployment';
import type { Home } from '@/tests/support/hosts/home';
import { makeNetwork, type Network } from '@/tests/support/hosts/network';
import type { Name } from '@/tests/support/demo-accounts';

/** Somebody at a browser on a host of their own. */
export interface Resident extends Person {
  readonly home: Home;
}

/** What every test on hosts has: an Internet of its own, a server on it, and people behind routers. */
interface Fixtures {
  readonly network: Network;
  readonly deployment: Deployment;
  /** Signs somebody in at home. */
  readonly reside: (name: Name, wishes?: AccessWishes) => Promise<Resident>;
}

export const test = base.extend<Fixtures>({
  network: async ({}, give) => {
    const network = await makeNetwork();
    await give(network);
    await network.close();
  },
  deployment: async ({ network }, give, test) => {
    const deployment = await deploy(network);
    await give(deployment);
    if (test.status === test.expectedStatus) return;
    for (const name of ['ringway', 'haproxy', 'coturn'] as const) {
      await test.attach(name, { body: deployment.written(name), contentType: 'text/plain' });
    }
  },
  reside: async ({ network, deployment }, give) => {
    const browsers: Browser[] = [];
    await give(async (name, wishes) => {
      const home = await network.home(name, wishes);
      const browser = await launchAt(home, deployment);
      browsers.push(browser);
      return { ...(await signIn(browser, deployment, name)), home };
    });
    for (const browser of browsers) await browser.close();
  },
});

export { expect };
