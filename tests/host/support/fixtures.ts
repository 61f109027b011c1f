import { test as base, expect, type Browser } from '@playwright/test';
import { signIn, type Person } from '@/tests/e2e/support/people';
import type { Name } from '@/tests/support/demo-accounts';
import type { AccessWishes } from '@/tests/support/hosts/access';
import { launchAt } from '@/tests/support/hosts/browser';
import { deploy, type Deployment } from '@/tests/support/hosts/deployment';
import type { Home } from '@/tests/support/hosts/home';
import { makeNetwork, type Network } from '@/tests/support/hosts/network';
import { countsOf } from './statistics';

/** Somebody at a browser on a host of their own. */
export interface Resident extends Person {
  readonly home: Home;
}

/** What a test on hosts has. */
interface Fixtures {
  /** Signs somebody in at home, behind a router as wished. */
  readonly reside: (name: Name, wishes?: AccessWishes) => Promise<Resident>;
}

/** What stands for many tests: an Internet of its own, a server on it, and homes with a browser in each. */
interface Standing {
  /** Further settings of the server, by their environment names. */
  readonly settings: Readonly<Record<string, string>>;
  readonly network: Network;
  readonly deployment: Deployment;
  readonly homes: Map<Name, { readonly home: Home; readonly browser: Browser }>;
}

export const test = base.extend<Fixtures, Standing>({
  settings: [{}, { option: true, scope: 'worker' }],
  network: [
    async ({}, give) => {
      const network = await makeNetwork();
      await give(network);
      await network.close();
    },
    { scope: 'worker' },
  ],
  deployment: [
    async ({ network, settings }, give) => {
      await give(await deploy(network, settings));
    },
    { scope: 'worker' },
  ],
  homes: [
    async ({ network }, give) => {
      const homes: Standing['homes'] = new Map();
      expect(network.server.address).not.toBe('');
      await give(homes);
      for (const { browser } of homes.values()) await browser.close();
    },
    { scope: 'worker' },
  ],
  reside: async ({ network, deployment, homes }, give, test) => {
    const present: Resident[] = [];
    await give(async (name, wishes = {}) => {
      let place = homes.get(name);
      if (place === undefined) {
        const home = await network.home(name, wishes);
        place = { home, browser: await launchAt(home, deployment) };
        homes.set(name, place);
      } else {
        // A router that has no memory of the test before.
        await place.home.moveTo(wishes);
        await place.home.shape({});
      }
      const { home, browser } = place;
      const resident = { ...(await signIn(browser, deployment, name)), home };
      present.push(resident);
      return resident;
    });
    if (test.status !== test.expectedStatus) {
      for (const name of ['ringway', 'haproxy', 'coturn', 'livekit'] as const) {
        await test.attach(name, { body: deployment.written(name), contentType: 'text/plain' });
      }
      for (const { name, page } of present) {
        const body = await countsOf(page);
        await test.attach(`counts of ${name}`, { body, contentType: 'text/plain' });
      }
    }
    for (const { context } of present) await context.close();
  },
});

export { expect };
