import { describe, expect, it } from 'vitest';
import { changeState } from '@/lib/server/calls/own-side';
import { bothDatabases } from '@/tests/support/context';
import { valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

describe.each(bothDatabases)('sharing a screen on %s', (database) => {
  const stage = useStage(database);

  const says = (seat: Seat, state: Parameters<typeof changeState>[2]) =>
    changeState(stage().context, seat.authority, state);

  async function inCall() {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const his = await stage().device(bob);
    const caller = await hers.calls(bob.address);
    await stage().told();
    const callee = await his.answers();
    await stage().told();
    return { hers, his, caller, callee };
  }

  it('is told to the other side, and refused to the other while it goes on', async () => {
    const { his, caller, callee } = await inCall();
    valueOf(await says(caller, { screen: true }));
    await stage().told();
    const shares = { uuid: caller.uuid, state: { screen: true } };
    expect(his.stream.last('participant_update')).toMatchObject(shares);
    expect(await says(callee, { audio: true, screen: true })).toMatchObject({
      refusal: { reason: 'forbidden', because: 'screen_taken' },
    });
    // Nothing of what was refused came to pass.
    await stage().told();
    expect(his.stream.last('participant_update')).toMatchObject(shares);
    valueOf(await says(caller, { audio: true, screen: true }));
    valueOf(await says(caller, { screen: false }));
    valueOf(await says(callee, { screen: true }));
  });

  it('may be taken over once the sharer’s stream is gone, who is told so when it is back', async () => {
    const { hers, his, caller, callee } = await inCall();
    valueOf(await says(caller, { screen: true }));
    hers.stream.close();
    await stage().told();
    valueOf(await says(callee, { screen: true }));
    await stage().told();
    const isOver = { uuid: caller.uuid, connected: false, state: { screen: false } };
    expect(his.stream.all('participant_update')).toContainEqual(expect.objectContaining(isOver));
    const back = await hers.connect();
    await stage().told();
    const mine = back.all('participant_create').find(({ uuid }) => uuid === caller.uuid);
    expect(mine).toMatchObject({ state: { screen: false } });
    expect(await says(caller, { screen: true })).toMatchObject({
      refusal: { because: 'screen_taken' },
    });
  });

  it('goes on while its stream was away and nobody took its place', async () => {
    const { hers, his, caller, callee } = await inCall();
    valueOf(await says(caller, { screen: true }));
    hers.stream.close();
    await stage().told();
    await hers.connect();
    await stage().told();
    expect(his.stream.last('participant_update')).toMatchObject({
      uuid: caller.uuid,
      connected: true,
      state: { screen: true },
    });
    expect(await says(callee, { screen: true })).toMatchObject({
      refusal: { because: 'screen_taken' },
    });
  });

  it('is won by one of two who begin at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { caller, callee } = await inCall();
      const began = await Promise.all([caller, callee].map((one) => says(one, { screen: true })));
      expect(began.filter(({ ok }) => ok)).toHaveLength(1);
      await caller.leave();
    }
  });
});
