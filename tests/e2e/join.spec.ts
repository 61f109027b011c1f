import type { Page } from '@playwright/test';
import { OutsideClient } from '../support/outside/client';
import { expect, test } from './support/fixtures';
import { call, desktop, phone } from './support/people';
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
