import type { Browser, Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { expectMedia, watchConnections } from './support/media';
import { makeMeeting } from './support/meetings';
import { phone } from './support/people';
import { hangUp, press } from './support/screen';

/** A browser in which nobody is signed in; it counts how often capture is asked for, and what is sent. */
async function stranger(browser: Browser, manner: Parameters<Browser['newContext']>[0] = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...manner });
  await watchConnections(context);
  await context.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const take = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wanted) => {
      sessionStorage.setItem('captures', '1');
      return take(wanted);
    };
  });
  const sent: string[] = [];
  context.on('request', (request) => {
    sent.push([request.method(), request.url(), request.postData() ?? ''].join(' '));
  });
  return { context, page: await context.newPage(), sent };
}

function captures(page: Page): Promise<string | null> {
  return page.evaluate(() => sessionStorage.getItem('captures'));
}

async function fitsItsScreen(page: Page): Promise<void> {
  const { scrolls, width } = await page.evaluate(() => ({
    scrolls: document.documentElement.scrollWidth,
    width: innerWidth,
  }));
  expect(scrolls).toBeLessThanOrEqual(width);
}

const join = (page: Page) => page.getByRole('button', { name: 'Join as a guest' });

test('a guest comes by the link: name, PIN, waiting room, call; a reload comes back', async ({
  browser,
  come,
}) => {
  test.setTimeout(180_000);
  const alice = await come('alice');
  const { link } = await makeMeeting(alice, {
    name: 'Standup',
    guest_pin: '2468',
    guests: true,
    waiting_room: true,
  });
  await alice.page.goto(link);
  await alice.page.getByRole('button', { name: 'Join', exact: true }).click();

  const { context, page, sent } = await stranger(browser, { viewport: phone });
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join the meeting' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  // Who has not shown the PIN is not told what the meeting is called.
  await expect(page.getByText('Standup')).toHaveCount(0);
  await fitsItsScreen(page);
  expect(await captures(page)).toBeNull();
  expect(sent.filter((one) => one.includes('new_session'))).toEqual([]);

  await join(page).click();
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await page.getByLabel('Your name').fill('Gisela');
  await page.getByLabel('PIN').fill('1111');
  await join(page).click();
  await expect(page.getByText('That PIN was not right. Check it and try again.')).toBeVisible();
  await page.getByLabel('PIN').fill('2468');
  await join(page).click();

  await expect(
    page.getByRole('heading', { name: 'Waiting for a host to let you in' }),
  ).toBeVisible();
  await expect(alice.page.getByText('Guest "Gisela" wants to join').first()).toBeVisible();
  await press(alice.page, 'Admit');
  await expectMedia(page);
  await expectMedia(alice.page);

  await page.reload();
  await expectMedia(page);
  await expectMedia(alice.page);
  await fitsItsScreen(page);

  await hangUp(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('Your name')).toHaveValue('Gisela');
  await context.close();
});

