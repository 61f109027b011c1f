import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { writeCredentialsHeader } from '@/lib/platform/credentials';
import { expect, test } from './support/fixtures';
import { expectMedia } from './support/media';
import { call, desktop, phone, type Manner } from './support/people';
import { answerButton, control, hangUp } from './support/screen';

const messageName = /\b(common|entry|shell|home|settings|admin|call|check)\.[a-z]\w*(\.\w+)*\b/i;

/** Fails with what axe found on the page as it is now; keeps a picture of it with the results. */
async function expectSound(page: Page, name: string): Promise<void> {
  // What moves is looked at where it comes to rest.
  await page.evaluate(async () => {
    for (const motion of document.getAnimations()) {
      const endless = motion.effect?.getComputedTiming().iterations === Infinity;
      if (!endless) await motion.finished.catch(() => undefined);
    }
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
  // A message that the page does not carry is shown by its name.
  const words = await page.locator('body').innerText();
  expect(words.match(messageName), name).toBeNull();
  await test.info().attach(name, { body: await page.screenshot(), contentType: 'image/png' });
  expect(found, name).toEqual([]);
}

const manners: readonly Manner[] = [
  { viewport: phone, colorScheme: 'light', locale: 'en-GB' },
  { viewport: phone, colorScheme: 'dark', locale: 'zh-CN' },
  { viewport: desktop, colorScheme: 'light', locale: 'zh-CN' },
  { viewport: desktop, colorScheme: 'dark', locale: 'en-GB' },
];

for (const manner of manners) {
  const { viewport = phone, colorScheme = 'light', locale = 'en-GB' } = manner;
  const look = `${viewport.width} px, ${colorScheme}, ${locale}`;

  test(`pages have no barriers: ${look}`, async ({ come, browser, ringway }) => {
    test.setTimeout(150_000);
    const stranger = await browser.newContext({ viewport, colorScheme, locale });
    const door = await stranger.newPage();
    await door.goto(`http://localhost:${ringway.port}/sign-in`);
    await expect(door.locator('input[type=password]')).toBeVisible();
    await expectSound(door, `sign-in, ${look}`);
    for (const path of [
      'invitation#secret=unknown',
      'demo#secret=unknown',
      'call#invitation=unknown&ticket=unknown&action=answer',
    ]) {
      await door.goto(`http://localhost:${ringway.port}/${path}`);
      await expect(door.getByRole('heading').first()).toBeVisible();
      await expectSound(door, `${path}, ${look}`);
    }
    await stranger.close();
    const { page } = await come('alice', manner);
    await expectSound(page, `home, ${look}`);
    for (const place of ['people', 'keypad', 'meetings']) {
      await page.goto(`http://localhost:${ringway.port}/#${place}`);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expectSound(page, `${place}, ${look}`);
    }
    for (const part of ['pushes', 'services', 'health']) {
      await page.goto(`http://localhost:${ringway.port}/admin#${part}`);
      await expect(page.getByRole('tabpanel').getByRole('heading').first()).toBeVisible();
      await expectSound(page, `admin, ${part}, ${look}`);
    }
    for (const path of ['settings', 'admin', 'check', 'call', 'nothing-here']) {
      await page.goto(`http://localhost:${ringway.port}/${path}`);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expectSound(page, `${path}, ${look}`);
    }
  });
}

const phones = JSON.stringify([
  { provider: 'jpush', appKey: 'phones', masterSecret: 'a secret of a test' },
]);

for (const manner of manners) {
  const { viewport = phone, colorScheme = 'light', locale = 'en-GB' } = manner;
  const look = `${viewport.width} px, ${colorScheme}, ${locale}`;

  test.describe(`devices and pushes: ${look}`, () => {
    // Nothing listens there.
    test.use({ settings: { APP_KEYS: phones, JPUSH_URL: 'http://127.0.0.1:9' } });

    test('have no barriers', async ({ come, ringway, request }) => {
      test.setTimeout(150_000);
      const home = `http://localhost:${ringway.port}`;
      const { account, password } = ringway.account('alice');
      await request.post(`${home}/api/registrations/${account}/new_session`, {
        headers: { 'x-cloud-authorization': writeCredentialsHeader(account, password) },
        data: { device_id: '1a0018970a8e5d1f3c2__phones', device_type: 'android', name: 'Mate 60' },
      });
      const { page } = await come('alice', manner);
      const other = await come('alice', manner);
      await page.reload();
      const withIcon = (icon: string) => page.locator(`button:visible:has(svg.lucide-${icon})`);
      await expect(page.getByRole('button').filter({ visible: true }).first()).toBeVisible();
      await expectSound(page, `home with an offer, ${look}`);
      await page.goto(`${home}/settings`);
      await withIcon('link-2').click();
      await expect(page.getByRole('dialog').getByRole('img')).toBeVisible();
      await expectSound(page, `pairing code, ${look}`);
      await page.keyboard.press('Escape');
      await withIcon('key-round').first().click();
      await page.getByRole('dialog').getByRole('textbox').fill('1111 1111');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
      await expectSound(page, `wrong code, ${look}`);
      await page.keyboard.press('Escape');
      await withIcon('bell-ring').last().click();
      await expect(page.locator('ol').getByRole('listitem')).toHaveCount(3);
      await expectSound(page, `ring test, ${look}`);
      await other.context.close();
      await page.goto(`${home}/admin#services`);
      await withIcon('refresh-cw').click();
      await expect(page.getByRole('heading', { level: 3 })).not.toHaveCount(0);
      await expectSound(page, `push services, ${look}`);
      await page.goto(`${home}/admin#accounts`);
      await page.reload();
      await page.locator('tr button', { hasText: 'Alice' }).click();
      const device = page.getByRole('dialog').locator('li', { hasText: 'Mate 60' }).first();
      await device.scrollIntoViewIfNeeded();
      await expectSound(page, `devices of an account, ${look}`);
      await device.locator('button:has(svg.lucide-bell-ring)').click();
      await expect(page.getByRole('dialog').last().locator('ol')).toBeVisible();
      await expectSound(page, `journey of a push, ${look}`);
      await page.goto(`${home}/admin#pushes`);
      await page.reload();
      await expect(page.getByText('Mate 60').first()).toBeVisible();
      await expectSound(page, `push log, ${look}`);
    });
  });
}

for (const manner of manners.filter(({ locale }) => locale === 'en-GB')) {
  const { viewport = phone, colorScheme = 'light' } = manner;
  const look = `${viewport.width} px, ${colorScheme}`;

  test(`a call has no barriers: ${look}`, async ({ come }) => {
    test.setTimeout(150_000);
    const alice = await come('alice', manner);
    const bob = await come('bob', manner);
    await call(alice, 'Bob');
    await expect(answerButton(bob.page)).toBeVisible();
    await expectSound(bob.page, `incoming, ${look}`);
    await expectSound(alice.page, `outgoing, ${look}`);
    await answerButton(bob.page).click();
    await expectMedia(alice.page);
    await control(alice.page, 'Hang up');
    await expectSound(alice.page, `in call, ${look}`);
    await hangUp(alice.page);
    await expect(bob.page.getByRole('heading', { name: 'Alice hung up' })).toBeVisible();
    await expectSound(bob.page, `ended, ${look}`);
  });
}
