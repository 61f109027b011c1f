import { describe, expect, it } from 'vitest';
import { participantAuthority } from '@/lib/server/calls/authority';
import { changeState } from '@/lib/server/calls/own-side';
import { inStep } from '@/lib/server/calls/step';
import { refreshSession } from '@/lib/server/calls/session';
import { closeAccount } from '@/lib/server/administration/close-account';
import { bothDatabases } from '@/tests/support/context';
import { reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

describe.each(bothDatabases)('the grace time on %s', (database) => {
  const stage = useStage(database);

  async function inCall(page = true) {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob, { page });
    const caller = await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    const outside = page ? undefined : await callee.listen();
    await says(caller, { audio: true });
    await says(callee, { audio: true });
    await stage().told();
    return { alice, bob, hers, his, caller, callee, outside };
  }

  async function says(seat: Seat, state: Parameters<typeof changeState>[2]) {
    valueOf(await changeState(stage().context, seat.authority, state));
  }

  async function refreshes(seat: Seat) {
    valueOf(await refreshSession(stage().context, seat.authority));
  }

  it('17: lets a page come back to its call within 30 s', async () => {
    const { hers, his, callee } = await inCall();
    his.stream.close();
    await stage().told();
    expect(hers.stream.last('participant_update')).toMatchObject({
      uuid: callee.uuid,
      connected: false,
    });
    await stage().advance(29_000);
    await his.connect();
    await stage().told();
    expect(hers.stream.last('participant_update')).toMatchObject({ connected: true });
    await stage().advance(60_000);
    expect(hers.stream.names()).not.toContain('disconnect');
  });

  it('17: ends the call of a page after 30 s, with its cause', async () => {
    const { hers, his } = await inCall();
    his.stream.close();
    await stage().told();
    await stage().advance(29_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({
      reason: 'failed',
      cause: 'connection_lost',
    });
  });

  it('17: is 15 s for clients from outside', async () => {
    const { hers, outside } = await inCall(false);
    outside?.close();
    await stage().told();
    await stage().advance(14_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
  });

  it('17: is 120 s after a page said that it is paused', async () => {
    const { hers, his, callee } = await inCall();
    await says(callee, { paused: true });
    his.stream.close();
    await stage().told();
    await stage().advance(119_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
  });

  it('17: does not run while the other side reports flowing media, for ten minutes at most', async () => {
    const { hers, his, caller, callee } = await inCall();
    his.stream.close();
    await stage().told();
    for (let second = 0; second < 9 * 60; second += 5) {
      await says(caller, { flowing: [callee.uuid] });
      await refreshes(caller);
      await stage().advance(5_000);
    }
    expect(hers.stream.names()).not.toContain('disconnect');
    for (let second = 0; second < 120; second += 5) {
      await changeState(stage().context, caller.authority, { flowing: [callee.uuid] });
      await refreshSession(stage().context, caller.authority);
      await stage().advance(5_000);
    }
    expect(hers.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
  });

  it('17: a participant that only reports keep does not make its account busy', async () => {
    const { bob, his, caller, callee } = await inCall();
    await stage()
      .context.db.updateTable('account')
      .set({ busy: 'reject' })
      .where('id', '=', bob.id)
      .execute();
    const second = await stage().device(bob);
    const carols = await stage().device(await stage().person('carol'));
    expect(reasonOf(await carols.call(bob.address))).toBe('busy');
    his.stream.close();
    await stage().told();
    for (let times = 0; times < 8; times += 1) {
      await says(caller, { flowing: [callee.uuid] });
      await stage().advance(5_000);
    }
    await carols.calls(bob.address);
    await stage().told();
    expect(second.incoming()).toMatchObject({ waiting: false });
  });

  it('18: tells the others what a participant says of itself', async () => {
    const { hers, callee } = await inCall();
    await says(callee, { audio: false, video: true, hold: true });
    await says(callee, { hold: false });
    await stage().told();
    expect(hers.stream.last('participant_update')).toMatchObject({
      uuid: callee.uuid,
      state: { audio: false, video: true, hold: false },
    });
  });

  it('a call that no page knows of any more ends, though the stream of its device is open', async () => {
    const { hers, his, caller, callee } = await inCall();
    await refreshes(caller);
    await stage().advance(100_000);
    await refreshes(caller);
    await his.connect(his.stream.lastId);
    await stage().advance(20_000);
    expect(hers.stream.last('participant_update')).toMatchObject({
      uuid: callee.uuid,
      connected: false,
    });
    await stage().advance(29_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(hers.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
  });

  it('a page that refreshes late is there again', async () => {
    const { hers, caller, callee } = await inCall();
    await stage().advance(60_000);
    await refreshes(caller);
    await stage().advance(80_000);
    await refreshes(callee);
    await stage().told();
    expect(hers.stream.last('participant_update')).toMatchObject({ connected: true });
    await refreshes(caller);
    await stage().advance(60_000);
    expect(hers.stream.names()).not.toContain('disconnect');
  });

  it('a caller whose stream is gone cancels when its time is over', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    hers.stream.close();
    await stage().told();
    await stage().advance(30_000);
    expect(his.stream.last('incoming_cancelled')).toMatchObject({ reason: 'cancelled' });
  });

  it('every token that a session ever had is good while it lives, and no other', async () => {
    const { context } = stage();
    const hers = await stage().device(await stage().person('alice'), { page: false });
    const bob = await stage().person('bob');
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    await says(callee, { audio: true });
    const { token } = valueOf(await refreshSession(context, callee.authority));
    expect(token).not.toBe(callee.session.token);
    for (const good of [token, callee.session.token]) {
      expect((await participantAuthority(context, good)).ok).toBe(true);
    }
    const next = context.tokens.write('participant', callee.uuid, 3);
    expect(reasonOf(await participantAuthority(context, next))).toBe('unauthorized');
    expect(reasonOf(await participantAuthority(context, `${token}x`))).toBe('unauthorized');
  });

  it('a newer stream of a receiver closes the older one, and nobody is away', async () => {
    const { hers, his } = await inCall();
    const first = his.stream;
    await his.connect(first.lastId);
    await stage().told();
    expect(first.closed).toBe('newer');
    await stage().advance(60_000);
    expect(hers.stream.names()).not.toContain('disconnect');
    expect(hers.stream.all('participant_update').every(({ connected }) => connected)).toBe(true);
  });

  it('an account that is closed leaves its calls, and what rings for it ends', async () => {
    const { bob, hers } = await inCall();
    const carol = await stage().person('carol');
    const carols = await stage().device(carol);
    await carols.calls(bob.address);
    await inStep(stage().context, (step) => closeAccount(step, bob.id));
    await stage().told();
    expect(hers.stream.last('disconnect')).toMatchObject({ cause: 'account_closed' });
    expect(carols.stream.last('invitation_update')).toMatchObject({ state: 'failed' });
  });
});
