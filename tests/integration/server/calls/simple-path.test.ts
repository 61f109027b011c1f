import { describe, expect, it } from 'vitest';
import { changeState } from '@/lib/server/calls/own-side';
import { newSession } from '@/lib/server/calls/placing';
import { myCalls } from '@/lib/server/history/history';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage } from './stage';

describe.each(bothDatabases)('a call on %s', (database) => {
  const stage = useStage(database);

  it('rings, is answered, and ends on both sides when either hangs up', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);

    const caller = await hers.calls(bob.address, { call_type: 'audio', checkdup: 'tap' });
    expect(caller.session).toMatchObject({
      service_type: 'gateway',
      address: alice.address,
      call_type: 'audio',
      peer: { address: bob.address, display_name: bob.displayName },
      invitation: { state: 'ringing' },
    });
    await stage().told();
    expect(his.incoming()).toMatchObject({
      remote_address: alice.address,
      conference_alias: alice.address,
      service_type: 'gateway',
      call_type: 'audio',
      waiting: false,
    });

    expect(valueOf(await his.says())).toMatchObject({ state: 'ringing' });
    await stage().told();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'ringing', heard: true });

    const callee = await his.answers();
    await stage().told();
    expect(callee.session).toMatchObject({ service_type: 'gateway', room: caller.session.room });
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'accepted' });
    expect(hers.stream.last('participant_create')).toMatchObject({
      uuid: callee.uuid,
      offer: 'peer',
      room: caller.session.room,
      participant: caller.uuid,
    });
    const seen = his.stream.all('participant_create').find(({ uuid }) => uuid === caller.uuid);
    expect(seen).toMatchObject({ offer: 'me' });

    valueOf(await caller.leave());
    await stage().told();
    expect(his.stream.last('disconnect')).toMatchObject({ reason: 'ended', cause: 'hung_up' });
    expect(hers.stream.names()).not.toContain('disconnect');
    valueOf(await caller.leave());

    const [line] = (await myCalls(stage().context, bob, {})).calls;
    expect(line).toMatchObject({ direction: 'incoming', outcome: 'answered', reason: 'ended' });
  });

  it.each([
    ['connection_lost', { reason: 'failed', cause: 'connection_lost' }],
    ['what an outside client says', { reason: 'ended', cause: 'hung_up' }],
  ])('that is left for the reason "%s" ends so for the other', async (reason, ending) => {
    const hers = await stage().device(await stage().person('alice'));
    const bob = await stage().person('bob');
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    valueOf(await callee.leave(reason));
    await stage().told();
    expect(hers.stream.last('disconnect')).toMatchObject(ending);
  });

  it('tells the caller and the other devices that it was rejected, with the message', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const phone = await stage().device(bob);
    const laptop = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    valueOf(await phone.reject('In a meeting'));
    valueOf(await phone.reject('In a meeting'));
    await stage().told();
    expect(hers.stream.last('invitation_update')).toMatchObject({
      state: 'rejected',
      reason: 'rejected',
      message: 'In a meeting',
    });
    expect(laptop.stream.all('incoming_cancelled')).toMatchObject([
      { reason: 'rejected_elsewhere' },
    ]);
    expect(phone.stream.all('incoming_cancelled')).toEqual([]);
    expect(reasonOf(await laptop.answer())).toBe('rejected_elsewhere');
  });

  it('stops ringing when the caller cancels, and is missed by the callee', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    valueOf(await caller.leave());
    await stage().told();
    expect(his.stream.all('incoming_cancelled')).toMatchObject([{ reason: 'cancelled' }]);
    expect(reasonOf(await his.answer())).toBe('cancelled');
    expect(valueOf(await his.says())).toMatchObject({ state: 'cancelled', reason: 'cancelled' });
    const { calls, unseen } = await myCalls(stage().context, bob, {});
    expect(calls[0]).toMatchObject({ outcome: 'missed', reason: 'cancelled', seen: false });
    expect(unseen).toBe(1);
  });

  it('ends as missed at its deadline', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().advance(44_000);
    expect(his.stream.names()).not.toContain('incoming_cancelled');
    await stage().advance(1_000);
    expect(his.stream.all('incoming_cancelled')).toMatchObject([{ reason: 'missed' }]);
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'missed' });
    expect(reasonOf(await his.answer())).toBe('missed');
  });

  it('tells a caller from outside of the refusal on its own stream and on its registration', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice, { page: false });
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    const own = await caller.listen();
    await stage().told();
    valueOf(await his.reject('Later'));
    await stage().told();
    for (const stream of [own, hers.stream]) {
      expect(stream.last('invitation_update')).toMatchObject({ state: 'rejected' });
      expect(stream.all('disconnect')).toMatchObject([{ reason: 'rejected', message: 'Later' }]);
    }
  });

  it('shows the caller that it is heard and that the person is answering', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    await hers.calls(bob.address);
    await stage().told();
    valueOf(await his.says());
    valueOf(await his.says());
    valueOf(await his.says({ answering: true }));
    await stage().told();
    const updates = hers.stream.all('invitation_update');
    expect(updates.map(({ heard, answering }) => [heard, answering])).toEqual([
      [true, false],
      [true, true],
    ]);
  });

  it('ends for a client that never opened a stream and does not refresh its session', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const his = await stage().device(bob);
    const placed = await newSession(stage().context, {
      address: bob.address,
      body: {},
      authority: await credentialsOf(stage().context, alice),
      ring: null,
      network: '192.0.2.1',
      page: false,
    });
    const caller = valueOf(placed);
    await stage().told();
    const callee = await his.answers();
    valueOf(await changeState(stage().context, callee.authority, { audio: true }));
    await stage().advance(119_000);
    expect(his.stream.names()).not.toContain('disconnect');
    await stage().advance(1_000);
    expect(his.stream.last('disconnect')).toMatchObject({
      cause: 'connection_lost',
      room: caller.room,
    });
  });

  it('leaves nothing behind an hour after its end', async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    await stage().device(bob);
    const caller = await hers.calls(bob.address);
    valueOf(await caller.leave());
    await stage().advance(71 * 60_000);
    const { db } = stage().context;
    expect(await db.selectFrom('room').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('participant').selectAll().execute()).toEqual([]);
    const { calls } = await myCalls(stage().context, bob, {});
    expect(calls).toHaveLength(1);
  });
});
