import type { BrowserContext, Page } from '@playwright/test';
import { OutsideClient } from '../support/outside/client';
import { toShimSchema, type ToShim } from '@/lib/platform/shim-bridge';
import { expect, test } from './support/fixtures';
import { expectMedia, expectVoiceOnly, watchConnections } from './support/media';
import { call, phone, type Person } from './support/people';
import { answerButton, hangUp } from './support/screen';
import type { Name, RunningRingway } from './support/server';

// The page within the iPhone app, whose side of the bridge the test speaks; shim-cli decides elsewhere.

/** What a page tells its web view is kept in the page, as JSON texts. */
function keepWhatIsTold(): void {
  const told: string[] = [];
  const ringway = { postMessage: (text: string) => told.push(text) };
  Object.assign(window, { toldToApp: told, webkit: { messageHandlers: { ringway } } });
}

async function inApp(context: BrowserContext): Promise<void> {
  await context.addInitScript(keepWhatIsTold);
}

async function told<Kind extends ToShim['kind']>(page: Page, kind: Kind) {
  const texts = await page.evaluate(() => {
    const all: unknown = Reflect.get(window, 'toldToApp');
    return Array.isArray(all) ? all.map(String) : [];
  });
  return texts
    .map((text) => toShimSchema.parse(JSON.parse(text)))
    .filter((message): message is Extract<ToShim, { kind: Kind }> => message.kind === kind);
}

/** Says it as the shim does, once the page listens. */
async function say(page: Page, message: Readonly<Record<string, unknown>>): Promise<void> {
  await expect.poll(async () => (await told(page, 'ready')).length).toBeGreaterThan(0);
  const text = JSON.stringify({ ringway: 1, ...message });
  await page.evaluate(`window.ringwayShim.receive(${JSON.stringify(text)})`);
}

/** Somebody's iPhone, as far as the server knows it: what a push to it would bring. */
async function pushTo(ringway: RunningRingway, name: Name, place: () => Promise<void>) {
  const server = `http://localhost:${ringway.port}`;
  const device = await new OutsideClient(server).device(ringway.account(name));
  await place();
  const { invitation, token, conference_alias: address, call_type } = await device.rung();
  const ticket = new URLSearchParams({ invitation, ticket: token, address, action: 'answer' });
  return {
    link: `${server}/call#${ticket.toString()}`,
    answered: {
      kind: 'answered',
      ...{ invitation, ticket: token, address, call_type },
      from: { address, display_name: 'Alice' },
    },
    invitation,
  };
}

async function openPhone(bob: Person): Promise<void> {
  await inApp(bob.context);
  await bob.page.setViewportSize(phone);
  await bob.page.reload();
}

test('a native answer is a call without a tap, once', async ({ come, ringway }) => {
  const bob = await come('bob');
  const alice = await come('alice');
  await openPhone(bob);
  const push = await pushTo(ringway, 'bob', () => call(alice, 'Bob'));
  await say(bob.page, { kind: 'system_rings', invitation: push.invitation });
  await expect(answerButton(bob.page)).toBeHidden();
  await say(bob.page, push.answered);
  await say(bob.page, push.answered);
  await expectMedia(bob.page);
  await expectMedia(alice.page);
  const [shown] = (await told(bob.page, 'calls')).at(-1)?.calls ?? [];
  expect(shown).toMatchObject({ invitation: push.invitation, state: 'connected' });
  // Told again to whoever says it again: a repeat may come before or after the first one is taken.
  await expect.poll(async () => (await told(bob.page, 'answer_taken')).length).toBeGreaterThan(0);
  expect((await told(bob.page, 'calls')).at(-1)?.calls).toHaveLength(1);
  await hangUp(bob.page);
  await expect.poll(async () => (await told(bob.page, 'call_over')).length).toBe(1);
  const [over] = await told(bob.page, 'call_over');
  expect(over?.connected_at).not.toBeNull();
});

