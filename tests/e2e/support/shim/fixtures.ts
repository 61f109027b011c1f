import { incomingSchema, type Incoming } from '@/lib/platform/calling';
import { makeKeyPair } from '@/tests/support/push/apns/keys';
import { startApns, type ApnsServer } from '@/tests/support/push/apns/server';
import { apple, certificateName } from '@/tests/support/push/services';
import { Phone } from '@/tests/support/shim/phone';
import { startTlsFront, type TlsFront } from '@/tests/support/tls-front';
import { expect, test as base } from '../fixtures';
import { startRingway, type Name, type RunningRingway } from '../server';
import { startPhoneBrowsers, type PhoneBrowsers } from './web-view';

/** A phone of somebody's, with the app signed in and registered. */
export interface OwnPhone extends PhoneBrowsers {
  readonly phone: Phone;
}

/** How a phone of a test is. */
export interface PhoneManner {
  readonly handOff?: 'webView' | 'browser';
}

interface ShimFixtures {
  readonly apns: ApnsServer;
  readonly front: TlsFront;
  /** A phone with the app, signed in by its person; locked, the app in the background. */
  readonly phoneOf: (name: Name, manner?: PhoneManner) => Promise<OwnPhone>;
  /** A phone with the app, as it comes from the store. */
  readonly newPhone: (manner?: PhoneManner) => Promise<OwnPhone>;
}

const key = makeKeyPair();

/** With Apple's push service in a local stand-in, TLS in front of the server, and phones that run the real core. */
export const test = base.extend<ShimFixtures>({
  apns: async ({}, give) => {
    const apns = await startApns({
      keys: [{ team: apple.team, keyId: apple.keyId, publicKey: key.publicKey }],
      topics: [`${apple.topic}.voip`],
    });
    await give(apns);
    await apns.stop();
  },
  front: async ({}, give) => {
    const front = await startTlsFront();
    await give(front);
    await front.stop();
  },
  ringway: async ({ apns, front, settings }, give) => {
    const ringway = await startRingway({
      ORIGIN: front.origin,
      DOMAIN: 'localhost',
      TRUSTED_PROXIES: '127.0.0.1',
      APNS_URL: apns.url,
      APNS_CA: apns.authority,
      VOIP_CERTIFICATE_NAME: certificateName,
      APP_KEYS: JSON.stringify([
        { provider: 'apns', certificateName, ...apple, key: key.privateKey },
      ]),
      ...settings,
    });
    front.leadTo(ringway.port);
    await give(ringway);
    await ringway.stop();
  },
  newPhone: async ({ browser, apns, front, ringway }, give, test) => {
    expect(ringway.port, 'the server is there before the phone').toBeGreaterThan(0);
    const phones: OwnPhone[] = [];
    let open = true;
    const pass = async () => {
      for (;;) {
        const { token, payload, answer } = await apns.nextPush();
        if (!open) return;
        const meant = phones.find(({ phone }) => phone.token.toString('hex') === token);
        if (answer === null || answer.status === 200) void meant?.phone.push(payload);
      }
    };
    void pass();
    await give(async (manner = {}) => {
      const { origin, authority } = front;
      const phone = new Phone({ origin, authority, ...manner });
      const own = { phone, ...(await startPhoneBrowsers(browser, phone)) };
      phones.push(own);
      return own;
    });
    open = false;
    for (const own of phones) {
      if (test.status !== test.expectedStatus) {
        const { log, screen } = own.phone;
        const body = JSON.stringify({ log, calls: screen.calls, pushes: apns.pushes }, null, 2);
        await test.attach('phone', { body, contentType: 'application/json' });
      }
      await own.phone.stop();
      await own.end();
    }
  },
  phoneOf: async ({ newPhone, ringway, front }, give) => {
    await give(async (name, manner) => {
      const own = await newPhone(manner);
      await own.phone.openApp();
      await signInOn(own, ringway, front, name);
      await own.phone.lock();
      await own.phone.killApp();
      return own;
    });
  },
});

/** Signs somebody in in the app's web view, and waits until the server rings the phone. */
export async function signInOn(
  own: OwnPhone,
  ringway: RunningRingway,
  front: TlsFront,
  name: Name,
): Promise<void> {
  const page = own.page();
  const registered = page.waitForResponse(
    (response) =>
      /\/(new_session|jpush_token)$/.test(new URL(response.url()).pathname) &&
      response.ok() &&
      (response.request().postData() ?? '').includes('ios'),
  );
  const link = new URL(ringway.account(name).link);
  await page.goto(`${front.origin}${link.pathname}${link.hash}`);
  await registered;
}

/** Waits until a phone rings for somebody. */
export async function expectRinging({ phone }: OwnPhone, name: string): Promise<void> {
  await expect.poll(() => phone.screen.ringing().map((call) => call.name)).toEqual([name]);
}

/** Waits until the app's page is in a call. */
export async function expectInCall(own: OwnPhone): Promise<void> {
  await expect(own.page().getByRole('button', { name: 'Hang up' })).toBeAttached();
}

/** What the newest push brought, and how many there were. */
export function newestPush(apns: ApnsServer): {
  readonly payload: Incoming;
  readonly count: number;
} {
  // A server tries its credentials with a token that no phone has.
  const pushes = apns.pushes.filter(({ token }) => !/^0+$/.test(token));
  return { payload: incomingSchema.parse(pushes.at(-1)?.payload), count: pushes.length };
}
