import { expect, it } from 'vitest';
import { acknowledge, forgetEvents } from '@/lib/server/events/outbox';
import { inTransaction } from '@/lib/server/store/transaction';
import { openContext } from '@/tests/support/context';

it('on PostgreSQL a room forgets its events while a receiver forgets some of the same: neither waits', async () => {
  const { context, end } = await openContext('postgres');
  const event = { room_id: 'room', name: 'message_received', data: 'null', created_at: 1 };
  await context.db
    .insertInto('event')
    .values(['alice', 'bob'].flatMap((receiver) => [1, 2].map((n) => ({ ...event, receiver, n }))))
    .execute();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let begun: () => void = () => undefined;
  const holds = new Promise<void>((resolve) => (begun = resolve));
  const alice = inTransaction(context, async (tx) => {
    await acknowledge(context, tx, 'alice', 1);
    begun();
    await held;
  });
  await holds;
  // It would wait here for ever: what holds the rows is released only after it.
  await inTransaction(context, (tx) =>
    forgetEvents(context, tx, (is) => is('room_id', '=', 'room')).execute(),
  );
  const left = () => context.db.selectFrom('event').select(['receiver', 'n']).execute();
  expect(await left()).toEqual([{ receiver: 'alice', n: 1 }]);
  release();
  await alice;
  expect(await left()).toEqual([]);
  await end();
});
