import { expect, test, type Resident } from './support/fixtures';
import { expectAttachedAndPart, expectMediaAtBoth, meet } from './support/meeting';
import { statisticsOf } from './support/statistics';

/** Waits until somebody's media comes from where their host is now, or by the relay. */
async function expectFrom(listener: Resident, speaker: Resident, relay: string): Promise<void> {
  await expect(async () => {
    const { remote } = await statisticsOf(listener.page);
    expect([speaker.home.address(), relay]).toContain(remote.address);
  }).toPass({ timeout: 30_000 });
}

for (const [order, words] of [
  ['then', 'from a Wi-Fi that is out of reach to mobile'],
  ['beside', 'from one network to another that was there before'],
] as const) {
  test(`one side moves ${words}: the call comes back by itself`, async ({ reside, network }) => {
    const alice = await reside('alice');
    const bob = await reside('bob');
    await meet(alice, bob);
    const before = alice.home.address();
    await expect
      .poll(async () => (await statisticsOf(bob.page)).remote.address, { timeout: 30_000 })
      .toBe(before);
    await alice.home.moveTo({}, order);
    await expectFrom(bob, alice, network.server.address);
    await expectMediaAtBoth(alice, bob);
    await expectAttachedAndPart(alice, bob);
  });
}

test('a link that flaps every five seconds for a minute does not end the call', async ({
  reside,
}) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  const fiveSeconds = () => new Promise((resolve) => setTimeout(resolve, 5_000));
  for (let times = 0; times < 6; times += 1) {
    await alice.home.unplug();
    await fiveSeconds();
    await alice.home.plug();
    await fiveSeconds();
  }
  await expectMediaAtBoth(alice, bob);
  await expectAttachedAndPart(alice, bob);
});
