import type { BrowserContext, Page } from '@playwright/test';
import { expectEveryone } from './support/everyone';
import { expect } from './support/fixtures';
import { liveKitTest as test } from './support/livekit';
import { expectMedia, liveConnections, watchConnections } from './support/media';
import { joinByLink, makeMeeting } from './support/meetings';
import { expectEnded } from './support/screen';

const key = 'k'.repeat(43);

/** From its next page on it is a browser that cannot encrypt frames. */
async function withoutFrameEncryption(pages: Page | BrowserContext): Promise<void> {
  await pages.addInitScript(() => {
    Reflect.deleteProperty(window, 'RTCRtpScriptTransform');
    Reflect.deleteProperty(RTCRtpSender.prototype, 'createEncodedStreams');
  });
}

test('a browser that cannot encrypt frames is told so before it joins an encrypted meeting, and at the tap', async ({
  browser,
  come,
}) => {
  test.setTimeout(180_000);
  const alice = await come('alice');
  const { address, link } = await makeMeeting(alice, {
    name: 'Board',
    encrypted: true,
    guests: true,
  });
  const bob = await come('bob');
  for (const person of [alice, bob]) await joinByLink(person, address, key);
  for (const { page } of [alice, bob]) await expectEveryone(page, 1);

  const context = await browser.newContext({ locale: 'en-GB' });
  await watchConnections(context);
  await withoutFrameEncryption(context);
  const guest = await context.newPage();
  // The server says that the meeting is encrypted: it is told without the key, too.
  for (const opened of [link, `${link}&key=${key}`]) {
    await guest.goto('about:blank');
    await guest.goto(opened);
    await expect(
      guest.getByText('This browser cannot join a larger encrypted meeting'),
    ).toBeVisible();
  }
  await guest.getByLabel('Your name').fill('Gisela');
  await guest.getByRole('button', { name: 'Join as a guest' }).click();
  await expect(guest.getByText('which this browser cannot do with so many people')).toBeVisible();
  // Nearly the same twice helps nobody.
  await expect(guest.getByText('This browser cannot join a larger encrypted meeting')).toBeHidden();
  expect(await liveConnections(guest)).toBe(0);
  await context.close();

  const carol = await come('carol', { locale: 'zh-CN' });
  await withoutFrameEncryption(carol.page);
  await joinByLink(carol, address, key, '加入');
  await expect(carol.page.getByText('此浏览器无法加入人数较多的加密会议')).toBeVisible();
  await expect(carol.page.getByText('此浏览器无法为这么多人加密').first()).toBeVisible();
  expect(await liveConnections(carol.page)).toBe(0);
  // The two who are in stay on their legs.
  for (const { page } of [alice, bob]) await expectEveryone(page, 1);
});

test('an encrypted meeting grows past a browser that cannot encrypt frames, which says why it had to leave', async ({
  come,
}) => {
  test.setTimeout(180_000);
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Board', encrypted: true });
  const [bob, carol] = [await come('bob'), await come('carol')];
  await withoutFrameEncryption(bob.page);
  for (const person of [alice, bob]) await joinByLink(person, address, key);
  // From person to person it is encrypted in any browser.
  for (const { page } of [alice, bob]) await expectMedia(page);
  await joinByLink(carol, address, key);
  await expectEnded(bob.page, 'This browser cannot take part in the encrypted meeting');
  await expect(bob.page.getByRole('button', { name: 'Join again' })).toHaveCount(0);
  await expect.poll(() => liveConnections(bob.page)).toBe(0);
  for (const { page } of [alice, carol]) await expectEveryone(page, 1);
});
