import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markCallsSeen, myCalls } from '@/lib/server/history/history';
import type { KnownAccount } from '@/lib/server/authority';
import { bothDatabases, openContext, type TestContext } from '@/tests/support/context';
import { organisation, person } from './people';

describe.each(bothDatabases)('history on %s', (database) => {
  let test: TestContext;
  let account: KnownAccount;

  beforeAll(async () => {
    test = await openContext(database);
    const home = await organisation(test.context, 'Home');
    account = await person(test.context, home, 'alice');
    const other = await person(test.context, home, 'bob');
    const line = (of: number, id: string, placed_at: number, outcome: 'missed' | 'answered') => ({
      id,
      outcome,
      placed_at,
      account_id: of,
      room_id: `room-${id}`,
      invitation_id: null,
      direction: 'incoming' as const,
      peer_address: 'carol@example.com',
      peer_name: 'Carol',
      kind: 'gateway' as const,
      call_type: 'video' as const,
      answered_at: outcome === 'answered' ? placed_at + 1000 : null,
      ended_at: placed_at + 5000,
      reason: null,
      message: null,
      seen: outcome === 'answered' ? (1 as const) : (0 as const),
    });
    const start = test.clock.now();
    await test.context.db
      .insertInto('call_record')
      .values([
        line(account.id, 'a', start, 'missed'),
        line(account.id, 'b', start, 'answered'),
        line(account.id, 'c', start + 1000, 'missed'),
        line(other.id, 'd', start + 2000, 'missed'),
      ])
      .execute();
  });
  afterAll(() => test.end());

  it('is read page by page, newest first, without a gap where two began at once', async () => {
    const read: string[] = [];
    let before: string | undefined;
    do {
      const page = await myCalls(test.context, account, { limit: 1, before });
      read.push(...page.calls.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(read).toEqual(['c', 'b', 'a']);
  });

  it('takes a cursor that is none for the beginning', async () => {
    const page = await myCalls(test.context, account, { before: 'yesterday' });
    expect(page.calls.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(page.calls[1]).toMatchObject({ outcome: 'answered', seen: true });
    expect(Date.parse(page.calls[1]?.ended ?? '')).toBe(test.clock.now() + 5000);
  });

  it('counts missed calls until they were seen', async () => {
    expect((await myCalls(test.context, account, {})).unseen).toBe(2);
    await markCallsSeen(test.context, account);
    const page = await myCalls(test.context, account, {});
    expect(page.unseen).toBe(0);
    expect(page.calls.every(({ seen }) => seen)).toBe(true);
  });
});
