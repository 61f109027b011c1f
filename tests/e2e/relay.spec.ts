import { chromium } from '@playwright/test';
import * as z from 'zod/mini';
import { finishedCallsPageSchema } from '@/lib/platform/admin';
import { successSchema } from '@/lib/platform/envelope';
import { findChromium } from '@/scripts/chromium.mjs';
import { anyFreePort } from '@/scripts/ports.mjs';
import { startFront, type Front } from '@/tests/support/deploy/front';
import { startCoturn } from '@/tests/support/turn/coturn';
import { chromiumArguments, trusting } from './support/chromium-arguments';
import { expect, test as base } from './support/fixtures';
import { expectMedia, watchConnections } from './support/media';
import { call, desktop, openHome, type Demo, type Person } from './support/people';
import { keepToRelays } from './support/relays';
import { answerButton, expectEnded, hangUp } from './support/screen';
import { startRingway, type Name } from './support/server';

const secret = 'relay-secret-of-the-tests';

/** How the relay shares the front's port: by a name of its own (SNI), or by the one name of both. */
type Sharing = 'localhost' | 'turn.localhost';

/** Ringway and coturn behind one port of HAProxy, and people whose networks let nothing out but TLS to it. */
interface Fixtures {
  readonly relayName: Sharing;
  readonly place: { readonly origin: string; readonly demo: Demo; readonly front: Front };
  readonly comeByTls: (name: Name) => Promise<Person>;
}

const test = base.extend<Fixtures>({
  relayName: ['localhost', { option: true }],
  place: async ({ relayName }, give) => {
    const port = await anyFreePort('127.0.0.1');
    const origin = `https://localhost:${port}`;
    const ends: (() => Promise<void>)[] = [];
    try {
      // Peers are on loopback here, which is where nobody is on the Internet.
      const lines = ['allow-loopback-peers', 'allowed-peer-ip=127.0.0.1'];
      const relay = await startCoturn({ secret, lines });
      ends.push(() => relay.stop());
      const ringway = await startRingway({
        ORIGIN: origin,
        TRUSTED_PROXIES: '127.0.0.1',
        TURN_URLS: `turns:${relayName}:${port}?transport=tcp`,
        TURN_SECRET: secret,
      });
      ends.push(() => ringway.stop());
      const own = relayName === 'localhost' ? {} : { relayName };
      const front = await startFront({ port, ringway: ringway.port, relay: relay.port, ...own });
      ends.push(() => front.stop());
      const demo: Demo = {
        account: (name) => {
          const account = ringway.account(name);
          const { pathname, hash } = new URL(account.link);
          return { ...account, link: `${origin}${pathname}${hash}` };
        },
      };
      await give({ origin, demo, front });
    } finally {
      for (const end of ends.reverse()) await end();
    }
  },
  comeByTls: async ({ place: { demo, front } }, give) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: [...chromiumArguments, trusting(front.authority)],
    });
    await give(async (name) => {
      const context = await browser.newContext({ viewport: desktop, locale: 'en-GB' });
      await watchConnections(context);
      await context.addInitScript(keepToRelays);
      const page = await openHome(context, demo, name);
      return { name, displayName: demo.account(name).displayName, context, page };
    });
    await browser.close();
  },
});

for (const relayName of ['localhost', 'turn.localhost'] as const) {
  test.describe(`A relay by TLS on the port of the pages, as ${relayName}`, () => {
    test.use({ relayName });

    test('carries a call of two people whose networks let nothing else out', async ({
      place,
      comeByTls,
    }) => {
      const alice = await comeByTls('alice');
      const bob = await comeByTls('bob');
      await call(alice, 'Bob');
      await answerButton(bob.page).click();
      await expectMedia(alice.page);
      await expectMedia(bob.page);
      await hangUp(alice.page);
      await expectEnded(bob.page, 'Alice hung up');

      const records = async () => {
        const answer = await alice.context.request.get(`${place.origin}/api/admin/calls/finished`, {
          headers: { origin: place.origin },
          ignoreHTTPSErrors: true,
        });
        const { calls } = finishedCallsPageSchema.parse(
          successSchema(z.unknown()).parse(await answer.json()).result,
        );
        return calls[0]?.records ?? [];
      };
      await expect(async () => expect(await records()).toHaveLength(2)).toPass();
      for (const { record } of await records()) {
        expect(record.path).toMatchObject({ local: 'relay', relay: 'tls' });
      }
      // HAProxy says of each connection to the relay when it is over.
      await expect(() => {
        const lines = place.front.written().match(/ TURN - \d+ \d+$/gm) ?? [];
        expect(lines.length).toBeGreaterThanOrEqual(2);
      }).toPass();
    });
  });
}
