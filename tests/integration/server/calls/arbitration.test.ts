import { sql } from 'kysely';
import { describe, expect, it, vi } from 'vitest';
import { block } from '@/lib/server/accounts/blocked';
import type { KnownAccount } from '@/lib/server/authority';
import { endRoomBy } from '@/lib/server/calls/end-room';
import { changeState } from '@/lib/server/calls/own-side';
import { lockRoom } from '@/lib/server/calls/room-store';
import { inStep } from '@/lib/server/calls/step';
import { removeDevice } from '@/lib/server/devices/my-devices';
import { bothDatabases } from '@/tests/support/context';
import { browserOf, credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage } from './stage';

describe.each(bothDatabases)('arbitration on %s', (database) => {
  const stage = useStage(database);

  async function pair() {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    return { alice, bob, hers: await stage().device(alice) };
  }

  function prefers(account: KnownAccount, change: { busy: 'waiting' | 'reject' }) {
    const { db } = stage().context;
    return db.updateTable('account').set(change).where('id', '=', account.id).execute();
  }

  it('1, 2: of devices that answer at once exactly one wins, the others were too late', async () => {
    const { bob, hers } = await pair();
    const devices = await Promise.all([1, 2, 3, 4].map(() => stage().device(bob)));
    await hers.calls(bob.address);
    await stage().told();
    const outcomes = await Promise.all(devices.map((device) => device.answer()));
    await stage().told();
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const reasons = outcomes.filter(({ ok }) => !ok).map(reasonOf);
    expect(reasons).toEqual(Array(3).fill('answered_elsewhere'));
    const told = devices.map(({ stream }) => stream.all('incoming_cancelled'));
    const expected = outcomes.map(({ ok }) => (ok ? [] : ['answered_elsewhere']));
    expect(told.map((list) => list.map(({ reason }) => reason))).toEqual(expected);
  });

  it('3: the first to commit wins, and the loser is told the final state', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    const [answered] = await Promise.all([his.answer(), caller.leave()]);
    await stage().told();
    const updates = hers.stream.all('invitation_update').map(({ state }) => state);
    if (answered.ok) expect(his.stream.last('disconnect')).toMatchObject({ cause: 'hung_up' });
    else expect([reasonOf(answered), updates]).toEqual(['cancelled', []]);
  });

  it('4: the same device repeating its answer gets the same participant, another value none', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    const first = valueOf(await his.answer({ client: 'page' }));
    const again = valueOf(await his.answer({ client: 'page' }));
    expect(again.participant_uuid).toBe(first.participant_uuid);
    expect(again.token).toBe(first.token);
    expect(reasonOf(await his.answer({ client: 'another page' }))).toBe('answered_elsewhere');
  });

  it('4: the same tap places one call, and does not place it anew when that is over', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    const first = await hers.calls(bob.address, { checkdup: 'tap' });
    const again = await hers.calls(bob.address, { checkdup: 'tap' });
    expect(again.uuid).toBe(first.uuid);
    await stage().told();
    expect(his.stream.all('incoming')).toHaveLength(1);
    valueOf(await first.leave());
    expect(reasonOf(await hers.call(bob.address, { checkdup: 'tap' }))).toBe('cancelled');
  });

  it('4: without a value to tell a repeat by, a spent token is refused', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob, { page: false });
    await hers.calls(bob.address);
    await stage().told();
    const body = { client: undefined, checkdup: undefined };
    valueOf(await his.answer(body));
    expect(reasonOf(await his.answer(body))).toBe('answered_elsewhere');
  });

  it('6: a device that connects while it rings rings too, and learns the end', async () => {
    const { bob, hers } = await pair();
    const phone = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    const outside = await stage().device(bob, { page: false });
    const page = await stage().device(bob);
    await stage().told();
    expect(outside.incoming().invitation).toBe(phone.incoming().invitation);
    const [shown] = page.stream.last('present').invitations;
    expect(shown?.invitation).toBe(phone.incoming().invitation);
    expect(new Set([shown?.token, outside.incoming().token, phone.incoming().token]).size).toBe(3);
    valueOf(await caller.leave());
    await stage().told();
    for (const { stream } of [phone, outside, page]) {
      expect(stream.all('incoming_cancelled')).toMatchObject([{ reason: 'cancelled' }]);
    }
  });

  it.each(['at once', 'later'])(
    '6: a client from outside that reconnects %s does not ring twice',
    async (when) => {
      const { bob, hers } = await pair();
      const outside = await stage().device(bob, { page: false });
      await hers.calls(bob.address);
      await vi.waitFor(() => expect(outside.stream.all('incoming')).toHaveLength(1));
      if (when === 'later') await stage().advance(1_000);
      outside.stream.close();
      const again = await outside.connect();
      await stage().told();
      expect(again.all('incoming')).toEqual([]);
    },
  );

  it('7: nothing starts to ring with less than three seconds left', async () => {
    const { bob, hers } = await pair();
    await stage().device(bob);
    await hers.calls(bob.address);
    await stage().advance(42_500);
    const late = await stage().device(bob);
    expect(late.stream.last('present').invitations).toEqual([]);
  });

  it('8: the token tells the final state for ten minutes after the end, then nothing', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().advance(45_000);
    expect(valueOf(await his.says())).toMatchObject({ state: 'missed', reason: 'missed' });
    await stage().advance(10 * 60_000 - 1_000);
    expect(valueOf(await his.says())).toMatchObject({ state: 'missed' });
    await stage().advance(2_000);
    await expect(his.says()).rejects.toThrow('unauthorized');
  });

  it('11: who calls somebody that is calling answers that call', async () => {
    const { alice, bob, hers } = await pair();
    const his = await stage().device(bob);
    const other = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    const callee = await his.calls(alice.address);
    await stage().told();
    expect(callee.session).toMatchObject({
      room: caller.session.room,
      invitation: { state: 'accepted' },
    });
    expect(other.stream.all('incoming_cancelled')).toMatchObject([
      { reason: 'answered_elsewhere' },
    ]);
    expect(hers.stream.names()).not.toContain('incoming');
  });

  it('11: both at once end in one room, and nobody hears busy', async () => {
    const { alice, bob, hers } = await pair();
    const his = await stage().device(bob);
    await prefers(alice, { busy: 'reject' });
    await prefers(bob, { busy: 'reject' });
    const [one, other] = await Promise.all([hers.calls(bob.address), his.calls(alice.address)]);
    expect(one.session.room).toBe(other.session.room);
  });

  it("12: busy is the account's choice, decided when the call is placed", async () => {
    const { alice, bob, hers } = await pair();
    const his = await stage().device(bob);
    const carol = await stage().person('carol');
    const carols = await stage().device(carol);
    await his.calls(carol.address);
    await prefers(bob, { busy: 'reject' });
    expect(reasonOf(await hers.call(bob.address))).toBe('busy');
    await prefers(bob, { busy: 'waiting' });
    await hers.calls(bob.address);
    await stage().told();
    expect(his.incoming()).toMatchObject({ remote_address: alice.address, waiting: true });
    expect(carols.incoming()).toMatchObject({ waiting: false });
  });

  it('12: calling again from the same device replaces the call before', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    const first = await hers.calls(bob.address);
    await stage().told();
    await his.answers();
    const second = await hers.calls(bob.address);
    await stage().told();
    expect(second.session.room).not.toBe(first.session.room);
    expect(his.stream.last('disconnect')).toMatchObject({ reason: 'replaced', cause: 'replaced' });
    expect(his.stream.all('incoming')).toHaveLength(2);
    expect(his.incoming().waiting).toBe(false);
  });

  it('14: calling oneself rings the other devices', async () => {
    const { alice, hers } = await pair();
    const tablet = await stage().device(alice);
    const caller = await hers.calls(alice.address);
    await stage().told();
    expect(hers.stream.names()).not.toContain('incoming');
    const callee = await tablet.answers();
    expect(callee.session.room).toBe(caller.session.room);
  });

  it('11: who calls back while the other hangs up rings the other', async () => {
    const { context } = stage();
    const { alice, bob, hers } = await pair();
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    const called = await inStep(context, async (step) => {
      const room = await lockRoom(step, caller.session.room);
      if (room === undefined) throw new Error('the room is gone');
      const calling = his.call(alice.address);
      await somebodyWaits();
      await endRoomBy(step, room, { do: 'leave', participant: caller.uuid, cause: 'hung_up' });
      return { calling };
    });
    const placed = valueOf(await called.calling);
    await stage().told();
    expect(placed.room).not.toBe(caller.session.room);
    expect(hers.incoming()).toMatchObject({ invitation: placed.invitation?.id });
  });

  /** Another step has come to a lock that this one holds; SQLite lets it not even begin. */
  async function somebodyWaits(): Promise<void> {
    const { db } = stage().context;
    if (database === 'sqlite') return;
    await vi.waitFor(async () => {
      const waiting = await sql`select pid from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      expect(waiting.rows).not.toHaveLength(0);
    });
  }

  it('15: a winner that stays silent ends the call after 20 s, with its cause', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob, { page: false });
    await hers.calls(bob.address);
    await stage().told();
    await his.answers();
    await stage().advance(19_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({ reason: 'failed', cause: 'silent' });
  });

  it('15: a winner that opens its stream is not silent', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob, { page: false });
    await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    await callee.listen();
    await stage().advance(60_000);
    expect(hers.stream.names()).not.toContain('disconnect');
  });

  it('15: a page that does not know of its answer is silent, though its stream comes back', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    await his.answers();
    await his.connect(his.stream.lastId);
    await stage().advance(19_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({ reason: 'failed', cause: 'silent' });
  });

  it('15: a page that showed itself while its stream was away is there once that is back', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    his.stream.close();
    await stage().told();
    valueOf(await changeState(stage().context, callee.authority, { audio: true }));
    await stage().advance(29_000);
    await his.connect(his.stream.lastId);
    await stage().advance(60_000);
    expect(hers.stream.names()).not.toContain('disconnect');
  });

  it('16: nobody to reach is said at once, and after 10 s without a stream nobody is', async () => {
    const { bob, hers } = await pair();
    expect(reasonOf(await hers.call(bob.address))).toBe('unreachable');
    const his = await stage().device(bob);
    his.stream.close();
    await stage().told();
    await stage().advance(9_000);
    const caller = await hers.calls(bob.address);
    valueOf(await caller.leave());
    await stage().advance(2_000);
    expect(reasonOf(await hers.call(bob.address))).toBe('unreachable');
  });

  it('16: a device that its person switched off does not count', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    await stage()
      .context.db.updateTable('device')
      .set({ ring: 0 })
      .where('id', '=', his.authority.device)
      .execute();
    expect(reasonOf(await hers.call(bob.address))).toBe('unreachable');
  });

  it('a blocked caller sees what anybody sees whom nobody can hear', async () => {
    const { alice, bob, hers } = await pair();
    await stage().device(bob);
    valueOf(await block(stage().context, await credentialsOf(stage().context, bob), alice.address));
    expect(reasonOf(await hers.call(bob.address))).toBe('unreachable');
  });

  it('rings a device no more once it was removed', async () => {
    const { bob, hers } = await pair();
    const his = await stage().device(bob);
    const who = await browserOf(stage().context, bob);
    valueOf(await removeDevice(stage().context, who, his.authority.device));
    await stage().told();
    expect(his.stream.closed).toBe('access_ended');
    expect(reasonOf(await hers.call(bob.address))).toBe('unreachable');
  });

  it('limits calling and cancelling in a row, for this pair alone', async () => {
    const { bob, hers } = await pair();
    await stage().device(bob);
    const carol = await stage().person('carol');
    await stage().device(carol);
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const caller = await hers.calls(bob.address);
      valueOf(await caller.leave());
    }
    const limited = await hers.call(bob.address);
    expect(limited).toMatchObject({ refusal: { reason: 'too_many', retryAfter: 5 } });
    await hers.calls(carol.address);
  });
});
