import { expectEveryone, expectSending } from './support/everyone';
import { expect } from './support/fixtures';
import { liveKitTest as test } from './support/livekit';
import { liveConnections } from './support/media';
import { meetingOfThree } from './support/meetings';
import { actOn, onStage, openPeople, remove } from './support/people-panel';
import { expectEnded } from './support/screen';

test('through LiveKit, whom a host mutes nobody hears, and whom a host removes nobody sees', async ({
  come,
}) => {
  test.setTimeout(240_000);
  const [alice, bob, carol] = await meetingOfThree(come);
  for (const { page } of [alice, carol]) await expectSending(page, 2, 2);
  await openPeople(alice.page);
  await actOn(alice.page, 'Bob', 'Mute');
  await expect(onStage(bob.page, 'Only a host can let you speak again.')).toBeVisible();
  // Not even silence comes, and his picture stays.
  for (const { page } of [alice, carol]) await expectSending(page, 2, 1);
  await expectSending(bob.page, 2, 2);

  await remove(alice.page, 'Bob');
  await expectEnded(bob.page, 'You were removed from the meeting');
  await expect.poll(() => liveConnections(bob.page)).toBe(0);
  for (const { page } of [alice, carol]) {
    await expect(page.getByRole('group', { name: 'Bob', exact: true })).toHaveCount(0);
    await expect(page.locator('video[aria-label="Bob"]')).toHaveCount(0);
    await expectEveryone(page, 1);
  }
});
