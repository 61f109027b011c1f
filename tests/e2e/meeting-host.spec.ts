import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { expectMedia, liveConnections } from './support/media';
import { joinMeeting, makeMeeting } from './support/meetings';
import { phone, type Person } from './support/people';
import { actOn, onStage, openPeople, remove } from './support/people-panel';
import { control, expectEnded, press } from './support/screen';
import { expectSenders, expectVoices } from './support/voices';

type Come = (name: 'alice' | 'bob' | 'carol') => Promise<Person>;

/** A meeting of Alice's with her and the others in it, all seen and heard. */
async function gather(come: Come, ...names: ('alice' | 'bob' | 'carol')[]) {
  const alice = await come('alice');
  const { address } = await makeMeeting(alice, { name: 'Standup' });
  await joinMeeting(alice, address);
  const others: Person[] = [];
  for (const name of names) {
    const person = await come(name);
    await joinMeeting(person, address);
    others.push(person);
  }
  if (others.length === 0)
    await expect(alice.page.getByText('Nobody else is here yet')).toBeVisible();
  else for (const { page } of [alice, ...others]) await expectMedia(page, others.length);
  return { alice, others, address };
}

/** Waits until the pictures on the stage begin below the meeting's name. */
async function expectBelow(page: Page, title: string): Promise<void> {
  const chip = page.getByRole('paragraph').filter({ hasText: title });
  await expect(async () => {
    const head = await chip.boundingBox({ timeout: 1_000 });
    const tiles = page.getByRole('group', { name: '成员画面' }).getByRole('group');
    const tops = await tiles.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().y));
    expect(tops.length).toBe(3);
    expect(Math.min(...tops)).toBeGreaterThanOrEqual((head?.y ?? NaN) + (head?.height ?? NaN));
  }).toPass({ timeout: 15_000 });
}

/** Waits until what is said above the controls lies on none of three pictures. */
async function expectUncovered(page: Page): Promise<void> {
  const seen = () =>
    page.evaluate(() => {
      const boxes = (selector: string) =>
        [...document.querySelectorAll(selector)].map((one) => one.getBoundingClientRect());
      const said = boxes('[data-notices] > *');
      const tiles = boxes('[data-as="tile"]');
      const covered = said.flatMap(({ top, bottom }) =>
        tiles.filter((tile) => tile.top < bottom && top < tile.bottom),
      );
      return { said: said.length, tiles: tiles.length, covered: covered.length };
    });
  await expect.poll(seen).toEqual({ said: 1, tiles: 3, covered: 0 });
}

/** A button of the open list of people. */
function inPanel(page: Page, name: string) {
  return page.getByRole('complementary').getByRole('button', { name, exact: true });
}

test('a locked meeting has whoever comes wait, unseen, until the host lets them in or not', async ({
  come,
}) => {
  test.setTimeout(150_000);
  const { alice, address } = await gather(come);
  await openPeople(alice.page);
  await inPanel(alice.page, 'Lock').click();
  await expect(inPanel(alice.page, 'Unlock')).toBeVisible();

  const bob = await come('bob');
  await joinMeeting(bob, address);
  const waits = bob.page.getByRole('heading', { name: 'Waiting for a host to let you in' });
  await expect(waits).toBeVisible();
  await expect(onStage(alice.page, 'Bob wants to join')).toBeVisible();
  const carol = await come('carol');
  await joinMeeting(carol, address);
  await expect(onStage(alice.page, '2 people want to join')).toBeVisible();
  // Before the door nobody is connected with.
  expect(await liveConnections(bob.page)).toBe(0);
  expect(await liveConnections(alice.page)).toBe(0);

  await inPanel(alice.page, 'Decline Carol').click();
  await expectEnded(carol.page, 'The host did not let you in');
  await expect(carol.page.getByRole('button', { name: 'Join again' })).toBeVisible();
  await alice.page.getByRole('button', { name: 'Admit', exact: true }).click();
  await expect(waits).toBeHidden();
  await expectMedia(bob.page);
  await expectMedia(alice.page);
  // Whoever comes in hears that it is locked; a guest has none of the host's controls.
  await expect(bob.page.getByText('Locked', { exact: true })).toBeVisible();
  await openPeople(bob.page);
  await expect(bob.page.getByText('Host controls')).toBeHidden();
});