test('the link of the app joins without a tap though nobody is signed in there', async ({
  browser,
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const push = await pushTo(ringway, 'bob', () => call(alice, 'Bob', 'audio'));
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
  await watchConnections(context);
  await inApp(context);
  const page = await context.newPage();
  await page.goto(push.link);
  await say(page, push.answered);
  await expectVoiceOnly(page);
  expect(new URL(page.url()).hash).toBe('');
  await context.close();
});

test('where another account is signed in, the page says so and waits for a tap', async ({
  come,
  ringway,
}) => {
  const carol = await come('carol');
  const alice = await come('alice');
  await openPhone(carol);
  const push = await pushTo(ringway, 'bob', () => call(alice, 'Bob', 'audio'));
  await say(carol.page, push.answered);
  await expect(carol.page.getByText('Here Carol is signed in.', { exact: false })).toBeVisible();
  await expect(carol.page.getByRole('heading', { name: 'Join the call' })).toBeVisible();
  await carol.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expectVoiceOnly(carol.page);
});

test('a call that is over says so', async ({ come, ringway }) => {
  const bob = await come('bob');
  const alice = await come('alice');
  await openPhone(bob);
  const push = await pushTo(ringway, 'bob', () => call(alice, 'Bob', 'audio'));
  await alice.page.getByRole('button', { name: 'Cancel call' }).click();
  await say(bob.page, push.answered);
  await expect(bob.page.getByText('The caller has hung up.')).toBeVisible();
});

test('somebody is called back from the system’s list', async ({ come, ringway }) => {
  const bob = await come('bob');
  const alice = await come('alice');
  await openPhone(bob);
  const { userName: address } = ringway.account('alice');
  await say(bob.page, { kind: 'call_back', address, call_type: 'audio' });
  await expect(answerButton(alice.page)).toBeVisible();
  await answerButton(alice.page).click();
  await expectVoiceOnly(bob.page);
});

test('a microphone that iOS does not give leads to what to do, with the way to the settings', async ({
  come,
  ringway,
}) => {
  const bob = await come('bob');
  const alice = await come('alice');
  await bob.context.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Not here.', 'NotAllowedError'));
  });
  await openPhone(bob);
  const push = await pushTo(ringway, 'bob', () => call(alice, 'Bob', 'audio'));
  await say(bob.page, push.answered);
  const help = bob.page.getByRole('dialog', { name: 'What to do' });
  await help.getByRole('button', { name: 'Open Settings' }).click();
  await expect.poll(async () => (await told(bob.page, 'open_settings')).length).toBe(1);
  await help.getByRole('button', { name: 'Close' }).click();
  await expect(help).toBeHidden();
  const words = 'iOS does not let the app use the microphone: nobody hears you';
  await expect(bob.page.getByText(words)).toBeVisible();
});

for (const cloud of ['public', 'dedicated']) {
  test.describe(`an app of the ${cloud} cloud`, () => {
    const certificateName = 'apns_exampleTest';
    const jpush = { provider: 'jpush', appKey: 'key', masterSecret: 'secret', certificateName };
    test.use({
      settings: {
        CLOUD: cloud,
        APP_KEYS: JSON.stringify([jpush]),
        VOIP_CERTIFICATE_NAME: certificateName,
      },
    });

    test('is registered by its page until the sign-out', async ({ come }) => {
      const bob = await come('bob');
      const elsewhere = await come('bob');
      await openPhone(bob);
      const line = bob.page.getByRole('button', { name: /rings|Rings/ }).filter({ visible: true });
      await say(bob.page, { kind: 'voip_token', token: 'ab'.repeat(32) });
      await expect(line.first()).toContainText('This device rings');
      await line.first().click();
      await expect(bob.page.getByText('also while this iPhone is locked')).toBeVisible();
      // By another browser of the same person, which stays signed in.
      const waysOfTheApp = async () => {
        const devices = await elsewhere.page.evaluate(async () =>
          (await fetch('/api/my/devices')).text(),
        );
        return devices.match(/"kind":"jpush"/g)?.length ?? 0;
      };
      expect(await waysOfTheApp()).toBe(1);
      await bob.page.goto(new URL('/settings', bob.page.url()).href);
      await bob.page.getByRole('button', { name: 'Sign out', exact: true }).click();
      await expect.poll(async () => (await told(bob.page, 'signed_out')).length).toBe(1);
      expect(await waysOfTheApp()).toBe(0);
    });
  });
}
