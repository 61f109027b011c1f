import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fakeSpeechRecognition, type FakeSpeech } from '../support/speech-recognition';
import { expect, test } from './support/fixtures';
import { expectMedia } from './support/media';
import { call, desktop, phone, type Manner, type Person } from './support/people';
import { answerButton, hangUp, press } from './support/screen';

declare global {
  interface Window {
    /** Of the stand-in for `SpeechRecognition`. */
    readonly ringwaySpeech: FakeSpeech;
    /** Of the watch over connections. */
    readonly ringwayConnections: readonly RTCPeerConnection[];
  }
}

/** From now on the pages of this person have a recogniser with these languages; before they call. */
async function recognises(
  { context, page }: Person,
  packs: Parameters<typeof fakeSpeechRecognition>[0],
): Promise<void> {
  await context.addInitScript(fakeSpeechRecognition, packs);
  await page.reload();
  await expect(page.getByRole('searchbox')).toBeVisible();
}

async function inCall(from: Person, to: Person): Promise<void> {
  await call(from, to.displayName);
  await answerButton(to.page).click();
  await expectMedia(from.page);
}

/** What runs, and whether each of them hears live what a connection of the page receives. */
function running(page: Page) {
  return page.evaluate(() => {
    const received = window.ringwayConnections.flatMap((connection) =>
      connection.getReceivers().map(({ track }) => track),
    );
    return window.ringwaySpeech.started
      .filter(({ state }) => state === 'running')
      .map(({ track, lang, processLocally }) => ({
        lang,
        processLocally,
        kind: track?.kind,
        readyState: track?.readyState,
        isReceived: received.some((each) => each === track),
      }));
  });
}

/** The last recogniser that runs understands this. */
async function hear(page: Page, text: string, final: boolean): Promise<void> {
  await page.evaluate(
    ([words, certain]) => {
      const recogniser = window.ringwaySpeech.started.findLast(({ state }) => state === 'running');
      if (!recogniser) throw new Error('Nothing runs.');
      recogniser.hear(words, certain);
    },
    [text, final] as const,
  );
}

const lines = (page: Page) => page.locator('[data-captions] p');
const read = (page: Page) => page.getByRole('log', { name: 'Captions' });

/** It is understood and read; said again should it be gone before a slow machine comes to look. */
async function expectRead(page: Page, text: string, final: boolean): Promise<void> {
  await expect(async () => {
    await hear(page, text, final);
    await expect(lines(page).last()).toHaveText(`Bob ${text}`, { timeout: 3_000 });
    if (final) await expect(read(page)).toContainText(`Bob: ${text}`, { timeout: 3_000 });
  }).toPass();
}

const captionSwitch = (page: Page) => page.getByRole('menuitemcheckbox', { name: 'Captions' });

test('what the other says is recognised on this device and read under their name', async ({
  come,
}) => {
  test.setTimeout(150_000);
  const alice = await come('alice');
  const bob = await come('bob');
  await recognises(alice, { available: ['en-US', 'zh-CN'] });
  await inCall(alice, bob);
  await press(alice.page, 'More');
  await expect(captionSwitch(alice.page)).toContainText('Made on this device; nobody else sees');
  expect(await running(alice.page)).toEqual([]);
  await captionSwitch(alice.page).click();
  const heard = {
    lang: 'en-US',
    processLocally: true,
    kind: 'audio',
    readyState: 'live',
    isReceived: true,
  };
  await expect.poll(() => running(alice.page)).toEqual([heard]);

  await expectRead(alice.page, 'good', false);
  await expect(read(alice.page)).toBeEmpty();
  await expectRead(alice.page, 'Good morning', true);
  // Nobody else sees them.
  await expect(bob.page.getByText('Good morning')).toHaveCount(0);

  // In another language, at once.
  await press(alice.page, 'More');
  await alice.page.getByRole('menuitem', { name: 'Caption language' }).click();
  await alice.page.getByRole('menuitemradio', { name: /^中文/ }).click();
  await expect.poll(() => running(alice.page)).toEqual([{ ...heard, lang: 'zh-CN' }]);

  // On hold nothing is heard; afterwards it goes on by itself, and when it ends by itself, too.
  await press(alice.page, 'More');
  await alice.page.getByRole('menuitem', { name: 'Hold' }).click();
  await expect.poll(() => running(alice.page)).toEqual([]);
  await alice.page.getByRole('button', { name: 'Resume' }).first().click();
  await expect.poll(() => running(alice.page)).toHaveLength(1);
  await alice.page.evaluate(() =>
    window.ringwaySpeech.started.findLast(({ state }) => state === 'running')?.fail('no-speech'),
  );
  await expect.poll(() => running(alice.page)).toHaveLength(1);

  await expectRead(alice.page, '早上好', true);
  await alice.page.keyboard.press('t');
  await expect(lines(alice.page)).toHaveCount(0);
  expect(await running(alice.page)).toEqual([]);
  await alice.page.keyboard.press('t');
  await expect.poll(() => running(alice.page)).toHaveLength(1);
  await hangUp(alice.page);
  await expect.poll(() => running(alice.page)).toEqual([]);
});

