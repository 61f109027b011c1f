import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { expectMedia } from './support/media';
import { call } from './support/people';
import { answerButton, control, expectEnded } from './support/screen';

/** What is seen in the window that floats over the others, once a button there is pressed; null: there is none. */
function floating(page: Page, pressed: string | null = null) {
  return page.evaluate((label) => {
    const opened = windowOf(Reflect.get(window, 'documentPictureInPicture'));
    if (opened === null) return null;
    const { document } = opened;
    const video = document.querySelector('video');
    const buttons = [...document.querySelectorAll('button')];
    buttons.find((button) => button.ariaLabel === label)?.click();
    return {
      label: video?.ariaLabel ?? null,
      frames: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      buttons: buttons.map((button) => button.ariaLabel),
      // Without the page's own styles it would lie where it falls.
      place: getComputedStyle(document.querySelector('div') ?? document.body).position,
    };
    function windowOf(opener: unknown): Window | null {
      const at: unknown =
        typeof opener === 'object' && opener !== null ? Reflect.get(opener, 'window') : null;
      return typeof at === 'object' && at !== null && 'document' in at ? (at as Window) : null;
    }
  }, pressed);
}

test('a call floats over other windows, is muted and ended there, and goes with its end', async ({
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  // A menu opens at the press, and may grow under the pointer before that is let go of.
  await (await control(alice.page, 'More')).hover();
  await alice.page.mouse.down();
  await alice.page.getByRole('menuitem', { name: 'Call details' }).hover();
  await alice.page.mouse.up();
  await alice.page.getByRole('menuitem', { name: 'Picture in picture' }).click();
  await expect
    .poll(() => floating(alice.page))
    .toMatchObject({
      label: 'Bob',
      buttons: ['Mute microphone', 'Hang up'],
      place: 'fixed',
    });
  const before = (await floating(alice.page))?.frames ?? 0;
  await expect
    .poll(async () => (await floating(alice.page))?.frames ?? 0)
    .toBeGreaterThan(before + 2);
  await floating(alice.page, 'Mute microphone');
  await expect(bob.page.getByText('Alice is muted').first()).toBeVisible();
  await floating(alice.page, 'Hang up');
  await expectEnded(bob.page, 'Alice hung up');
  await expect.poll(() => floating(alice.page)).toBeNull();
});
