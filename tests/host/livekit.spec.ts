import { expectEveryone } from '@/tests/e2e/support/everyone';
import { joinMeeting, makeMeeting } from '@/tests/e2e/support/meetings';
import { waysOut } from '@/tests/e2e/support/relays';
import { serverNames } from '@/tests/support/hosts/network';
import { expect, test } from './support/fixtures';

test.use({ settings: { LIVEKIT: 'yes' } });

test('where a firewall lets nothing out but to port 443, a meeting through LiveKit goes over TLS', async ({
  reside,
}) => {
  test.setTimeout(420_000);
  const alice = await reside('alice');
  const bob = await reside('bob', { udp: 'blocked' });
  const carol = await reside('carol', { nat: 'symmetric' });
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  for (const person of [alice, bob, carol]) await joinMeeting(person, address);
  for (const { page } of [alice, bob, carol]) await expectEveryone(page, 2);
  await expect
    .poll(() => waysOut(bob.page), { message: 'how Bob’s media goes out', timeout: 60_000 })
    .toEqual([
      expect.objectContaining({
        type: 'relay',
        url: `turns:${serverNames.relay}:443?transport=tcp`,
      }),
    ]);
});
