import type { Browser, BrowserContext, Page } from '@playwright/test';
import { encode } from 'uqr';
import { expect, test } from './support/fixtures';
import { phone } from './support/people';
import type { RunningRingway } from './support/server';

const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const weChat = `${iPhone} MicroMessenger/8.0.50(0x18003230) NetType/WIFI Language/zh_CN`;
const facebook =
  'Mozilla/5.0 (Linux; Android 14; SM-S921B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/467.0.0.54.77;IABMV/1;]';

const openHere = (page: Page, browser: string) =>
  page.getByRole('heading', { name: `Open this link in ${browser}` });

/** A phone on which an app shows pages in a web view of its own. */
async function within(
  browser: Browser,
  userAgent: string,
  locale = 'en-GB',
): Promise<BrowserContext> {
  return browser.newContext({ userAgent, locale, viewport: phone });
}

function origin({ port }: RunningRingway): string {
  return `http://localhost:${port}`;
}

const fragments = [
  '/call#to=weekly%40localhost',
  '/call#invitation=i&ticket=t&address=a%40localhost&action=answer',
  '/invitation#secret=s',
  '/demo#secret=s',
  '/settings#pair=12345678',
];

for (const link of fragments) {
  test(`within WeChat a link says how to open it in Safari, and stays whole: ${link}`, async ({
    browser,
    ringway,
  }) => {
    const context = await within(browser, weChat);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    await page.goto(`${origin(ringway)}${link}`);
    await expect(openHere(page, 'Safari')).toBeVisible();
    await expect(page.getByText('It was opened inside WeChat', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByRole('button', { name: 'Copy link' })).toHaveText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${origin(ringway)}${link}`,
    );
    // The app's own menu opens what stands in the address.
    expect(page.url()).toBe(`${origin(ringway)}${link}`);
    await context.close();
  });
}

test('a web view without a clipboard copies the old way', async ({ browser, ringway }) => {
  const context = await within(browser, weChat);
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    document.addEventListener('copy', () => {
      const field = document.activeElement;
      if (field instanceof HTMLTextAreaElement) document.title = field.value;
    });
  });
  const page = await context.newPage();
  await page.goto(`${origin(ringway)}${fragments[0]}`);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copy link' })).toHaveText('Copied');
  await expect(page).toHaveTitle(`${origin(ringway)}${fragments[0]}`);
  await context.close();
});

test('whoever goes on within the app signs in by the link, whose secret leaves the address', async ({
  browser,
  ringway,
}) => {
  const context = await within(browser, weChat);
  const page = await context.newPage();
  await page.goto(ringway.account('alice').link);
  await expect(openHere(page, 'Safari')).toBeVisible();
  await page.getByRole('button', { name: 'Go on here' }).click();
  await expect(page.getByRole('searchbox')).toBeVisible();
  expect(page.url()).not.toContain('secret');
  await context.close();
});

test('whoever goes on within the app signs in, and is asked whether to pair by the link', async ({
  browser,
  ringway,
}) => {
  const context = await within(browser, weChat);
  const page = await context.newPage();
  await page.goto(`${origin(ringway)}/settings#pair=12345678`);
  await expect(openHere(page, 'Safari')).toBeVisible();
  await page.getByRole('button', { name: 'Go on here' }).click();
  const { account, password } = ringway.account('alice');
  await page.getByLabel('Account').fill(account);
  expect(page.url()).not.toContain('12345678');
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('dialog').getByLabel('Code')).toHaveValue('1234 5678');
  expect(page.url()).not.toContain('12345678');
  await context.close();
});

test('on Android an app that follows intents leaves by one tap, fragment and all', async ({
  browser,
  ringway,
}) => {
  const context = await within(browser, facebook);
  const page = await context.newPage();
  await page.goto(`${origin(ringway)}/call#to=weekly%40localhost`);
  await expect(openHere(page, 'Chrome')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open in browser' })).toHaveAttribute(
    'href',
    `intent://localhost:${ringway.port}/call#to=weekly%40localhost#Intent;scheme=http;action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;end`,
  );
  await context.close();
});

test('in Chinese too', async ({ browser, ringway }) => {
  const context = await within(browser, weChat, 'zh-CN');
  const page = await context.newPage();
  await page.goto(`${origin(ringway)}/call#to=weekly%40localhost`);
  await expect(page.getByRole('heading', { name: '请在 Safari 中打开此链接' })).toBeVisible();
  await expect(page.getByText('此链接是在微信中打开的', { exact: false })).toBeVisible();
  await context.close();
});

/** Fails unless the QR code on the page holds a text: the same modules are dark. */
async function expectQrCode(page: Page, text: string): Promise<void> {
  const { data } = encode(text, { ecc: 'M', border: 3 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h`] : [])));
  const drawn = page.getByRole('dialog').getByRole('img', { name: 'QR code' }).locator('path');
  await expect.poll(async () => (await drawn.getAttribute('d'))?.match(/M\d+ \d+h/g)).toEqual(dark);
}

test('a meeting’s link moves to a phone by a QR code, from its owner and from a guest', async ({
  come,
  ringway,
}) => {
  const alice = await come('alice');
  await alice.page.getByRole('link', { name: 'Meetings' }).click();
  await alice.page.getByRole('button', { name: 'New meeting' }).first().click();
  await alice.page.getByRole('dialog').getByLabel('Name').fill('Weekly');
  await alice.page.getByRole('button', { name: 'Create meeting' }).click();
  const shown = alice.page.getByText(/\/call#to=/);
  await expect(shown).toBeVisible();
  const link = await shown.innerText();
  await alice.page.getByRole('button', { name: 'Show as QR code' }).click();
  await expectQrCode(alice.page, link);

  const bob = await come('bob');
  // In the demo each person has an origin of their own.
  const own = new URL(link.slice(origin(ringway).length), bob.page.url()).href;
  await bob.page.goto(own);
  await bob.page.getByRole('button', { name: 'Show as QR code' }).click();
  await expectQrCode(bob.page, own);
});

test('an invitation’s link stands beside its QR code', async ({ come, ringway }) => {
  const alice = await come('alice');
  await alice.page.goto(`${origin(ringway)}/admin`);
  await alice.page.getByRole('button', { name: 'New account' }).click();
  const form = alice.page.getByRole('dialog');
  await form.getByLabel('Account').fill('dora');
  await form.getByLabel('Name', { exact: true }).fill('Dora');
  await form.getByRole('button', { name: 'Create and make link' }).click();
  const shown = alice.page.getByRole('status', { name: 'Link', exact: true });
  await expect(shown).toContainText('#secret=');
  await expectQrCode(alice.page, await shown.innerText());
});

for (const path of ['/call', '/demo', '/invitation', '/']) {
  test(`a link to ${path} has a preview in both languages`, async ({ request, ringway }) => {
    const titles = new Set<string | undefined>();
    for (const language of ['en', 'zh']) {
      const answer = await request.get(`${origin(ringway)}${path}`, {
        headers: { 'accept-language': language },
      });
      const html = await answer.text();
      const content = (name: string) =>
        new RegExp(`<meta (?:property|name)="${name}" content="([^"]+)"`).exec(html)?.[1];
      expect(content('og:url')).toBe(`${origin(ringway)}${path}`);
      expect(content('og:image')).toBe(`${origin(ringway)}/preview.png`);
      expect(content('og:title')).toBeTruthy();
      expect(content('og:locale')).toBe(language === 'en' ? 'en_GB' : 'zh_CN');
      expect(content('twitter:card')).toBe('summary_large_image');
      expect(content('twitter:image')).toBe(`${origin(ringway)}/preview.png`);
      titles.add(content('og:description'));
    }
    expect(titles.size).toBe(2);
    const image = await request.get(`${origin(ringway)}/preview.png`);
    expect(image.headers()['content-type']).toBe('image/png');
  });
}

