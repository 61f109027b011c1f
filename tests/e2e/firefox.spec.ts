import { expect } from './support/fixtures';
import { callByFirefox, firefoxTest as test, pressInFirefox } from './support/firefox';
import { expectMedia, expectVoiceOnly } from './support/media';
import { call } from './support/people';
import { expectText } from './support/push/bob';
import { answerButton, expectEnded, hangUp, press } from './support/screen';

test('Firefox calls Chromium: both see and hear each other', async ({ come, comeByFirefox }) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await callByFirefox(bob, 'Alice');
  await answerButton(alice.page).click();
  await expectMedia(alice.page);
  await expectMedia(bob);
  await pressInFirefox(bob, 'Hang up');
  await expectEnded(alice.page, 'Bob hung up');
});

test('Chromium calls Firefox: both see and hear each other', async ({ come, comeByFirefox }) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob');
  await pressInFirefox(bob, 'Answer');
  await expectMedia(alice.page);
  await expectMedia(bob);
  await hangUp(alice.page);
  await expectText(bob, 'Alice hung up');
});

test('Firefox answers without video, then switches its camera on', async ({
  come,
  comeByFirefox,
}) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob');
  await pressInFirefox(bob, 'Answer without video');
  await expectMedia(bob);
  await expectVoiceOnly(alice.page);
  await pressInFirefox(bob, 'Turn camera on');
  await expectMedia(alice.page);
  await expectMedia(bob);
});

test('an audio call with Firefox becomes a video call from either side', async ({
  come,
  comeByFirefox,
}) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob', 'audio');
  await pressInFirefox(bob, 'Answer');
  await expectVoiceOnly(alice.page);
  await expectVoiceOnly(bob);
  await press(alice.page, 'Turn camera on');
  await expectMedia(bob);
  await pressInFirefox(bob, 'Turn camera on');
  await expectMedia(alice.page);
});

test('muted in Firefox, as the other side sees it', async ({ come, comeByFirefox }) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob');
  await pressInFirefox(bob, 'Answer');
  await expectMedia(alice.page);
  await pressInFirefox(bob, 'Mute microphone');
  await expect(alice.page.getByText('Bob is muted')).toBeVisible();
  await pressInFirefox(bob, 'Unmute microphone');
  await expect(alice.page.getByText('Bob is muted')).toBeHidden();
  await expectMedia(alice.page);
});

test('the network of Firefox changes: its leg looks for a new path and media goes on', async ({
  come,
  comeByFirefox,
}) => {
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob');
  await pressInFirefox(bob, 'Answer');
  await expectMedia(alice.page);
  const ice = () =>
    bob.evaluate(() => {
      const all: unknown = Reflect.get(window, 'ringwayConnections');
      const last: unknown = Array.isArray(all) ? all.at(-1) : null;
      return last instanceof RTCPeerConnection
        ? /a=ice-ufrag:(\S+)/.exec(last.localDescription?.sdp ?? '')?.[1]
        : undefined;
    });
  const before = await ice();
  await bob.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect.poll(ice).not.toBe(before);
  await expectMedia(alice.page);
  await expectMedia(bob);
});
