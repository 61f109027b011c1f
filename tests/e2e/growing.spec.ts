import { expectEveryone } from './support/everyone';
import { expect } from './support/fixtures';
import { liveKitTest as test, noteClosings } from './support/livekit';
import { expectMedia } from './support/media';
import { call, type Person } from './support/people';
import { answerButton, hangUp, press } from './support/screen';

/** Alice and Bob see and hear each other by a leg of their own. */
async function inCall(alice: Person, bob: Person): Promise<void> {
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await expectMedia(bob.page);
}

/** Rings somebody into the call. */
async function invite({ page }: Person, name: string): Promise<void> {
  const field = page.getByLabel('Add someone');
  if (!(await field.isVisible())) await press(page, 'People');
  await field.fill(name);
  await page.getByRole('button', { name: `Ring ${name}`, exact: true }).click();
}

test('a call between two grows to three: the old path ends only after the new one carries it', async ({
  come,
}) => {
  test.setTimeout(150_000);
  const [alice, bob, carol] = [await come('alice'), await come('bob'), await come('carol')];
  await inCall(alice, bob);
  const closings = [await noteClosings(alice.page), await noteClosings(bob.page)];
  await invite(alice, 'Carol');
  await answerButton(carol.page).click();
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
  for (const closed of closings) {
    await expect.poll(async () => (await closed()).length, 'the leg ended').toBe(1);
    const [closing] = await closed();
    expect(closing?.frames, 'pictures came by LiveKit before').toBeGreaterThan(0);
    expect(closing?.packets, 'sound came by LiveKit before').toBeGreaterThan(0);
  }
  // Two are left: the call goes on where it is.
  await hangUp(carol.page);
  for (const { page } of [alice, bob]) await expectEveryone(page, 1);
});

test('without LiveKit a third is not rung, and the page says why; once it is back the call grows', async ({
  come,
  liveKit,
}) => {
  test.setTimeout(150_000);
  const [alice, bob, carol] = [await come('alice'), await come('bob'), await come('carol')];
  await inCall(alice, bob);
  await liveKit.kill();
  await invite(alice, 'Carol');
  await expect(alice.page.getByText('Nobody more can join at the moment')).toBeVisible();
  await expect(answerButton(carol.page)).toBeHidden();
  await expectMedia(alice.page);
  await liveKit.start();
  await invite(alice, 'Carol');
  await answerButton(carol.page).click();
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
});
