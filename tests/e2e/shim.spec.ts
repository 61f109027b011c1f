import { expectMedia } from './support/media';
import { call } from './support/people';
import { expectEnded, hangUp } from './support/screen';
import { expect } from './support/fixtures';
import { expectRinging, test } from './support/shim/fixtures';

test('a locked iPhone rings, is answered, and both hear and see each other', async ({
  come,
  front,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  await bob.phone.answer();
  await bob.page().waitForURL(`${front.origin}/call`);
  await expectMedia(bob.page());
  await expectMedia(alice.page);
  expect(new URL(bob.page().url()).hash).toBe('');
  await hangUp(alice.page);
  await expectEnded(bob.page(), 'Alice hung up');
  await expect.poll(() => bob.phone.screen.donated.map(({ name }) => name)).toEqual(['Alice']);
});
