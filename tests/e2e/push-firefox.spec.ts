import { expect } from './support/fixtures';
import { expectMedia } from './support/media';
import { call } from './support/people';
import { join, pageAt, press } from './support/push/bob';
import { expectNotification } from './support/push/desktop';
import { firefoxTest } from './support/push/fixtures';
import { expectEnded, press as pressControl } from './support/screen';

const test = firefoxTest;

test('a closed page of Firefox is rung by its own push service, and answers', async ({
  come,
  bob,
  firefox,
  desktop,
  autopush,
}) => {
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  expect(ring.body).toContain('Incoming video call');
  const [push] = autopush.messages;
  expect(push?.urgency).toBe('high');
  expect(push?.ttl).toBeLessThanOrEqual(60);
  desktop.click(ring);
  const opened = await pageAt(firefox, '/call');
  await join(opened);
  await expectMedia(opened);
  await expectMedia(alice.page);
  await expect.poll(() => autopush.messages.map(({ outcome }) => outcome)).toEqual(['delivered']);
});

test('in Firefox a cancelled ring becomes a missed call in its place', async ({
  come,
  bob,
  desktop,
  autopush,
}) => {
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectNotification(desktop, 'Alice');
  await pressControl(alice.page, 'Cancel call');
  await expectNotification(desktop, 'Missed call from Alice');
  await expect
    .poll(() => autopush.messages.map(({ outcome }) => outcome))
    .toEqual(['delivered', 'delivered']);
});

test('signing out ends the subscription', async ({ come, bob, autopush }) => {
  expect(autopush.endpoints()).toHaveLength(1);
  await bob.goto(new URL('/settings', bob.url()).href);
  await press(bob, 'Sign out');
  await expect.poll(() => autopush.endpoints()).toEqual([]);
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectEnded(alice.page, 'Bob cannot be reached');
  expect(autopush.messages).toEqual([]);
});
