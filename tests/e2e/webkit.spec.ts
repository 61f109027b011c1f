import { Key } from 'selenium-webdriver';
import { expect } from './support/fixtures';
import { call, desktop, phone } from './support/people';
import { expectEnded, press } from './support/screen';
import {
  clickInWebKit,
  expectSeen,
  expectStream,
  expectUnseen,
  pressInWebKit,
  webkitTest as test,
  type WebKitPage,
} from './support/webkit';

const cannot = 'This browser cannot carry calls';

test('WebKit signs in: wrong password, right password, signed out', async ({
  ringway,
  open,
  complaints,
}) => {
  const page = await open(`http://localhost:${ringway.port}/`);
  await expectSeen(page, 'Sign in');
  const { account, password } = ringway.account('bob');
  await focusOn(page, 'input[name=account]');
  await page.type(account, Key.TAB, 'not this one', Key.ENTER);
  await expectSeen(page, 'Account or password is wrong');
  // The field is selected, so that one types over what was wrong.
  await page.type(password, Key.ENTER);
  await expectSeen(page, 'Recents');
  expect(await page.evaluate(() => location.pathname)).toBe('/');
  await pressInWebKit(page, 'Settings');
  await pressInWebKit(page, 'Sign out');
  await expectSeen(page, 'Sign in');
  expect(await complaints()).toEqual([]);
});

// Between the two every size, theme and language; Chromium's pages are looked at in more pairs of them.
const looks = [
  { size: phone, theme: 'dark', language: 'zh' },
  { size: desktop, theme: 'light', language: 'en' },
] as const;

const strangers = [
  '/sign-in',
  '/invitation#secret=unknown',
  '/demo#secret=unknown',
  '/call#invitation=unknown&ticket=unknown&action=answer',
];
const ownPages = [
  '/',
  '/#people',
  '/#keypad',
  '/#meetings',
  '/settings',
  '/check',
  '/admin',
  '/admin#calls',
  '/admin#pushes',
  '/admin#services',
  '/admin#health',
  '/nothing-here',
];

for (const { size, theme, language } of looks) {
  test.describe(`${size.width} px, ${theme}, ${language}`, () => {
    test.use({ theme });

    test('pages that need no media stand in WebKit', async ({
      ringway,
      open,
      comeByWebKit,
      webkit,
      complaints,
    }, info) => {
      test.setTimeout(150_000);
      const origin = `http://localhost:${ringway.port}`;
      const { driver } = webkit;
      await driver.get(`${origin}/nothing-here`);
      await driver.manage().addCookie({ name: 'lang', value: language });
      const stands = async (path: string): Promise<void> => {
        const page = await open(`${origin}${path}`, size);
        await expect
          .poll(() => page.evaluate(describePage))
          .toEqual({
            ...{ heading: true, waiting: false, sideways: 0, unnamed: null },
            ...{ theme, language: language === 'zh' ? 'zh-CN' : 'en' },
          });
        await info.attach(path, { body: await page.screenshot(), contentType: 'image/png' });
        await page.close();
      };
      for (const path of strangers) await stands(path);
      await (await comeByWebKit('alice', size)).close();
      for (const path of ownPages) await stands(path);
      expect(await complaints()).toEqual([]);
    });
  });
}

test('a call rings in WebKit, which says that it cannot carry it, and is declined', async ({
  come,
  comeByWebKit,
  complaints,
}) => {
  const alice = await come('alice');
  const bob = await comeByWebKit('bob', phone);
  await expectSeen(bob, cannot);
  await call(alice, 'Bob');
  await expectSeen(bob, 'Incoming video call');
  await expectSeen(bob, `${cannot}. Answer on another device`);
  expect(await bob.evaluate(() => document.title)).toContain('Alice');
  // Nothing that would lead to a dead call.
  expect(await bob.evaluate(buttonsNamed, 'Answer')).toBe(0);
  await pressInWebKit(bob, 'Decline');
  await expectEnded(alice.page, 'Bob declined');
  await expect.poll(() => bob.evaluate(ringsShown)).toBe(0);
  expect(await complaints()).toEqual([]);
});

test('a call that WebKit cannot carry is answered on another device, and a cancelled one stops', async ({
  come,
  comeByWebKit,
}) => {
  const alice = await come('alice');
  const tab = await comeByWebKit('bob');
  const bob = await come('bob');
  await call(alice, 'Bob', 'audio');
  await expect.poll(() => tab.evaluate(ringsShown)).toBe(1);
  await bob.page.getByRole('button', { name: 'Answer', exact: true }).click();
  await expectSeen(tab, 'was answered on another device');
  await press(alice.page, 'Hang up');
  await expectEnded(bob.page, 'Alice hung up');
  await alice.page.getByRole('button', { name: 'Call again' }).click();
  await expect.poll(() => tab.evaluate(ringsShown)).toBe(1);
  await press(alice.page, 'Cancel call');
  await expectSeen(tab, 'hung up before you answered');
  await expect.poll(() => tab.evaluate(ringsShown)).toBe(0);
});

