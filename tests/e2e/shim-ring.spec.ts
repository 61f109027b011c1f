import { expect } from './support/fixtures';
import { expectVoiceOnly } from './support/media';
import { call } from './support/people';
import { answerButton, expectEnded } from './support/screen';
import { expectRinging, newestPush, test } from './support/shim/fixtures';

test('declined on the lock screen: the caller is told, and the ring ends everywhere', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const desk = await come('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await expect(answerButton(desk.page)).toBeVisible();
  await bob.phone.decline();
  await expectEnded(alice.page, 'Bob declined');
  await expect(answerButton(desk.page)).toBeHidden();
  expect(bob.page().url()).toBe('about:blank');
});

test('declined without a network: told as soon as there is one', async ({ come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await bob.loseNetwork();
  await bob.phone.decline();
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  await bob.findNetwork();
  await expectEnded(alice.page, 'Bob declined');
});

test('cancelled while it rings: it stops without a second push, and is a missed call', async ({
  apns,
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  const pushes = newestPush(apns).count;
  await alice.page.getByRole('button', { name: 'Cancel call' }).click();
  await expect
    .poll(() => bob.phone.screen.recents())
    .toEqual([{ name: 'Alice', reason: 'remoteEnded' }]);
  expect(bob.phone.screen.badge).toBe(1);
  expect(newestPush(apns).count).toBe(pushes);
});

test('answered on another device: the phone stops and says where', async ({ come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const desk = await come('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await answerButton(desk.page).click();
  await expectVoiceOnly(desk.page);
  await expect
    .poll(() => bob.phone.screen.recents())
    .toEqual([{ name: 'Alice', reason: 'answeredElsewhere' }]);
  expect(bob.phone.screen.badge).toBe(0);
});

test('a push that comes twice rings once', async ({ apns, come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.push(newestPush(apns).payload);
  await expect.poll(() => bob.phone.screen.completedPushes).toEqual(['push 1', 'push 2']);
  await expectRinging(bob, 'Alice');
  expect(bob.phone.screen.calls.map(({ end }) => end)).toEqual([
    null,
    { reason: 'remoteEnded', listed: false },
  ]);
});

test('pushes that are late, damaged or of another server are ended at once and answer nothing', async ({
  apns,
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.decline();
  await expectEnded(alice.page, 'Bob declined');
  const { payload } = newestPush(apns);
  const now = Math.floor(Date.now() / 1_000);
  await bob.phone.push({
    ...payload,
    invitation: 'late',
    time: `${now - 90}`,
    expires_at: now - 45,
  });
  await bob.phone.push('{"aps":');
  await bob.phone.push('');
  await bob.phone.push({ ...payload, invitation: 'other', origin: 'https://evil.example' });
  await bob.phone.push({ ...payload, token: 'a/b?c#d' });
  await expect.poll(() => bob.phone.screen.completedPushes.length).toBe(6);
  const ends = bob.phone.screen.calls.slice(1).map(({ end }) => end?.reason);
  expect(ends).toEqual(['unanswered', 'failed', 'failed', 'failed', 'failed']);
  expect(bob.phone.screen.badge).toBe(1);
  expect(bob.phone.log.join()).not.toContain(payload.token);
});

test('a page of the app that is open rings itself; the phone’s own screen stays dark', async ({
  apns,
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const listens = bob
    .page()
    .waitForResponse((response) => new URL(response.url()).pathname.endsWith('/events'));
  await bob.phone.openApp();
  await listens;
  // A page that nobody has touched may not ring.
  await bob.page().getByRole('searchbox').click();
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await answerButton(bob.page()).click();
  await expectVoiceOnly(bob.page());
  await expectVoiceOnly(alice.page);
  expect(bob.phone.screen.calls).toEqual([]);
  expect(apns.pushes.filter(({ token }) => token === bob.phone.token.toString('hex'))).toEqual([]);
});
