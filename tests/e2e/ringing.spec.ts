import { expect, test } from './support/fixtures';
import { expectMedia, liveConnections } from './support/media';
import { call, openHome, phone } from './support/people';
import { answerButton, expectEnded, hangUp } from './support/screen';

test('three devices of one account ring; one answers and the others stop', async ({ come }) => {
  const alice = await come('alice');
  const desk = await come('bob');
  const tablet = await come('bob');
  const mobile = await come('bob', { viewport: phone });
  await call(alice, 'Bob');
  for (const { page } of [desk, tablet, mobile]) await expect(answerButton(page)).toBeVisible();
  await answerButton(mobile.page).click();
  await expectMedia(mobile.page);
  await expectMedia(alice.page);
  for (const { page } of [desk, tablet]) {
    await expect(answerButton(page)).toBeHidden();
    await expect(
      page.getByText('The call from Alice was answered on another device.').first(),
    ).toBeVisible();
  }
});

test('two tabs of one browser ring once, and a call moves from one to the other', async ({
  come,
  ringway,
}) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const second = await openHome(bob.context, ringway, 'bob');
  const tabs = [bob.page, second];
  const ringing = async () => {
    const counts = await Promise.all(tabs.map((page) => answerButton(page).count()));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await call(alice, 'Bob');
  await expect(alice.page.getByText('Ringing', { exact: true })).toBeVisible();
  await expect.poll(ringing).toBe(1);
  const [answering, other] =
    (await answerButton(second).count()) === 1 ? [second, bob.page] : [bob.page, second];
  await answerButton(answering).click();
  await expectMedia(answering);
  await expectMedia(alice.page);
  await expect(other.getByText('In a call with Alice in another tab')).toBeVisible();
  await other.getByRole('button', { name: 'Move it here' }).click();
  await expectMedia(other);
  await expectMedia(alice.page);
  await expect.poll(() => liveConnections(answering)).toBe(0);
  await hangUp(other);
  await expectEnded(alice.page, 'Bob hung up');
});

test('a second caller waits: hold and answer, then back', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const carol = await come('carol');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(bob.page);
  const onHold = alice.page.getByRole('dialog').getByText('Bob put you on hold');
  await call(carol, 'Bob');
  await bob.page.getByRole('button', { name: 'Hold and answer' }).click();
  await expectMedia(carol.page);
  await expect(onHold).toBeVisible();
  await hangUp(carol.page);
  await bob.page.getByRole('button', { name: 'Go on with Alice' }).click();
  await expect(onHold).toBeHidden();
  await expectMedia(alice.page);
  await expectMedia(bob.page);
});

test('a second caller waits: end and answer', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const carol = await come('carol');
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(bob.page);
  await call(carol, 'Bob');
  await bob.page.getByRole('button', { name: 'End and answer' }).click();
  await expectEnded(alice.page, 'Bob hung up');
  await expectMedia(carol.page);
  await expectMedia(bob.page);
});

test('who rejects when busy is busy for the second caller', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  const carol = await come('carol');
  const status = await bob.page.evaluate(async () => {
    const answered = await fetch('/api/my/profile', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ busy: 'reject' }),
    });
    return answered.status;
  });
  expect(status).toBe(200);
  await call(alice, 'Bob');
  await answerButton(bob.page).click();
  await expectMedia(bob.page);
  await call(carol, 'Bob');
  await expectEnded(carol.page, 'Bob is busy');
});

test('both call each other at once and are in one call', async ({ come }) => {
  const alice = await come('alice');
  const bob = await come('bob');
  for (const [from, to] of [
    [alice, 'Bob'],
    [bob, 'Alice'],
  ] as const) {
    await from.page.getByRole('searchbox').fill(to);
    await expect(
      from.page.getByRole('button', { name: `Video call with ${to}`, exact: true }).first(),
    ).toBeVisible();
  }
  await Promise.all([call(alice, 'Bob'), call(bob, 'Alice')]);
  await expectMedia(alice.page);
  await expectMedia(bob.page);
  await expect(alice.page.getByText('busy')).toHaveCount(0);
});
