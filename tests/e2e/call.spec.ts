import * as z from 'zod/mini';
import { finishedCallsPageSchema } from '@/lib/platform/admin';
import { successSchema } from '@/lib/platform/envelope';
import { expect, test } from './support/fixtures';
import { expectMedia, expectVoiceOnly, liveConnections } from './support/media';
import { call, phone, signIn } from './support/people';
import { answerButton, control, expectEnded, hangUp, press } from './support/screen';

const anything = z.unknown();

test('two people see and hear each other, and both are told why it is over', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob', { viewport: phone });
  await call(alice, 'Bob');
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  await expect(bob.page).toHaveTitle(/Alice is calling/);
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await hangUp(alice.page);
  await expectEnded(alice.page, 'Call ended');
  await expectEnded(bob.page, 'Alice hung up');
  await expect(async () => {
    expect(await liveConnections(alice.page)).toBe(0);
    expect(await liveConnections(bob.page)).toBe(0);
  }).toPass();
});

const endedWords = [
  { locale: 'en-GB', over: 'Bob hung up', copy: 'Copy diagnostics', copied: 'Diagnostics copied' },
  { locale: 'zh-CN', over: 'Bob 已挂断', copy: '复制诊断信息', copied: '已复制诊断信息' },
] as const;

for (const { locale, over, copy, copied } of endedWords) {
  test(`how a call was can be copied once it is over: ${locale}`, async ({ come }) => {
    const alice = await come('alice', { locale, viewport: phone });
    await alice.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const bob = await come('bob');
    await call(bob, 'Alice', 'audio');
    await alice.page.getByRole('button', { name: /^(Answer|接听)$/ }).click();
    await expectVoiceOnly(alice.page);
    await hangUp(bob.page);
    await expectEnded(alice.page, over);
    await alice.page.getByRole('button', { name: copy }).click();
    await expect(alice.page.getByText(copied)).toBeVisible();
    const record = await alice.page.evaluate(() => navigator.clipboard.readText());
    expect(record).toMatch(/^Call .+, gateway, ended\n/);
    expect(record).toContain('Leg 1: connected after');
  });
}

test('each side writes how its end of a call was, and an administrator reads it', async ({
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await hangUp(alice.page);
  await expectEnded(bob.page, 'Alice hung up');
  // Alice administers the demo's organisation.
  const origin = `http://localhost:${ringway.port}`;
  const records = async () => {
    const answer = await alice.context.request.get(`${origin}/api/admin/calls/finished`, {
      headers: { origin },
    });
    const { calls } = finishedCallsPageSchema.parse(
      successSchema(anything).parse(await answer.json()).result,
    );
    return calls[0]?.records ?? [];
  };
  await expect(async () => expect(await records()).toHaveLength(2)).toPass();
  for (const { record } of await records()) {
    expect(record.path).toMatchObject({ local: 'host', relay: null });
    expect(record.round_trip_ms?.min).toBeGreaterThanOrEqual(0);
    // How large depends on how busy the machine is.
    expect(record.picture_in?.height).toBeGreaterThan(0);
    expect(record.bitrate_in.audio).toBeGreaterThan(0);
    expect(record.restarts).toBe(0);
  }
  expect((await records()).map(({ record }) => record.end)).toEqual(
    expect.arrayContaining(['here', 'there']),
  );
  await alice.page.goto(`${origin}/admin#calls`);
  await alice.page.getByRole('button', { name: 'Call from Alice to Bob' }).click();
  const dialog = alice.page.getByRole('dialog', { name: 'Quality of a call' });
  await expect(dialog.getByText('This side hung up')).toBeVisible();
  await expect(dialog.getByText('The other side left')).toBeVisible();
  await expect(dialog.getByText(/^direct to /).first()).toBeVisible();
});

test('the callee hangs up, and calls back from the end', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await hangUp(bob.page);
  await expectEnded(alice.page, 'Bob hung up');
  await bob.page.getByRole('button', { name: 'Call again' }).click();
  await answerButton(alice.page).click();
  await expectMedia(bob.page);
});

test('an audio call carries voice and no picture', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob', 'audio');
  await answerButton(bob.page).click();
  await expectVoiceOnly(alice.page);
  await expectVoiceOnly(bob.page);
});

test('whoever answers without video sends voice alone and sees the caller', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await bob.page.getByRole('button', { name: 'Answer without video' }).click();
  await expectMedia(bob.page);
  await expectVoiceOnly(alice.page);
});

