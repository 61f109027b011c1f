import type { Page } from '@playwright/test';
import { expectMedia } from '@/tests/e2e/support/media';
import { answerButton, expectEnded } from '@/tests/e2e/support/screen';
import { expect, test, type Resident } from './support/fixtures';
import { expectAttachedAndPart, meet } from './support/meeting';
import { expectSpeech } from './support/speech';

/** Waits until both pages have said that they are without the server. */
async function expectWithoutServer(...people: readonly Resident[]): Promise<void> {
  for (const { page } of people) {
    await expect(reconnecting(page)).toBeVisible({ timeout: 60_000 });
  }
}

async function expectBackAtServer(...people: readonly Resident[]): Promise<void> {
  for (const { page } of people) {
    await expect(reconnecting(page)).toHaveCount(0, { timeout: 60_000 });
  }
}

function reconnecting(page: Page) {
  return page.getByText('Reconnecting', { exact: true });
}

test('the server is out of reach for a minute: the call goes on, and is the server’s again', async ({
  reside,
  network,
}) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  await network.server.disconnect();
  try {
    await Promise.all([expectSpeech(alice.page, 60), expectSpeech(bob.page, 60)]);
    await expectMedia(alice.page);
    await expectMedia(bob.page);
    await expectWithoutServer(alice, bob);
    await expect(alice.page.getByText('You go on hearing each other.')).toBeVisible();
  } finally {
    await network.server.reconnect();
  }
  await expectBackAtServer(alice, bob);
  await expectAttachedAndPart(alice, bob);
});

test('the server’s host loses its power in a call, which goes on and is the server’s again', async ({
  reside,
  network,
  deployment,
}) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  await network.server.disconnect();
  await deployment.powerOff();
  try {
    await expectWithoutServer(alice, bob);
    await expectMedia(alice.page);
    await expectMedia(bob.page);
  } finally {
    await deployment.powerOn();
    await network.server.reconnect();
  }
  await expectBackAtServer(alice, bob);
  await expectAttachedAndPart(alice, bob);
});

/**
 * Ten minutes of sleep in less than one: the call ends for both when the other side has been without media for
 * half a minute (policy.ts, `giveUpAfter`), and nothing about it changes in the nine that follow. What they would
 * do to her connections with the server happens too: she wakes in another network, where none of them lives on.
 */
test('a laptop that sleeps in a call: the other side is told, its person on waking, and it rings again', async ({
  reside,
}) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  await alice.home.unplug();
  await alice.home.freeze();
  const end = bob.page.getByRole('heading', { name: 'The connection to Alice was lost' });
  await expect(end).toBeVisible({ timeout: 90_000 });
  await alice.home.moveTo({});
  await alice.home.thaw();
  await expectEnded(alice.page, 'The connection was lost');
  await bob.page.getByRole('button', { name: 'Call again' }).click();
  await answerButton(alice.page).click({ timeout: 60_000 });
  await expectMedia(alice.page);
  await expectMedia(bob.page);
});
