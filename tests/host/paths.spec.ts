import { expectMedia } from '@/tests/e2e/support/media';
import { call } from '@/tests/e2e/support/people';
import { answerButton, expectEnded, hangUp } from '@/tests/e2e/support/screen';
import { expect, test, type Resident } from './support/fixtures';
import { pathOf } from './support/path';

/** Calls, answers, and waits until pictures and voice arrive at both ends. */
async function meet(alice: Resident, bob: Resident): Promise<void> {
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await expectMedia(bob.page);
}

/** Both ends hear that it is over. */
async function part(alice: Resident, bob: Resident): Promise<void> {
  await hangUp(alice.page);
  await expectEnded(bob.page, 'Alice hung up');
}

test('behind two different routers media goes directly, by what STUN found', async ({ reside }) => {
  const alice = await reside('alice');
  const bob = await reside('bob');
  await meet(alice, bob);
  for (const { page } of [alice, bob]) {
    const { local, remote } = await pathOf(page);
    expect([local.candidateType, remote.candidateType]).toEqual([
      expect.stringMatching(/^(srflx|prflx)$/),
      expect.stringMatching(/^(srflx|prflx)$/),
    ]);
  }
  await part(alice, bob);
});

test('behind symmetric routers on both sides media goes through the relay', async ({ reside }) => {
  const alice = await reside('alice', { nat: 'symmetric' });
  const bob = await reside('bob', { nat: 'symmetric' });
  await meet(alice, bob);
  const paths = [await pathOf(alice.page), await pathOf(bob.page)];
  expect(paths.flatMap(({ local, remote }) => [local, remote])).toContainEqual(
    expect.objectContaining({ candidateType: 'relay', address: '203.0.113.10' }),
  );
  await part(alice, bob);
});

test('where a firewall blocks UDP media goes through the relay over TLS', async ({ reside }) => {
  const alice = await reside('alice', { udp: 'blocked' });
  const bob = await reside('bob');
  await meet(alice, bob);
  const { local } = await pathOf(alice.page);
  expect(local).toMatchObject({ candidateType: 'relay', relayProtocol: 'tls' });
  await part(alice, bob);
});
