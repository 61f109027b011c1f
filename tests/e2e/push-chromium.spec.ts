import { expect } from './support/fixtures';
import { expectMedia, keepConnections } from './support/media';
import { call } from './support/people';
import { expectText, join, pageAt, press, takeCall } from './support/push/bob';
import { expectNotification } from './support/push/desktop';
import { chromiumTest } from './support/push/fixtures';
import { answerButton, expectEnded, press as pressControl } from './support/screen';

const test = chromiumTest;

test('a closed page is rung: its notification opens the call, and both hear and see each other', async ({
  come,
  bob,
  chromium: { browser },
  desktop,
}) => {
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  expect(ring.body).toContain('Incoming video call');
  expect(ring.stays).toBe(true);
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  desktop.click(ring);
  const opened = await pageAt(browser, '/call');
  await join(opened);
  await expectMedia(opened);
  await expectMedia(alice.page);
  await expect.poll(() => desktop.shown()).toEqual([]);
});

test('who hung up before it was answered becomes a missed call in the same place', async ({
  come,
  bob,
  chromium: { browser },
  desktop,
}) => {
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  await pressControl(alice.page, 'Cancel call');
  const missed = await expectNotification(desktop, 'Missed call from Alice');
  expect(missed.id).toBe(ring.id);
  desktop.click(missed);
  await expectText(await pageAt(browser, '/'), 'Missed');
});

test('answered on another device, the notification says so', async ({ come, bob, desktop }) => {
  await bob.close();
  const alice = await come('alice');
  const elsewhere = await come('bob');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  await answerButton(elsewhere.page).click();
  const told = await expectNotification(desktop, 'Answered on another device');
  expect(told.id).toBe(ring.id);
  await expectMedia(alice.page);
  await expectMedia(elsewhere.page);
});

test('a page that is frozen in the background is rung by push, and answers once it is looked at', async ({
  come,
  bob,
  desktop,
}) => {
  await bob.evaluate(keepConnections);
  await bob.evaluateOnNewDocument(keepConnections);
  const devtools = await bob.createCDPSession();
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  const alice = await come('alice');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  // A window that is looked at goes on.
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  desktop.click(ring);
  await takeCall(bob);
  await expectMedia(bob);
  await expectMedia(alice.page);
});

test('the notification declines, without any page', async ({
  come,
  bob,
  chromium: { browser },
  desktop,
}) => {
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  const ring = await expectNotification(desktop, 'Alice');
  const pages = (await browser.pages()).length;
  desktop.press(ring, 'Decline');
  await expectEnded(alice.page, 'Bob declined');
  expect((await browser.pages()).length).toBe(pages);
  await expect.poll(() => desktop.shown()).toEqual([]);
});

test('a subscription that its push service knows no more is made anew by the open page', async ({
  come,
  bob,
  service,
  desktop,
}) => {
  const told: string[] = [];
  bob.on('response', (response) => {
    const request = response.request();
    if (request.method() !== 'PUT' || !response.ok()) return;
    void request.fetchPostData().then((body) => told.push(body ?? ''));
  });
  await bob.goto(new URL('/settings', bob.url()).href);
  await expect.poll(() => told.length).toBeGreaterThan(0);
  const [former] = told;
  service.behave({ status: 410 });
  await press(bob, 'Ring me as a test');
  await expect.poll(() => told.at(-1)).not.toBe(former);
  await bob.close();
  const alice = await come('alice');
  await call(alice, 'Bob');
  await expectNotification(desktop, 'Alice');
});

test('a push that nobody understands shows a notification all the same', async ({
  bob,
  chromium,
  desktop,
}) => {
  await bob.close();
  for (const [index, text] of ['not JSON', '{"web_push":8030}', '[]'].entries()) {
    await chromium.deliver(text);
    await expect.poll(() => desktop.history().length).toBe(index + 1);
    expect((await expectNotification(desktop, 'Ringway')).body).toContain('Something arrived');
  }
});