test.describe('a browser that is too old', () => {
  const tooOld = 'This browser is too old for Ringway';

  test('is told so in both languages, and given the whole link', async ({ browser, ringway }) => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: phone });
    await context.addInitScript(() => {
      Reflect.deleteProperty(Array.prototype, 'toSorted');
    });
    const page = await context.newPage();
    const link = `${origin(ringway)}/invitation#secret=s`;
    await page.goto(link);
    await expect(page.getByRole('heading', { name: tooOld })).toBeVisible();
    await expect(page.getByRole('heading', { name: '此浏览器版本过旧' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(link);
    await expect(page.getByRole('button')).toHaveCount(0);
    await context.close();
  });

  test('is alone in being told so: screen readers hear of pages by their names', async ({
    come,
  }) => {
    const { page } = await come('alice');
    const heard = () =>
      page.evaluate(
        () => document.querySelector('next-route-announcer')?.shadowRoot?.textContent ?? null,
      );
    expect(await heard()).not.toContain(tooOld);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect.poll(heard).toMatch(/^Settings/);
  });

  test('is told so where it cannot even read the code', async ({ browser, ringway }) => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: phone });
    await context.route('**/_next/static/**/*.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: 'let of = = 1' }),
    );
    const page = await context.newPage();
    await page.goto(`${origin(ringway)}/call#to=weekly%40localhost`);
    await expect(page.getByRole('heading').first()).toHaveText(/此浏览器版本过旧/);
    await context.close();
  });

  test('is told what to do without JavaScript', async ({ browser, ringway }) => {
    const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${origin(ringway)}/call`);
    await expect(page.getByRole('heading', { name: 'Ringway needs JavaScript' })).toBeVisible();
    await expect(page.getByRole('heading', { name: tooOld })).toBeHidden();
    await context.close();
  });

  test('is none of those that are tested here: the page stays away', async ({ come }) => {
    const alice = await come('alice');
    await expect(alice.page.locator('#too-old')).toBeHidden();
  });
});