test('nothing is captured or connected before the answer', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await bob.page.evaluate(() => {
    const asked: string[] = [];
    Object.defineProperty(window, 'askedForMedia', { value: asked });
    const { mediaDevices } = navigator;
    const original = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => {
      asked.push(JSON.stringify(constraints));
      return original(constraints);
    };
  });
  const asked = () =>
    bob.page.evaluate(() => {
      const list: unknown = Reflect.get(window, 'askedForMedia');
      return Array.isArray(list) ? list.length : -1;
    });
  await call(alice, 'Bob');
  await expect(answerButton(bob.page)).toBeVisible();
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  expect(await asked()).toBe(0);
  expect(await liveConnections(bob.page)).toBe(0);
  expect(await liveConnections(alice.page)).toBe(0);
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  expect(await asked()).toBeGreaterThan(0);
});

test('declined with a message, which the caller reads', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await bob.page.getByRole('button', { name: 'Decline with a message' }).click();
  await bob.page.getByRole('button', { name: 'I am in a meeting.' }).click();
  await expectEnded(alice.page, 'Bob declined');
  await expect(alice.page.getByText('I am in a meeting.')).toBeVisible();
  await expect(answerButton(bob.page)).toBeHidden();
});

test('declined without a word', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await bob.page.getByRole('button', { name: 'Decline', exact: true }).click();
  await expectEnded(alice.page, 'Bob declined');
});

test('cancelled while it rings: the callee stops ringing and sees a missed call', async ({
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await expect(answerButton(bob.page)).toBeVisible();
  // It never hides, and pressed twice it would be gone the second time.
  await alice.page.getByRole('button', { name: 'Cancel call' }).click();
  await expect(answerButton(bob.page)).toBeHidden();
  await expectEnded(alice.page, 'Call cancelled');
  await expect(bob.page.getByRole('link', { name: /Missed video call/ }).first()).toBeVisible();
});

test.describe('with the shortest ring time', () => {
  test.use({ settings: { RING_SECONDS: '30' } });

  test('nobody answers: both are told when the ring time is over', async ({ come }) => {
    const alice = await come('alice');
    const bob = await come('bob');
    await call(alice, 'Bob');
    await expect(answerButton(bob.page)).toBeVisible();
    await expect(alice.page.getByRole('heading', { name: 'Bob did not answer' })).toBeVisible({
      timeout: 45_000,
    });
    await expect(answerButton(bob.page)).toBeHidden();
    await expect(bob.page.getByRole('link', { name: /Missed video call/ }).first()).toBeVisible();
  });
});

test('nobody is there: unreachable at once', async ({ come }) => {
  const alice = await come('alice');
  await call(alice, 'Carol');
  await expectEnded(alice.page, 'Carol cannot be reached');
});

test('a muted microphone is silent and shown to the other side', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(alice.page);
  await press(bob.page, 'Mute microphone');
  await expect(alice.page.getByText('Bob is muted')).toBeVisible();
  await press(bob.page, 'Unmute microphone');
  await expect(alice.page.getByText('Bob is muted')).toBeHidden();
  await expectMedia(alice.page);
});

test('camera denied: the call goes on with voice, and says what to do', async ({
  come,
  playwright,
  launchOptions,
  ringway,
}) => {
  const alice = await come('alice');
  // A browser that asks, and is allowed the microphone alone.
  const args = (launchOptions.args ?? []).filter((one) => !one.includes('fake-ui-for-media'));
  const asking = await playwright.chromium.launch({ ...launchOptions, args });
  const bob = await signIn(asking, ringway, 'bob');
  await bob.context.grantPermissions(['microphone'], { origin: new URL(bob.page.url()).origin });
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectVoiceOnly(alice.page);
  await expect(
    bob.page.getByText('The browser does not let this page use the camera').first(),
  ).toBeVisible();
  await asking.close();
});

test('a whole call by the keyboard', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await alice.page.getByRole('searchbox').focus();
  await alice.page.keyboard.type('Bob');
  const row = alice.page.getByRole('button', { name: 'Video call with Bob', exact: true }).first();
  await expect(row).toBeVisible();
  await row.focus();
  await alice.page.keyboard.press('Enter');
  const answer = answerButton(bob.page);
  await expect(answer).toBeVisible();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await answer.evaluate((button) => button === document.activeElement)) break;
    await bob.page.keyboard.press('Tab');
  }
  await expect(answer).toBeFocused();
  await bob.page.keyboard.press('Enter');
  await expectMedia(alice.page);
  await bob.page.keyboard.press('m');
  await expect(alice.page.getByText('Bob is muted')).toBeVisible();
  await bob.page.keyboard.press('m');
  await expect(alice.page.getByText('Bob is muted')).toBeHidden();
  const hang = await control(alice.page, 'Hang up');
  await hang.focus();
  await alice.page.keyboard.press('Enter');
  await expectEnded(bob.page, 'Alice hung up');
});
