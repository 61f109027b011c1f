import { expect } from './support/fixtures';
import {
  callByFirefox,
  firefoxTest as test,
  pressInFirefox,
  typeOnInFirefox,
} from './support/firefox';
import { expectMedia, expectVoiceOnly } from './support/media';
import { call } from './support/people';
import { expectText } from './support/push/bob';
import { answerButton, expectEnded, hangUp, press } from './support/screen';
import { expectMoves } from './support/sharing';

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

test('Firefox blurs its background, and its picture goes on', async ({ come, comeByFirefox }) => {
  test.setTimeout(180_000);
  const alice = await come('alice');
  const bob = await comeByFirefox('bob');
  await call(alice, 'Bob');
  await pressInFirefox(bob, 'Answer');
  await expectMedia(alice.page);
  expect(await bob.evaluate(cameraSent)).toMatch(/./);
  await typeOnInFirefox(bob, 'Devices');
  await bob.keyboard.type('Blur background');
  await bob.keyboard.press('Enter');
  const decided = async () => {
    const slow = await bob.evaluate(saysTooSlow);
    // A machine without a graphics card may be too slow by the product's own measure.
    if (slow) await pressInFirefox(bob, 'Blur anyway');
    return bob.evaluate(cameraSent);
  };
  // What the page draws comes from no device.
  await expect.poll(decided, { timeout: 90_000, intervals: [1_000] }).toBe('');
  await expectMoves(alice.page, 'Bob');
});

/** Runs in the page. */
function saysTooSlow(): boolean {
  return [...document.querySelectorAll('p')].some((line) =>
    line.innerText.includes('too slow to blur'),
  );
}

/** Runs in the page: the name of the camera whose picture goes out. */
function cameraSent(): string | undefined {
  const all: unknown = Reflect.get(window, 'ringwayConnections');
  return (Array.isArray(all) ? all : [])
    .flatMap((one: unknown) => (one instanceof RTCPeerConnection ? one.getSenders() : []))
    .find(({ track }) => track?.kind === 'video')?.track?.label;
}
