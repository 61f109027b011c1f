import { expect, test } from './support/fixtures';
import { arriving, expectMedia } from './support/media';
import { call } from './support/people';
import { answerButton, expectEnded, hangUp, press } from './support/screen';

test('a reload in the middle of a call returns to it', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await bob.page.reload();
  await expectMedia(bob.page);
  await expectMedia(alice.page);
  await hangUp(bob.page);
  await expectEnded(alice.page, 'Bob hung up');
});

test('the network is away for five seconds and comes back', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await bob.context.setOffline(true);
  // Five seconds of pictures: media flows directly and does not need the server.
  const { frames } = await arriving(alice.page);
  await expect.poll(async () => (await arriving(alice.page)).frames).toBeGreaterThan(frames + 75);
  await press(bob.page, 'Mute microphone');
  await bob.context.setOffline(false);
  await expect(alice.page.getByText('Bob is muted').first()).toBeVisible();
  await press(bob.page, 'Unmute microphone');
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await hangUp(alice.page);
  await expectEnded(bob.page, 'Alice hung up');
});

test('the server is killed while it rings, and goes on ringing after its start', async ({
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await expect(answerButton(bob.page)).toBeVisible();
  await ringway.kill();
  await ringway.start();
  await expect(async () => {
    await answerButton(bob.page).click({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await expectMedia(alice.page);
  await expectMedia(bob.page);
});

test('the server is killed during a call: media flows on, and the call can be ended', async ({
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await ringway.kill();
  const before = await arriving(alice.page);
  await expect.poll(async () => (await arriving(alice.page)).frames).toBeGreaterThan(before.frames);
  await ringway.start();
  await expect(alice.page.getByText('Reconnecting', { exact: true })).toHaveCount(0);
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await hangUp(bob.page);
  await expectEnded(alice.page, 'Bob hung up');
});

test('a closed tab ends the call for the other side in words', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await bob.context.close();
  await expect(
    alice.page.getByRole('heading', { name: /Bob (hung up|was lost)|lost/ }),
  ).toBeVisible({ timeout: 60_000 });
});