test('a language that is not here is downloaded by the browser first, or it is said what to do', async ({
  come,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  await recognises(alice, { downloadable: ['en-US'], failing: ['de-DE'] });
  await inCall(alice, bob);
  await press(alice.page, 'More');
  await expect(captionSwitch(alice.page)).toContainText(
    'The browser downloads English (United States) first.',
  );
  await captionSwitch(alice.page).click();
  const waiting = alice.page.getByText('The browser downloads English (United States). Captions');
  await expect(waiting).toBeVisible();
  expect(await running(alice.page)).toEqual([]);
  await alice.page.evaluate(() => window.ringwaySpeech.finishDownload());
  await expect.poll(() => running(alice.page)).toHaveLength(1);
  await expect(waiting).toHaveCount(0);

  await press(alice.page, 'More');
  await alice.page.getByRole('menuitem', { name: 'Caption language' }).click();
  await alice.page.getByRole('menuitemradio', { name: /^Deutsch/ }).click();
  await expect(
    alice.page.getByText(/did not download Deutsch.*Add it to the languages/),
  ).toBeVisible();
  expect(await running(alice.page)).toEqual([]);
});

test('a browser that recognises nothing on the device says so in the menu', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  // As Chromium on a phone, which has the interface; and as Firefox, which has none.
  await recognises(alice, {});
  await bob.context.addInitScript(() => {
    for (const name of ['SpeechRecognition', 'webkitSpeechRecognition']) {
      Reflect.deleteProperty(window, name);
    }
  });
  await bob.page.reload();
  await expect(bob.page.getByRole('searchbox')).toBeVisible();
  await inCall(alice, bob);
  for (const { page } of [alice, bob]) {
    await press(page, 'More');
    const line = page.getByRole('menuitem', { name: 'Captions' });
    await expect(line).toContainText(
      'This browser does not recognise speech on the device; captions are made only there.',
    );
    await expect(line).toBeDisabled();
    await page.keyboard.press('Escape');
  }
  await alice.page.keyboard.press('t');
  await expect(alice.page.getByText('Chrome on a computer does.').first()).toBeVisible();
  expect(await alice.page.evaluate(() => window.ringwaySpeech.started.length)).toBe(0);
});

const manners: readonly Manner[] = [
  { viewport: phone, colorScheme: 'light', locale: 'en-GB' },
  { viewport: phone, colorScheme: 'dark', locale: 'zh-CN' },
  { viewport: desktop, colorScheme: 'light', locale: 'zh-CN' },
  { viewport: desktop, colorScheme: 'dark', locale: 'en-GB' },
];

for (const manner of manners) {
  const { viewport = phone, colorScheme = 'light', locale = 'en-GB' } = manner;
  const look = `${viewport.width} px, ${colorScheme}, ${locale}`;

  test(`captions cover neither controls nor one’s own picture: ${look}`, async ({ come }) => {
    const alice = await come('alice', manner);
    const bob = await come('bob');
    await recognises(alice, { available: ['en', 'zh'] });
    const { page } = alice;
    await page.getByRole('searchbox').fill('Bob');
    await page.locator('button:visible:has(svg.lucide-video)').first().click();
    await answerButton(bob.page).click();
    await expectMedia(page);
    const bar = page.getByRole('toolbar');
    // Where it lies on the page: as it hides and shows itself it is drawn a little lower.
    const place = () =>
      bar.evaluate((one) => {
        let top = 0;
        for (let box: Element | null = one; box instanceof HTMLElement; box = box.offsetParent) {
          top += box.offsetTop;
        }
        return top;
      });
    const before = await place();
    await page.keyboard.press('t');
    await expect.poll(() => running(page)).toHaveLength(1);
    const speak = async () => {
      await hear(page, 'So that is what we wanted to talk about before the others come.', true);
      await hear(page, '那么我们先看一下上个星期的数字，然后再决定要不要继续。', true);
      await hear(page, 'and whoever has questions may ask them at any time', false);
    };
    await expectRead(page, 'so', false);
    await speak();
    expect(await place()).toBe(before);
    const own = page.locator('[data-corner]');
    for (const keys of [[], ['ArrowDown'], ['ArrowLeft']]) {
      await own.focus();
      for (const key of keys) await page.keyboard.press(key);
      await expect
        .poll(async () => {
          // Lines go after a while: they are said anew for each look.
          await speak();
          return page.evaluate(() => {
            const boxes = (selector: string) =>
              [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
            const others = boxes('[data-corner], [role="toolbar"]');
            const covers = boxes('[data-captions] p').flatMap((line) =>
              others.filter(
                (box) =>
                  line.left < box.right &&
                  box.left < line.right &&
                  line.top < box.bottom &&
                  box.top < line.bottom,
              ),
            );
            return { lines: boxes('[data-captions] p').length, covers: covers.length };
          });
        })
        .toEqual({ lines: 3, covers: 0 });
      const name = `captions, ${look}, ${keys.join() || 'as it begins'}`;
      await test.info().attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    await page.mouse.move(viewport.width / 2, viewport.height / 2);
    await page.locator('button:has(svg.lucide-ellipsis)').click();
    await expect(
      page.getByRole('menuitemcheckbox').filter({ visible: true }).first(),
    ).toBeVisible();
    await test
      .info()
      .attach(`menu, ${look}`, { body: await page.screenshot(), contentType: 'image/png' });
  });
}
