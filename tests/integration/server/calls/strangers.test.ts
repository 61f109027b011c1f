import { describe, expect, it } from 'vitest';
import { checkJoin } from '@/lib/server/calls/check-join';
import { newSession } from '@/lib/server/calls/placing';
import type { KnownAccount } from '@/lib/server/authority';
import { myCalls } from '@/lib/server/history/history';
import { bothDatabases } from '@/tests/support/context';
import { organisation, reasonOf, valueOf } from '../people/people';
import { Seat, useStage } from './stage';

describe.each(bothDatabases)('callers whom nobody knows, on %s', (database) => {
  const closed = useStage(database);
  const open = useStage(database, { ANONYMOUS_CALLERS: 'true', OPEN_ORGANISATIONS: 'true' });

  function nobody(
    stage: ReturnType<typeof open>,
    address: string,
    network = '192.0.2.9',
    display_name = 'Mallory "the" Guest',
  ) {
    return newSession(stage.context, {
      address,
      body: { display_name },
      authority: null,
      ring: null,
      network,
      page: false,
    });
  }

  function silences(stage: ReturnType<typeof open>, account: KnownAccount) {
    return stage.context.db
      .updateTable('account')
      .set({ unknown_callers: 'silence' })
      .where('id', '=', account.id)
      .execute();
  }

  it('need an account to call a person, unless the operator allows otherwise', async () => {
    const bob = await closed().person('bob');
    await closed().device(bob);
    expect(reasonOf(await nobody(closed(), bob.address))).toBe('forbidden');
    // Strangers learn no addresses.
    expect(reasonOf(await nobody(closed(), 'nobody@example.com'))).toBe('forbidden');
    for (const joinAccount of [bob.address, 'nobody@example.com']) {
      const asking = { body: { joinAccount }, authority: null, network: '192.0.2.9' };
      expect(reasonOf(await checkJoin(closed().context, asking))).toBe('forbidden');
    }
  });

  it('are shown as guests without an owner, and limited by their network', async () => {
    const bob = await open().person('bob');
    const his = await open().device(bob);
    const caller = await Seat.of(open().context, valueOf(await nobody(open(), bob.address)));
    await open().told();
    expect(his.incoming()).toMatchObject({
      remote_alias: '',
      owner: '',
      remote_address: '',
      remote_display_name: 'Guest "Mallory the Guest"',
      conference_alias: bob.address,
    });
    valueOf(await caller.leave());
    for (let attempt = 1; attempt < 10; attempt += 1) {
      valueOf(
        await (await Seat.of(open().context, valueOf(await nobody(open(), bob.address)))).leave(),
      );
    }
    expect(reasonOf(await nobody(open(), bob.address))).toBe('too_many');
    valueOf(await nobody(open(), bob.address, '198.51.100.1'));
  });

  it('have names that are cut between characters', async () => {
    const bob = await open().person('bob');
    const his = await open().device(bob);
    const name = `${'a'.repeat(78)}👩‍🚀`;
    valueOf(await nobody(open(), bob.address, '198.51.100.2', name));
    await open().told();
    expect(his.incoming().remote_display_name).toBe(`Guest "${'a'.repeat(78)}"`);
  });

  it('of another organisation do not exist for it, unless the operator opened it', async () => {
    const elsewhere = await organisation(closed().context, 'Elsewhere');
    const stranger = await closed().person('stranger', elsewhere);
    const bob = await closed().person('bob');
    await closed().device(bob);
    const theirs = await closed().device(stranger);
    expect(reasonOf(await theirs.call(bob.address))).toBe('not_found');
    expect(reasonOf(await theirs.call(bob.sipkey))).toBe('not_found');
  });

  it('ring nowhere where that is wished; the call is missed, on late devices too', async () => {
    const elsewhere = await organisation(open().context, 'Elsewhere');
    const stranger = await open().person('stranger', elsewhere);
    const bob = await open().person('bob');
    const his = await open().device(bob);
    const theirs = await open().device(stranger);
    await silences(open(), bob);
    await theirs.calls(bob.address);
    const late = await open().device(bob);
    await open().advance(45_000);
    expect(his.stream.names()).not.toContain('incoming');
    expect(late.stream.last('present').invitations).toEqual([]);
    expect(theirs.stream.all('invitation_update')).toMatchObject([
      { state: 'missed', heard: false },
    ]);
    const { calls } = await myCalls(open().context, bob, {});
    expect(calls).toMatchObject([{ outcome: 'missed', peer: { address: stranger.address } }]);
  });

  it('are known once they were called', async () => {
    const elsewhere = await organisation(open().context, 'Elsewhere');
    const stranger = await open().person('stranger', elsewhere);
    const bob = await open().person('bob');
    const his = await open().device(bob);
    const theirs = await open().device(stranger);
    await silences(open(), bob);
    valueOf(await (await his.calls(stranger.address)).leave());
    await theirs.calls(bob.address);
    await open().told();
    expect(his.incoming()).toMatchObject({
      remote_address: stranger.address,
      remote_organisation: 'Elsewhere',
    });
  });
});
