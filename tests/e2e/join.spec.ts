import type { Browser, Page } from '@playwright/test';
import { OutsideClient } from '../support/outside/client';
import { expect, test } from './support/fixtures';
import { makeMeeting } from './support/meetings';
import { call, desktop, openHomeIn, phone } from './support/people';
import { expectEnded } from './support/screen';
import type { RunningRingway } from './support/server';

/** A link to the call that rings Bob, as a phone of his would open it where he is signed in. */
async function linkToCall(ringway: RunningRingway, place: () => Promise<void>): Promise<string> {
  const server = new URL(ringway.account('bob').link).origin;
  const device = await new OutsideClient(server).device(ringway.account('bob'));
  await place();
  const { invitation, token, conference_alias: address } = await device.rung();
  const ticket = new URLSearchParams({ invitation, ticket: token, address, action: 'answer' });
  return `${server}/call#${ticket.toString()}`;
}

/** Where the buttons are that somebody may be about to tap. */
async function places(page: Page): Promise<readonly unknown[]> {
  const buttons = ['Join', 'Decline'].map((name) =>
    page.getByRole('button', { name, exact: true }),
  );
  let boxes: readonly unknown[] = [];
  // Once the kind of the call is known another button may stand in the place of the first one.
  await expect(async () => {
    boxes = await Promise.all(buttons.map((button) => button.boundingBox({ timeout: 1_000 })));
    expect(boxes).not.toContain(null);
  }).toPass();
  return boxes;
}

for (const viewport of [phone, desktop]) {
  for (const kind of ['video', 'audio'] as const) {
    test(`nothing moves on the Join page while it learns of a ${kind} call: ${viewport.width} px`, async ({
      come,
      ringway,
    }) => {
      const bob = await come('bob', { viewport });
      const alice = await come('alice');
      const link = await linkToCall(ringway, () => call(alice, 'Bob', kind));
      // A new document, as from a notification, to which the server is slow to answer.
      let answer = (): void => undefined;
      const held = new Promise<void>((resolve) => (answer = resolve));
      await bob.page.goto('about:blank');
      await bob.page.route('**/ringing', async (route) => {
        await held;
        await route.continue();
      });
      await bob.page.goto(link);
      const before = await places(bob.page);
      await expect(bob.page.getByText('Looking for your call')).toBeVisible();
      answer();
      await expect(bob.page.getByText('Looking for your call')).toBeHidden();
      await expect(bob.page.getByText('Alice').first()).toBeVisible();
      expect(await places(bob.page)).toEqual(before);
    });
  }
}

/** A page of a browser that cannot carry calls, as WebViews without WebRTC are. */
async function withoutWebRtc(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'RTCPeerConnection');
    Reflect.deleteProperty(Navigator.prototype, 'mediaDevices');
  });
  return context.newPage();
}

test('where there is no WebRTC the Join page says so, and a call can be declined there', async ({
  browser,
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const link = await linkToCall(ringway, () => call(alice, 'Bob'));
  const page = await withoutWebRtc(browser);
  await page.goto(link);
  await expect(page.getByText('This browser cannot carry calls')).toBeVisible();
  await expect(page.getByText('It has no WebRTC.', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Join/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Decline', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Declined' })).toBeVisible();
  await expectEnded(alice.page, 'Bob declined');
  await page.context().close();
});

test('where there is no WebRTC a ring can be declined alone, and nobody joins a meeting', async ({
  browser,
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const { link } = await makeMeeting(alice, { guests: true });
  const page = await withoutWebRtc(browser);
  await page.goto(link);
  await expect(page.getByText('This browser cannot carry calls')).toBeVisible();
  await expect(page.getByLabel('Your name')).toHaveCount(0);

  await openHomeIn(page, ringway, 'bob');
  await call(alice, 'Bob');
  await expect(page.getByText('This browser cannot carry calls.', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Answer/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Decline', exact: true }).click();
  await expectEnded(alice.page, 'Bob declined');
  await page.context().close();
});
