import { expect } from './support/fixtures';
import { expectMedia, expectVoiceOnly } from './support/media';
import { call } from './support/people';
import { answerButton, expectEnded, hangUp } from './support/screen';
import { expectInCall, expectRinging, newestPush, test } from './support/shim/fixtures';

test('a locked iPhone rings, is answered, and both hear and see each other', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  await bob.phone.answer();
  await expectInCall(bob);
  await expectMedia(bob.page());
  await expectMedia(alice.page);
  // The system let go of the call: its second is not in the list, the true call is told at the end.
  expect(bob.phone.screen.calls.map(({ end }) => end)).toEqual([
    { reason: 'remoteEnded', listed: false },
  ]);
  await hangUp(alice.page);
  await expectEnded(bob.page(), 'Alice hung up');
  await expect.poll(() => bob.phone.screen.donated.map(({ name }) => name)).toEqual(['Alice']);
  const [donated] = bob.phone.screen.donated;
  expect(donated?.connected).toBeLessThanOrEqual(donated?.ended ?? 0);
  expect(bob.phone.log.join()).not.toContain('ticket');
});

test('the caller is shown that somebody answers, while the phone is not unlocked yet', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer({ unlock: false });
  await expect(alice.page.getByText(/answering/i).first()).toBeVisible();
  expect(bob.page().url()).toBe('about:blank');
  await bob.phone.unlock();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
});

test('a push before the first unlock rings; after the unlock the call goes on', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  bob.phone.unlocked = false;
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer();
  await expectInCall(bob);
  await expectMedia(bob.page());
});

test('the page that dies before it took the answer gets it again', async ({ come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  // No page gets as far as to listen.
  await bob.webView.route('**/*.js', (route) => route.abort());
  await bob.phone.answer();
  await expect.poll(() => bob.page().url()).toContain('/call');
  await bob.webView.unroute('**/*.js');
  await bob.crash();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
  await expectVoiceOnly(alice.page);
});

test('the page that dies in the call comes back to it', async ({ come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
  await bob.reload();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
  await expectVoiceOnly(alice.page);
});

test('the app that is killed after answering ends nobody else’s ring', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const desk = await come('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer({ unlock: false });
  await expect(alice.page.getByText(/answering/i).first()).toBeVisible();
  await bob.phone.killApp();
  await answerButton(desk.page).click();
  await expectVoiceOnly(desk.page);
  await expectVoiceOnly(alice.page);
});

test('after the app was killed in a call, the phone rings for the next one', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer();
  await expectInCall(bob);
  await expectVoiceOnly(alice.page);
  await bob.phone.killApp();
  await hangUp(alice.page);
  await alice.page.getByRole('button', { name: 'Call again' }).click();
  await expectRinging(bob, 'Alice');
  await bob.phone.answer();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
});

test('with the server away the app says so, and goes on when it is back', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  await bob.loseNetwork();
  await bob.phone.answer();
  await expect.poll(() => bob.phone.showsUnreachable).toBe(true);
  await bob.findNetwork();
  await expectInCall(bob);
  await expectVoiceOnly(bob.page());
  await expectVoiceOnly(alice.page);
});

test('by the phone’s browser, where the build says so: one tap on Join, and the caller sees "answering"', async ({
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob', { handOff: 'browser' });
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await bob.phone.answer();
  const safari = await bob.safari();
  await expect(safari.getByRole('heading', { name: 'Join the call' })).toBeVisible();
  expect(new URL(safari.url()).hash).toBe('');
  await expect(alice.page.getByText(/answering/i).first()).toBeVisible();
  await safari.getByRole('button', { name: 'Join', exact: true }).click();
  await expectMedia(safari);
  await expectMedia(alice.page);
});

test('whoever was called is called back from the phone’s own list', async ({ come, phoneOf }) => {
  const bob = await phoneOf('bob');
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectRinging(bob, 'Alice');
  await alice.page.getByRole('button', { name: 'Cancel call' }).click();
  await expect
    .poll(() => bob.phone.screen.recents())
    .toEqual([{ name: 'Alice', reason: 'remoteEnded' }]);
  const [missed] = bob.phone.screen.calls;
  await bob.phone.callBack(missed?.handle ?? '', false);
  await answerButton(alice.page).click();
  await expectVoiceOnly(bob.page());
  await expectVoiceOnly(alice.page);
});

test('a phone on which another account is signed in asks before it joins', async ({
  apns,
  come,
  phoneOf,
}) => {
  const bob = await phoneOf('bob');
  const carol = await phoneOf('carol');
  const alice = await come('alice');
  await call(alice, 'Bob', 'audio');
  await expectRinging(bob, 'Alice');
  // As if the phone still had Bob's token while its page is Carol's.
  await carol.phone.push(newestPush(apns).payload);
  await expectRinging(carol, 'Alice');
  await carol.phone.answer();
  const page = carol.page();
  await expect(page.getByText('Here Carol is signed in.', { exact: false })).toBeVisible();
  await expect(alice.page.getByRole('button', { name: 'Cancel call' })).toBeVisible();
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await expectVoiceOnly(page);
  await expectVoiceOnly(alice.page);
});
