import { portOf, startShippedLiveKit, type ShippedLiveKit } from '@/tests/support/livekit/shipped';
import { expectEveryone } from './support/everyone';
import { expect, test as base } from './support/fixtures';
import { joinMeeting, makeMeeting } from './support/meetings';
import { keepToRelays, waysOut } from './support/relays';

const test = base.extend<{ readonly shipped: ShippedLiveKit }>({
  shipped: async ({}, give) => {
    // LiveKit is on loopback here, where nobody's relay leads otherwise.
    const shipped = await startShippedLiveKit([
      'allow-loopback-peers',
      'allowed-peer-ip=127.0.0.1',
    ]);
    await give(shipped);
    await shipped.stop();
  },
  settings: async ({ shipped: { port, apiKey, apiSecret } }, give) => {
    await give({
      LIVEKIT_URL: `ws://127.0.0.1:${port}`,
      LIVEKIT_API_KEY: apiKey,
      LIVEKIT_API_SECRET: apiSecret,
    });
  },
});

test('a network that lets nothing out but to the relay reaches LiveKit through it, with what LiveKit gave for it', async ({
  come,
  shipped,
}) => {
  test.setTimeout(240_000);
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  const [carol, bob] = [await come('carol'), await come('bob')];
  await bob.page.addInitScript(keepToRelays);
  await bob.page.reload();
  // Ringway itself names no relay here: only LiveKit can have led him to it.
  for (const person of [alice, carol, bob]) await joinMeeting(person, address);
  for (const { page } of [alice, carol, bob]) await expectEveryone(page, 2);
  const ways = await waysOut(bob.page);
  expect(ways).not.toEqual([]);
  for (const { type, url } of ways) {
    expect(type).toBe('relay');
    expect(url).toContain(`:${portOf(shipped.coturn.urls, 'turn:')}?`);
  }
});
