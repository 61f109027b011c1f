import { describe, expect, it } from 'vitest';
import { listAdminDevices } from '@/lib/server/administration/devices';
import { listPushes, type PushesQuery } from '@/lib/server/administration/pushes';
import { joinPairing, startPairing } from '@/lib/server/devices/pairing';
import { bothDatabases } from '@/tests/support/context';
import { browserOf, organisation, person, reasonOf, valueOf } from '../people/people';
import { freshToken, usePushStage } from './push-stage';

describe.each(bothDatabases)('the push log on %s', (database) => {
  const stage = usePushStage(database);

  /** An organisation whose Bob was called on two iPhones, and its administrator's view. */
  const called = async (name: string) => {
    const { context } = stage();
    const home = await organisation(context, `${name} ${freshToken()}`);
    const alice = await stage().person('alice', home);
    const bob = await stage().person('bob', home);
    const phones = [await stage().iphone(bob), await stage().iphone(bob)];
    const hers = await stage().device(alice);
    valueOf(await (await hers.calls(bob.address)).leave());
    await stage().pushed();
    const administrator = await person(context, home, freshToken(), 'administrator');
    const authority = await browserOf(context, administrator);
    const devices = async (limit: number) =>
      valueOf(await listAdminDevices(context, authority, { account: bob.id, limit }));
    const list = async (query: PushesQuery = {}) =>
      valueOf(await listPushes(context, authority, query));
    return { bob, alice, phones, list, devices, home };
  };

  it('shows an administrator the pushes of one organisation, an operator all', async () => {
    const [home, elsewhere] = [await called('Home'), await called('Elsewhere')];
    for (const { bob, list } of [home, elsewhere]) {
      const { pushes } = await list({ limit: 200 });
      expect(pushes.map(({ account }) => account.id)).toEqual([bob.id, bob.id]);
    }
    const theirs = await home.list({ account: elsewhere.bob.id });
    expect(theirs.pushes).toEqual([]);
    const { context } = stage();
    const operator = await person(context, home.home, freshToken(), 'operator');
    const asOperator = await browserOf(context, operator);
    const everything = await listPushes(context, asOperator, { limit: 200 });
    const seen = valueOf(everything).pushes.map(({ account }) => account.id);
    expect(seen).toEqual(expect.arrayContaining([home.bob.id, elsewhere.bob.id]));
    const member = await browserOf(context, home.bob);
    expect(reasonOf(await listPushes(context, member, {}))).toBe('forbidden');
  });

  it('is narrowed to a device, an account or a state, and read page by page', async () => {
    const { alice, bob, phones, list } = await called('Home');
    const [phone] = phones;
    const ofPhone = await list({ device: phone?.device });
    expect(ofPhone.pushes.map(({ device }) => device)).toEqual([phone?.device]);
    expect((await list({ account: bob.id })).pushes).toHaveLength(2);
    expect((await list({ account: alice.id })).pushes).toEqual([]);
    const [all, refused] = [await list(), await list({ state: 'refused' })];
    expect(refused.pushes).toEqual([]);
    const first = await list({ limit: 1 });
    const second = await list({ limit: 1, before: first.next ?? '' });
    expect([...first.pushes, ...second.pushes]).toEqual(all.pushes);
    expect(second.next).toBeNull();
  });

  it('is of whole devices, however many parts a page of them has', async () => {
    const { context } = stage();
    const { bob, phones, list, devices } = await called('Home');
    await stage().advance(1_000);
    const session = await browserOf(context, bob);
    const page = await stage().device(bob, { stream: false });
    const [phone, other] = phones;
    const { code } = valueOf(await startPairing(context, session, page.authority.device));
    valueOf(await joinPairing(context, session, { code, device: phone?.device }));
    await stage().advance(1_000);
    await stage().iphone(bob);

    const shown = async (limit: number) =>
      (await devices(limit)).map(({ id, channels }) => [id, channels.length]);
    const [newest, paired, last, ...more] = await shown(200);
    expect(more).toEqual([]);
    expect(paired).toEqual([page.authority.device, 3]);
    expect(last?.[0]).toBe(other?.device);
    expect(await shown(1)).toEqual([newest]);
    expect(await shown(2)).toEqual([newest, paired]);

    const [ofPaired] = (await list({ device: page.authority.device })).pushes;
    expect(ofPaired).toMatchObject({ device: page.authority.device, device_name: 'iPhone' });
    expect((await devices(2))[1]?.last_push?.id).toBe(ofPaired?.id);
  });
});