test('whom a host mutes nobody hears, until a host says so and they switch it on', async ({
  come,
}) => {
  test.setTimeout(240_000);
  const { alice, others } = await gather(come, 'bob', 'carol');
  const [bob, carol] = others;
  if (!bob || !carol) throw new Error('too few');
  await expectVoices(carol.page, 2, 2);
  await openPeople(alice.page);
  await actOn(alice.page, 'Bob', 'Mute');
  await expect(onStage(bob.page, 'Only a host can let you speak again.')).toBeVisible();
  await openPeople(carol.page);
  await expect(carol.page.getByText('Muted by a host')).toBeVisible();
  // Not even silence is sent.
  await expectSenders(carol.page, 2, 1);
  await expectSenders(alice.page, 2, 1);

  // Neither the button nor the key brings it back.
  await bob.page.keyboard.press('m');
  await expect(bob.page.getByRole('button', { name: 'A host muted you' })).toBeDisabled();
  await expectSenders(alice.page, 2, 1);
  await actOn(alice.page, 'Bob', 'Let speak');
  await expect(bob.page.getByText('A host lets you speak again.')).toBeVisible();
  await expect(carol.page.getByText('Muted by a host')).toBeHidden();
  // Nobody else switches a microphone on.
  await expectVoices(alice.page, 2, 1);
  await press(bob.page, 'Unmute microphone');
  await expectVoices(alice.page, 2, 2);

  await inPanel(alice.page, 'Mute guests').click();
  await expectSenders(alice.page, 2, 0);
  await expectVoices(carol.page, 2, 1);
  await expect(onStage(carol.page, 'Only a host can let you speak again.')).toBeVisible();
});

test('a host makes another host, removes somebody, and ends it for all', async ({ come }) => {
  test.setTimeout(150_000);
  const { alice, others } = await gather(come, 'bob', 'carol');
  const [bob, carol] = others;
  if (!bob || !carol) throw new Error('too few');
  await openPeople(bob.page);
  await expect(bob.page.getByText('Host controls')).toBeHidden();
  await openPeople(alice.page);
  await actOn(alice.page, 'Bob', 'Make host');
  await expect(bob.page.getByText('Host controls')).toBeVisible();

  await remove(bob.page, 'Carol');
  await expectEnded(carol.page, 'You were removed from the meeting');
  await expect(alice.page.getByRole('button', { name: 'Actions for Carol' })).toBeHidden();
  await expectMedia(alice.page, 1);

  await actOn(alice.page, 'Bob', 'Take host role back');
  await expect(bob.page.getByText('Host controls')).toBeHidden();
  await inPanel(alice.page, 'End for all').click();
  const ends = alice.page.getByRole('dialog', { name: 'End the meeting for everyone?' });
  await ends.getByRole('button', { name: 'End for all' }).click();
  await expectEnded(alice.page, 'You ended the meeting for everyone');
  await expectEnded(bob.page, 'The host ended the meeting');
  await expect(bob.page.getByRole('button', { name: 'Join again' })).toBeVisible();
  expect(await liveConnections(bob.page)).toBe(0);
});

/** Presses lock or unlock, whichever is there, as fast as it is drawn; gives how often. */
function fidget(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let pressed = 0;
    while (pressed < 12) {
      const buttons = [...document.querySelectorAll('aside button')];
      const button = buttons.find(({ textContent }) => /^(Lock|Unlock)$/.test(textContent));
      if (button instanceof HTMLButtonElement) {
        button.click();
        pressed += 1;
      }
      await new Promise(requestAnimationFrame);
    }
    return pressed;
  });
}

