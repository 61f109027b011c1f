import { expect, test } from './support/fixtures';
import { expectMediaAtBoth, meet, part } from './support/meeting';
import { statisticsOf } from './support/statistics';

const byStun = expect.objectContaining({
  candidateType: expect.stringMatching(/^(srflx|prflx)$/),
});

test('behind two different routers media goes directly, by what STUN found', async ({ reside }) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  for (const { page } of [alice, bob]) {
    // A relay may be found first; the better way takes its place.
    await expect
      .poll(() => statisticsOf(page))
      .toEqual(expect.objectContaining({ local: byStun, remote: byStun }));
  }
  await expectMediaAtBoth(alice, bob);
  await part(alice, bob);
});

test('behind symmetric routers on both sides media goes through the relay', async ({
  reside,
  network,
}) => {
  const alice = await reside('alice', { nat: 'symmetric' });
  const bob = await reside('bob', { nat: 'symmetric' });
  await meet(alice, bob);
  const paths = [await statisticsOf(alice.page), await statisticsOf(bob.page)];
  expect(paths.flatMap(({ local, remote }) => [local, remote])).toContainEqual(
    expect.objectContaining({ candidateType: 'relay', address: network.server.address }),
  );
  await part(alice, bob);
});

test('where a firewall blocks UDP media goes through the relay over TLS', async ({ reside }) => {
  const alice = await reside('alice', { udp: 'blocked' });
  const bob = await reside('bob');
  await meet(alice, bob);
  const { local } = await statisticsOf(alice.page);
  expect(local).toMatchObject({ candidateType: 'relay', relayProtocol: 'tls' });
  await part(alice, bob);
});
