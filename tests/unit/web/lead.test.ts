import { expect, test } from 'vitest';
import { isHeld, seekLead, streamLock, takeLock } from '@/lib/web/stream/lead';
import { fakeLocks } from './fake-locks';

/** Lets everything that is ready happen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function tab(locks: ReturnType<typeof fakeLocks> | undefined) {
  const seen: string[] = [];
  const lead = seekLead(locks, {
    onLead: () => seen.push('leads'),
    onLost: () => seen.push('lost'),
  });
  return { lead, seen };
}

test('the first tab leads, and the next follows when it goes', async () => {
  const locks = fakeLocks();
  const [one, two] = [tab(locks), tab(locks)];
  await settle();
  expect([one.lead.leads(), two.lead.leads()]).toEqual([true, false]);
  one.lead.stop();
  await settle();
  expect(two.lead.leads()).toBe(true);
  expect(one.seen).toEqual(['leads']);
});

test('a tab that is looked at takes the lead, and gives it back when it goes', async () => {
  const locks = fakeLocks();
  const [one, two] = [tab(locks), tab(locks)];
  await settle();
  two.lead.take();
  await settle();
  expect([one.lead.leads(), two.lead.leads()]).toEqual([false, true]);
  expect(one.seen).toEqual(['leads', 'lost']);
  two.lead.stop();
  await settle();
  expect(one.lead.leads()).toBe(true);
});

test('the lead may go back and forth any number of times, one tab at a time', async () => {
  const locks = fakeLocks();
  const tabs = [tab(locks), tab(locks), tab(locks)];
  await settle();
  for (const turn of [1, 2, 0, 2, 1, 0]) {
    tabs[turn]?.lead.take();
    await settle();
    expect(tabs.map(({ lead }) => lead.leads())).toEqual([0, 1, 2].map((index) => index === turn));
  }
});

test('without locks every tab leads', async () => {
  const { lead, seen } = tab(undefined);
  await settle();
  expect(seen).toEqual(['leads']);
  lead.stop();
  expect(lead.leads()).toBe(false);
});

test('a lock is held until it is given back', async () => {
  const locks = fakeLocks();
  const hold = await takeLock(locks, streamLock, 1_000);
  expect(hold).not.toBeNull();
  expect(await isHeld(locks, streamLock)).toBe(true);
  hold?.release();
  await settle();
  expect(await isHeld(locks, streamLock)).toBe(false);
});

test('a lock that another tab keeps is not waited for beyond the patience', async () => {
  const locks = fakeLocks();
  await takeLock(locks, streamLock, 1_000);
  expect(await takeLock(locks, streamLock, 5)).toBeNull();
});