test('two hosts who lock and unlock at once end with one lock on all screens', async ({ come }) => {
  test.setTimeout(150_000);
  const { alice, others } = await gather(come, 'bob', 'carol');
  const [bob, carol] = others;
  if (!bob || !carol) throw new Error('too few');
  const hosts = [alice.page, bob.page];
  await openPeople(alice.page);
  await actOn(alice.page, 'Bob', 'Make host');
  await openPeople(bob.page);
  await expect(inPanel(bob.page, 'Lock')).toBeVisible();

  let asked = 0;
  let answered = 0;
  for (const page of hosts) {
    const isLock = (url: string) => /\/(lock|unlock)$/.test(new URL(url).pathname);
    page.on('request', (request) => (asked += isLock(request.url()) ? 1 : 0));
    page.on('requestfinished', (request) => (answered += isLock(request.url()) ? 1 : 0));
  }
  await Promise.all(hosts.map(fidget));
  await expect.poll(() => [asked, answered]).toEqual([24, 24]);

  const everyone = [...hosts, carol.page];
  const locks = () =>
    Promise.all(everyone.map((page) => page.getByText('Locked', { exact: true }).isVisible()));
  await expect.poll(async () => new Set(await locks()).size).toBe(1);
  // What they see is what it is: the next press turns it over, for everybody, once and back.
  const [first] = await locks();
  for (const locked of [!first, first === true]) {
    await inPanel(bob.page, locked ? 'Lock' : 'Unlock').click();
    await expect.poll(locks).toEqual([locked, locked, locked]);
  }
});

test('hands are raised, stand in line, and are lowered by their own or by a host', async ({
  come,
}) => {
  test.setTimeout(150_000);
  const { alice, others } = await gather(come, 'bob', 'carol');
  const [bob, carol] = others;
  if (!bob || !carol) throw new Error('too few');
  await press(carol.page, 'Raise hand');
  const notice = alice.page.getByRole('status').filter({ hasText: 'Carol raised a hand' });
  await notice.getByRole('button', { name: 'Show' }).click();
  await expect(alice.page.getByText('Hand raised, 1st in line')).toBeVisible();
  // Hands are told by the second (`buzz_time`).
  const second = () => Math.floor(Date.now() / 1000);
  const raised = second();
  await expect.poll(second).toBeGreaterThan(raised);
  await press(bob.page, 'Raise hand');
  const people = alice.page.getByRole('complementary').getByRole('listitem');
  await expect(people.nth(1)).toContainText('Carol');
  await expect(people.nth(2)).toContainText('Bob');
  await expect(people.nth(2)).toContainText('Hand raised, 2nd in line');

  await actOn(alice.page, 'Carol', 'Lower hand');
  await expect(people.nth(1)).toContainText('Bob');
  await expect(people.nth(1)).toContainText('Hand raised, 1st in line');
  await press(carol.page, 'Raise hand');
  await press(bob.page, 'Lower hand');
  await expect(people.nth(1)).toContainText('Carol');
});

test('the stage follows who speaks, keeps who is pinned, and hides me if I wish', async ({
  come,
}) => {
  test.setTimeout(240_000);
  const { alice, others } = await gather(come, 'bob', 'carol');
  const [bob, carol] = others;
  if (!bob || !carol) throw new Error('too few');
  const { page } = alice;
  const large = page.locator('[data-as="main"]');
  /** The menu is opened where it is closed: on a slow machine one press may count as none or as two. */
  const choose = async (name: string) => {
    const item = page.getByRole('menuitem', { name, exact: true });
    await expect(async () => {
      if (!(await item.isVisible())) await (await control(page, 'More')).click({ timeout: 8_000 });
      await item.click({ timeout: 8_000 });
    }).toPass({ timeout: 40_000 });
  };
  await press(bob.page, 'Mute microphone');
  await choose('Speaker view');
  await expect(large).toHaveAttribute('aria-label', 'Carol');
  await press(carol.page, 'Mute microphone');
  await press(bob.page, 'Unmute microphone');
  await expect(large).toHaveAttribute('aria-label', 'Bob');
  await expect(page.locator('[data-speaking][aria-label="Bob"]')).toBeVisible();

  await page.getByRole('group', { name: 'Carol', exact: true }).hover();
  await page.getByRole('button', { name: 'Pin Carol' }).click();
  await expect(large).toHaveAttribute('aria-label', 'Carol');
  await page.getByRole('button', { name: 'Unpin Carol' }).focus();
  await page.keyboard.press('Enter');
  await expect(large).toHaveAttribute('aria-label', 'Bob');
  await choose('Grid view');
  await expect(large).toBeHidden();

  const own = page.getByRole('group', { name: 'You', exact: true });
  await expect(own).toBeVisible();
  await choose('Hide own view');
  await expect(own).toBeHidden();
  const hidden = page.getByRole('status').filter({ hasText: 'Others still see you.' });
  await hidden.getByRole('button', { name: 'Show' }).click();
  await expect(own).toBeVisible();
  await choose('Hide own view');
  await choose('Show own view');
  await expect(own).toBeVisible();
  await expectMedia(bob.page, 2);
});

