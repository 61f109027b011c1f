import { expect, test } from './support/fixtures';
import { liveKitTest } from './support/livekit';
import { expectMedia, expectVoiceOnly } from './support/media';
import { call, type Person } from './support/people';
import { answerButton, press } from './support/screen';
import { expectMoves, expectSounds, share, sizeOf, stopSharing } from './support/sharing';

/** The two who call each other. */
async function inCall(from: Person, to: Person, kind: 'audio' | 'video' = 'video'): Promise<void> {
  await call(from, to.displayName, kind);
  await answerButton(to.page).click();
}

/** Rings somebody into the call, who answers. */
async function bringIn(from: Person, whom: Person): Promise<void> {
  await press(from.page, 'People');
  await from.page.getByLabel('Add someone').fill(whom.displayName);
  await from.page.getByRole('button', { name: `Ring ${whom.displayName}`, exact: true }).click();
  await answerButton(whom.page).click();
  await press(from.page, 'People');
}

const screenOf = ({ displayName }: Person): string => `Screen of ${displayName}`;

/** It is seen whole, in the size in which it is read, with the face beside it, and heard beside the voice. */
async function expectShared(on: Person, by: Person, others = 1): Promise<void> {
  await expectMoves(on.page, screenOf(by));
  await expectMoves(on.page, by.displayName);
  await expect.poll(() => sizeOf(on.page, screenOf(by))).toEqual([1920, 1080]);
  await expectSounds(on.page, others + 1);
}

test('either end of a call shares a screen with its sound beside the camera, and stops', async ({
  come,
}) => {
  test.setTimeout(180_000);
  const alice = await come('alice');
  const bob = await come('bob');
  await inCall(alice, bob);
  await expectMedia(bob.page);
  // The one opened the leg, the other did not: each of them shares once.
  for (const [sharer, viewer] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    await share(sharer.page);
    await expect(
      sharer.page.locator('p', { hasText: 'You are sharing your screen' }),
    ).toBeVisible();
    await expectShared(viewer, sharer);
    await stopSharing(sharer.page);
    await expect(viewer.page.locator(`video[aria-label="${screenOf(sharer)}"]`)).toHaveCount(0);
    await expectMoves(viewer.page, sharer.displayName);
    await expectSounds(viewer.page, 1);
  }
});

test('a call of voices alone shows a screen, which the browser’s own bar ends, too', async ({
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  // Keeps the shared track, which the browser's bar would end.
  await bob.page.evaluate(keepScreens);
  await inCall(alice, bob, 'audio');
  await expectVoiceOnly(alice.page);
  await share(bob.page);
  await expectMoves(alice.page, screenOf(bob));
  await expectSounds(alice.page, 2);
  await bob.page.evaluate(endScreens);
  await expect(bob.page.locator('p', { hasText: 'You are sharing your screen' })).toBeHidden();
  await expect(alice.page.locator(`video[aria-label="${screenOf(bob)}"]`)).toHaveCount(0);
});

test('two who begin at once: one shares, and the other hears who does', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await inCall(alice, bob);
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await Promise.all([share(alice.page), share(bob.page)]);
  const refused = ({ page }: Person) =>
    page.getByText(/is sharing a screen\. You can share|Someone else is sharing their screen/);
  await expect
    .poll(async () => (await refused(alice).count()) + (await refused(bob).count()))
    .toBe(1);
  const isAlice = (await refused(bob).count()) === 1;
  const [sharer, viewer] = isAlice ? [alice, bob] : [bob, alice];
  await expect(viewer.page.locator('p', { hasText: 'You are sharing your screen' })).toBeHidden();
  await expectMoves(viewer.page, screenOf(sharer));
  // A press on a face shows it large, one on the screen brings that back; by keyboard it is the pin.
  const tile = (name: string) => viewer.page.getByRole('group', { name, exact: true });
  const large = (name: string) => expect(tile(name)).toHaveAttribute('data-as', 'main');
  await large(screenOf(sharer));
  await tile(sharer.displayName).click();
  await large(sharer.displayName);
  await viewer.page.getByRole('button', { name: `Pin ${screenOf(sharer)}` }).focus();
  await viewer.page.keyboard.press('Enter');
  await large(screenOf(sharer));
  await expectMoves(viewer.page, screenOf(sharer));
});

test('whoever shares and whose page dies keeps nobody from sharing', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await inCall(alice, bob);
  await expectMedia(alice.page);
  await share(bob.page);
  await expectMoves(alice.page, screenOf(bob));
  await bob.context.close();
  const away = alice.page.getByText('Bob is reconnecting').first();
  await expect(away).toBeVisible();
  await share(alice.page);
  await expect(alice.page.locator('p', { hasText: 'You are sharing your screen' })).toBeVisible();
  // He has not been given up yet.
  await expect(away).toBeVisible();
});

test('in a mesh of three both others see and hear the screen', async ({ come }) => {
  test.setTimeout(150_000);
  const alice = await come('alice');
  const bob = await come('bob');
  const carol = await come('carol');
  await inCall(alice, bob);
  await bringIn(alice, carol);
  for (const { page } of [alice, bob, carol]) await expectMedia(page, 2);
  await share(bob.page);
  await expectShared(alice, bob, 2);
  await expectShared(carol, bob, 2);
});

liveKitTest(
  'through LiveKit both others see and hear the screen, until it stops',
  async ({ come }) => {
    liveKitTest.setTimeout(180_000);
    const alice = await come('alice');
    const bob = await come('bob');
    const carol = await come('carol');
    await inCall(alice, bob);
    // What is shared goes along when the call goes to LiveKit.
    await share(bob.page);
    await expectMoves(alice.page, screenOf(bob));
    await bringIn(alice, carol);
    for (const viewer of [alice, carol]) {
      await expectMoves(viewer.page, screenOf(bob));
      await expectMoves(viewer.page, bob.displayName);
    }
    await stopSharing(bob.page);
    for (const { page } of [alice, carol]) {
      await expect(page.locator(`video[aria-label="${screenOf(bob)}"]`)).toHaveCount(0);
    }
    await share(carol.page);
    for (const viewer of [alice, bob]) await expectMoves(viewer.page, screenOf(carol));
  },
);

/** Runs in the page. */
function keepScreens(): void {
  const { mediaDevices } = navigator;
  const pick = mediaDevices.getDisplayMedia.bind(mediaDevices);
  const kept: MediaStreamTrack[] = [];
  Object.defineProperty(window, 'ringwayScreens', { value: kept });
  mediaDevices.getDisplayMedia = async (wishes) => {
    const stream = await pick(wishes);
    kept.push(...stream.getTracks());
    return stream;
  };
}

/** Runs in the page: what the browser's bar does, of which the page hears by `ended` alone. */
function endScreens(): void {
  const kept: unknown = Reflect.get(window, 'ringwayScreens');
  for (const track of Array.isArray(kept) ? kept : []) {
    if (!(track instanceof MediaStreamTrack)) continue;
    track.stop();
    track.dispatchEvent(new Event('ended'));
  }
}
