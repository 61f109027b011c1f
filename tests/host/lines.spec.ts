import { arriving, expectMedia } from '@/tests/e2e/support/media';
import { expect, test } from './support/fixtures';
import { meet, part } from './support/meeting';
import { expectSpeech } from './support/speech';
import { statisticsOf } from './support/statistics';

for (const lossPercent of [5, 15]) {
  test(`a line that loses ${lossPercent} % in each direction carries speech`, async ({
    reside,
  }) => {
    const alice = await reside('alice');
    const bob = await reside('bob');
    // From the first request on, as on such a line.
    await alice.home.shape({ lossPercent });
    await meet(alice, bob);
    await Promise.all([expectSpeech(alice.page, 15), expectSpeech(bob.page, 15)]);
    await part(alice, bob);
  });
}

test('on a narrow line speech stays and the picture gives way, rests, and comes back', async ({
  reside,
}) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  await alice.home.shape({ rateBitsPerSecond: 300_000 });
  await expect(async () => {
    const { showing } = await statisticsOf(alice.page);
    expect(showing.qualityLimitationReason).toBe('bandwidth');
  }).toPass({ timeout: 60_000 });
  await Promise.all([expectSpeech(alice.page, 15), expectSpeech(bob.page, 15)]);
  await expectMedia(bob.page);

  await alice.home.shape({ rateBitsPerSecond: 100_000 });
  await expect(alice.page.getByText(/^Your picture rests/).first()).toBeVisible({
    timeout: 60_000,
  });
  await Promise.all([expectSpeech(alice.page, 10), expectSpeech(bob.page, 10)]);

  await alice.home.shape({});
  const { frames } = await arriving(bob.page);
  await expect
    .poll(async () => (await arriving(bob.page)).frames, { timeout: 60_000 })
    .toBeGreaterThan(frames + 20);
  await part(alice, bob);
});