test('a guest chooses what begins switched on, and is told where nobody may come', async ({
  browser,
  come,
}) => {
  const alice = await come('alice');
  const { link } = await makeMeeting(alice, { name: 'Open', guests: true });
  const closed = await makeMeeting(alice, { name: 'Closed', guests: false, pin: '1234' });
  const { context, page } = await stranger(browser);

  await page.goto(closed.link);
  await expect(page.getByRole('heading', { name: 'Sign in to join' })).toBeVisible();
  await expect(join(page)).toHaveCount(0);
  // The same as for a meeting that there is not.
  await page.goto(closed.link.replace(/to=.*/, 'to=9999999%40localhost'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Sign in to join' })).toBeVisible();

  await page.goto(link);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Join Open' })).toBeVisible();
  await page.getByLabel('Your name').fill('Gisela');
  await page.getByRole('switch', { name: 'Microphone' }).uncheck();
  await page.getByRole('switch', { name: 'Camera' }).uncheck();
  await join(page).click();
  await expect(page.getByRole('button', { name: /Turn microphone on|Unmute/ })).toBeVisible();
  await context.close();
});

test('a link opened while the server is away says so, and goes on at a tap', async ({
  browser,
  come,
}) => {
  const alice = await come('alice');
  const { link } = await makeMeeting(alice, { name: 'Open', guests: true });
  const { context, page } = await stranger(browser);
  await context.route('**/api/**', (route) => route.abort());
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeVisible();
  await context.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Join Open' })).toBeVisible();
  await context.close();

  // Whoever is signed in is told of a meeting that is not there before trying to join it.
  await alice.page.goto(link.replace(/to=.*/, 'to=9999999%40localhost'));
  await expect(alice.page.getByText('No meeting here')).toBeVisible();
  await expect(alice.page.getByRole('button', { name: 'Join', exact: true })).toHaveCount(0);
});

test('who guesses PINs is told how long to wait, and members come in all the same', async ({
  browser,
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const { link, address } = await makeMeeting(alice, { pin: '2468', guests: true });
  const { context, page } = await stranger(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill('Mallory');
  const guess = async (pin: string) => {
    await page.getByLabel('PIN').fill(pin);
    await join(page).click();
    await expect(join(page)).not.toHaveAttribute('aria-busy', 'true');
  };
  for (const pin of ['0001', '0002', '0003']) {
    await guess(pin);
    await expect(page.getByText('That PIN was not right.', { exact: false })).toBeVisible();
  }
  await guess('2468');
  await expect(page.getByText('Too many wrong PINs')).toBeVisible();
  await expect(page.getByRole('timer')).toBeVisible();
  await expect(join(page)).toBeDisabled();

  const asked = await bob.page.evaluate(async (to) => {
    const response = await fetch(`/api/services/${encodeURIComponent(to)}/new_session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', pin: '2468' },
      body: '{}',
    });
    return response.status;
  }, address);
  expect(asked).toBe(200);

  await expect(join(page)).toBeEnabled();
  await join(page).click();
  await expect(page.getByRole('button', { name: 'Hang up' })).toBeVisible();
  await context.close();
});

test('the key of an encrypted meeting stays in the browser, and without it nobody comes', async ({
  browser,
  come,
}) => {
  test.setTimeout(120_000);
  const alice = await come('alice');
  await alice.page.getByRole('link', { name: 'Meetings' }).click();
  await alice.page.getByRole('button', { name: 'New meeting' }).first().click();
  const form = alice.page.getByRole('dialog');
  await form.getByLabel('Name').fill('Secret');
  await form.getByRole('switch', { name: 'Encrypted from end to end' }).check();
  await form.getByRole('switch', { name: 'People without an account' }).check();
  await form.getByRole('button', { name: 'Create meeting' }).click();
  const shown = alice.page.getByText(/\/call#to=.*&key=/);
  await expect(shown).toBeVisible();
  const link = await shown.innerText();
  const key = /key=([\w-]{43})$/.exec(link)?.[1] ?? 'none';

  const { context, page, sent } = await stranger(browser);
  // Said before anything is typed: without the key nobody comes in.
  await page.goto(link.replace(/&key=.*/, ''));
  await expect(page.getByText('its key is not on this device', { exact: false })).toBeVisible();
  await expect(join(page)).toHaveCount(0);

  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join Secret' })).toBeVisible();
  expect(page.url()).not.toContain('key');
  await page.getByLabel('Your name').fill('Gisela');
  await join(page).click();
  await alice.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expectMedia(page);
  await expectMedia(alice.page);
  await page.reload();
  await expectMedia(page);
  expect(sent.join('\n')).not.toContain(key);
  await context.close();
});

test('a guest at the door is told whether a host is there, in Chinese, and called a guest', async ({
  browser,
  come,
}) => {
  test.setTimeout(120_000);
  const alice = await come('alice', { locale: 'zh-CN' });
  const { link } = await makeMeeting(alice, { guests: true, waiting_room: true });
  const { context, page } = await stranger(browser, { locale: 'zh-CN', viewport: phone });
  await page.goto(link);
  await page.getByLabel('您的姓名').fill('小明');
  await page.getByRole('button', { name: '以访客身份加入' }).click();
  await expect(page.getByRole('heading', { name: '会议正在等候主持人' })).toBeVisible();

  await alice.page.goto(link);
  await alice.page.getByRole('button', { name: '加入', exact: true }).click();
  await expect(page.getByRole('heading', { name: '正在等候主持人准许加入' })).toBeVisible();
  await expect(alice.page.getByText('访客“小明” 想加入会议').first()).toBeVisible();
  await press(alice.page, '挂断');
  await expect(page.getByRole('heading', { name: '会议正在等候主持人' })).toBeVisible();
  await context.close();
});

for (const { locale, width, words } of [
  { locale: 'en-GB', width: 390, words: 'Join the meeting' },
  { locale: 'zh-CN', width: 1280, words: '加入会议' },
] as const) {
  test(`its page at ${width} in ${locale} has its words and fits`, async ({ browser, come }) => {
    const alice = await come('alice');
    const { link } = await makeMeeting(alice, { pin: '2468', guests: true });
    const viewport = { width, height: 844 };
    const { context, page } = await stranger(browser, { locale, viewport });
    await page.goto(link);
    await expect(page.getByRole('heading', { name: words })).toBeVisible();
    await expect(page.getByRole('switch')).toHaveCount(2);
    await fitsItsScreen(page);
    await context.close();
  });
}