test('a call from WebKit rings nobody, and the words say why', async ({ come, comeByWebKit }) => {
  const alice = await come('alice');
  const bob = await comeByWebKit('bob');
  await focusOn(bob, 'input[type=search]');
  await bob.type('Alice');
  await pressInWebKit(bob, 'Call Alice');
  await expectSeen(bob, 'This browser has no WebRTC');
  await expectUnseen(bob, 'Cancel call');
  // Whoever answers a call of hers was not rung by that one.
  await call(alice, 'Bob');
  await expect.poll(() => bob.evaluate(ringsShown)).toBe(1);
  await expect(alice.page.getByRole('button', { name: 'Answer', exact: true })).toHaveCount(0);
});

test('two pages of WebKit share one stream, and the one in front rings once', async ({
  come,
  comeByWebKit,
  ringway,
  open,
}) => {
  const alice = await come('alice');
  const first = await comeByWebKit('bob');
  const second = await open(new URL('/', ringway.account('bob').link).href);
  const ringing = async () => [await first.evaluate(ringsShown), await second.evaluate(ringsShown)];
  // The newest page in front takes the stream over.
  await expectStream(second);
  await second.clickAt(2, 2);
  await call(alice, 'Bob');
  await expect.poll(ringing).toEqual([0, 1]);
  await pressInWebKit(second, 'Decline');
  await expectEnded(alice.page, 'Bob declined');
  const [lock] = await second.evaluate(streamLocks);
  await second.goto('about:blank');
  // The page that is left takes it back.
  await expectStream(first);
  const [taken, ...others] = await first.evaluate(streamLocks);
  expect(taken).not.toBe(lock);
  expect(others).toEqual([]);
  await alice.page.getByRole('button', { name: 'Call again' }).click();
  await expect.poll(() => first.evaluate(ringsShown)).toBe(1);
});

test('a dialog in WebKit takes the focus, keeps it, and gives it back', async ({
  comeByWebKit,
}) => {
  const page = await comeByWebKit('bob');
  await focusOn(page, 'button[class*="line"]');
  await page.type(Key.ENTER);
  await expectSeen(page, 'Ringing on this device');
  for (let tabs = 0; tabs < 8; tabs += 1) {
    await page.type(Key.TAB);
    expect(await page.evaluate(isFocusInDialog)).toBe(true);
  }
  await page.type(Key.ESCAPE);
  await expectUnseen(page, 'Ringing on this device');
  // The page as a whole has the words of its button, too.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.matches('button[class*="line"]')))
    .toBe(true);
});

test('WebKit copies an address, and it can be pasted', async ({ comeByWebKit, ringway }) => {
  const page = await comeByWebKit('bob');
  await page.goto(new URL('/settings', ringway.account('bob').link).href);
  await expect(async () => {
    expect(await clickInWebKit(page, 'Copy address')).toBe(true);
    expect(await page.evaluate(isCopied)).toBe(true);
  }).toPass({ timeout: 15_000 });
  await pressInWebKit(page, 'Recents');
  await focusOn(page, 'input[type=search]');
  await page.paste();
  await expect
    .poll(() =>
      page.evaluate(() => document.querySelector<HTMLInputElement>('input[type=search]')?.value),
    )
    .toBe('bob@localhost');
});

async function focusOn(page: WebKitPage, selector: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate((wanted) => {
        const found = document.querySelector<HTMLElement>(wanted);
        found?.focus();
        return found !== null && document.activeElement === found;
      }, selector),
    )
    .toBe(true);
}

/** Runs in the page. */
function describePage() {
  const seen = (one: Element) => one.getClientRects().length > 0;
  const root = document.documentElement;
  const names = /\b(common|entry|shell|home|settings|admin|call|check|links)\.[a-z]\w*(\.\w+)*\b/i;
  return {
    heading: [...document.querySelectorAll('h1, h2')].some(seen),
    waiting: [...document.querySelectorAll('[aria-busy=true]')].some(seen),
    sideways: root.scrollWidth - root.clientWidth,
    // A message that the page does not carry is shown by its name.
    unnamed: names.exec(document.body.innerText)?.[0] ?? null,
    theme: root.dataset['theme'],
    language: root.lang,
  };
}

/** Runs in the page. */
function buttonsNamed(name: string): number {
  const names = [...document.querySelectorAll('button')].map(
    (one) => one.ariaLabel ?? one.innerText,
  );
  return names.filter((one) => one.startsWith(name)).length;
}

/** Runs in the page. */
function ringsShown(): number {
  return document.querySelectorAll('[role=dialog][aria-label^="Incoming"]').length;
}

/** Runs in the page: by which pages of the profile the event stream is held. */
async function streamLocks(): Promise<readonly (string | undefined)[]> {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === 'ringway-stream').map(({ clientId }) => clientId);
}

/** Runs in the page: the button says that it has copied. */
function isCopied(): boolean {
  return document.querySelector('[aria-label="Copy address"] .lucide-check') !== null;
}

/** Runs in the page. */
function isFocusInDialog(): boolean {
  return document.activeElement?.closest('[role=dialog]') !== null;
}