test('on a phone, in Chinese, a host finds the same, without barriers', async ({ come }) => {
  test.setTimeout(210_000);
  const manner = { viewport: phone, locale: 'zh-CN' } as const;
  const alice = await come('alice', manner);
  const { address } = await makeMeeting(alice, { name: '晨会' });
  const join = async ({ page }: Person) => {
    await page.getByRole('searchbox').fill(address);
    await page.getByRole('button', { name: address }).last().click();
  };
  const expectSound = async (page: Page, name: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    await test.info().attach(name, { body: await page.screenshot(), contentType: 'image/png' });
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
      name,
    ).toEqual([]);
  };
  await join(alice);
  await press(alice.page, '更多');
  await alice.page.getByRole('menuitem', { name: '成员' }).click();
  await alice.page.getByRole('button', { name: '锁定会议' }).click();
  const bob = await come('bob', manner);
  await join(bob);
  await expect(bob.page.getByRole('heading', { name: '正在等候主持人准许加入' })).toBeVisible();
  await expectSound(bob.page, 'waiting room');
  await alice.page.getByRole('button', { name: '准许 Bob 加入' }).scrollIntoViewIfNeeded();
  await expectSound(alice.page, 'people with somebody at the door');
  await alice.page.getByRole('button', { name: '准许 Bob 加入' }).click();
  await expectMedia(alice.page);
  await press(bob.page, '更多');
  await bob.page.getByRole('menuitem', { name: '举手' }).click();
  await expect(alice.page.getByText('已举手，排在第 1 位')).toBeVisible();
  await alice.page.getByRole('button', { name: '对 Bob 的操作' }).click();
  await alice.page.getByRole('menuitem', { name: '静音' }).click();
  await expect(onStage(bob.page, '只有主持人可以让您再次发言。')).toBeVisible();
  await expectSound(bob.page, 'muted by a host');

  await press(alice.page, '解除锁定');
  const carol = await come('carol', manner);
  await join(carol);
  await expectMedia(carol.page);
  await control(carol.page, '更多');
  await expectBelow(carol.page, '晨会');
  await expectSound(carol.page, 'three on a phone');
  await expectUncovered(bob.page);
  await expect(bob.page.locator('[data-controls="hidden"]')).toBeVisible();
  await expectUncovered(bob.page);

  // On its side the menu is longer than the phone, and the keyboard comes to its end.
  const { page } = carol;
  await page.setViewportSize({ width: 844, height: 390 });
  const menu = page.getByRole('menu');
  await expect(async () => {
    if (!(await menu.isVisible())) await (await control(page, '更多')).click({ timeout: 8_000 });
    await expect(menu).toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 40_000 });
  await expectSound(page, 'menu on its side');
  await page.keyboard.press('End');
  const last = menu.locator('[role^="menuitem"]').last();
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');

  await page.setViewportSize({ width: 768, height: 1024 });
  await press(page, '成员');
  const panel = page.getByRole('complementary', { name: '成员' });
  await expect(panel).toBeVisible();
  const between = async () => {
    const [bar, beside] = [
      await page.getByRole('toolbar').boundingBox(),
      await panel.boundingBox(),
    ];
    return (beside?.x ?? NaN) - (bar?.x ?? NaN) - (bar?.width ?? NaN);
  };
  await expect.poll(between).toBeGreaterThanOrEqual(0);
});
