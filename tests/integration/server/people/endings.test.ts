import { describe, expect, it } from 'vitest';
import { changePassword } from '@/lib/server/accounts/passwords';
import { endSession } from '@/lib/server/accounts/sessions';
import { changeAccount, deleteAccount } from '@/lib/server/administration/accounts';
import type { BrowserAuthority } from '@/lib/server/authority';
import { newSession } from '@/lib/server/calls/placing';
import { removeDevice } from '@/lib/server/devices/my-devices';
import { registerDevice } from '@/lib/server/devices/registration';
import { registrationAuthority } from '@/lib/server/devices/registration-authority';
import { createMeeting, deleteMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { Device, Seat, useStage } from '../calls/stage';
import { browserOf, password, person, reasonOf, valueOf } from './people';

describe.each(bothDatabases)('what ends a call on %s', (database) => {
  const stage = useStage(database);

  /** A page of a browser that signed in. */
  const pageOf = async (browser: BrowserAuthority): Promise<Device> => {
    const { context } = stage();
    const body = { device_id: `web__${context.random.uuid()}`, device_type: 'web' as const };
    const { token } = valueOf(await registerDevice(context, browser, { ...body, userAgent: '' }));
    const authority = await registrationAuthority(context, token);
    if (authority === undefined) throw new Error('the registration is not known');
    const page = new Device(context, authority, true);
    await page.connect();
    return page;
  };

  /** Alice, in a call with Bob on a page of a browser of hers. */
  const inCall = async () => {
    const [alice, bob] = [await stage().person('alice'), await stage().person('bob')];
    const browser = await browserOf(stage().context, alice);
    const [hers, his] = [await pageOf(browser), await stage().device(bob)];
    await hers.calls(bob.address);
    await stage().told();
    await his.answers();
    await stage().told();
    return { alice, browser, hers, his };
  };

  const administrator = async (organisation: number) =>
    browserOf(
      stage().context,
      await person(
        stage().context,
        organisation,
        `admin${stage().context.random.id()}`,
        'administrator',
      ),
    );

  it('is signing out, which closes the page and tells the other side', async () => {
    const { browser, hers, his } = await inCall();
    await endSession(stage().context, browser);
    await stage().told();
    expect(hers.stream.closed).toBeDefined();
    expect(his.stream.last('disconnect')).toMatchObject({ reason: 'ended' });
  });

  it('is taking the device away', async () => {
    const { browser, hers, his } = await inCall();
    valueOf(await removeDevice(stage().context, browser, hers.authority.device));
    await stage().told();
    expect(hers.stream.closed).toBeDefined();
    expect(his.stream.names()).toContain('disconnect');
  });

  it('is a new password, unless this very session set it', async () => {
    const { alice, browser, hers, his } = await inCall();
    const change = { current: password, network: '192.0.2.1' };
    const { context } = stage();
    valueOf(await changePassword(context, browser, { ...change, new: 'another passphrase' }));
    await stage().told();
    expect(hers.stream.closed).toBeUndefined();
    expect(his.stream.names()).not.toContain('disconnect');
    const elsewhere = await browserOf(context, alice);
    const again = { ...change, current: 'another passphrase', new: 'a third passphrase' };
    valueOf(await changePassword(context, elsewhere, again));
    await stage().told();
    expect(hers.stream.closed).toBeDefined();
    expect(his.stream.names()).toContain('disconnect');
  });

  it.each(['disabled', 'deleted'])('is an account that is %s', async (how) => {
    const { alice, hers, his } = await inCall();
    const { context } = stage();
    const by = await administrator(alice.organisation);
    if (how === 'deleted') valueOf(await deleteAccount(context, by, alice.id));
    else valueOf(await changeAccount(context, by, alice.id, { disabled: true }));
    await stage().told();
    expect(hers.stream.closed).toBeDefined();
    expect(his.stream.last('disconnect')).toMatchObject({ cause: 'account_closed' });
  });

  it('is an account that is disabled while it rings: nothing is left ringing', async () => {
    const [alice, bob] = [await stage().person('alice'), await stage().person('bob')];
    const [hers, his] = [await stage().device(alice), await stage().device(bob)];
    await hers.calls(bob.address);
    await stage().told();
    his.incoming();
    const by = await administrator(bob.organisation);
    valueOf(await changeAccount(stage().context, by, bob.id, { disabled: true }));
    await stage().told();
    expect(his.stream.closed).toBeDefined();
    expect(hers.stream.last('invitation_update').state).not.toBe('ringing');
  });

  it.each(['disabled', 'deleted'])(
    'is the owner of a meeting who is %s: nobody hosts it any more',
    async (how) => {
      const { context } = stage();
      const [alice, bob] = [await stage().person('alice'), await stage().person('bob')];
      const browser = await browserOf(context, alice);
      const pins = { pin: '1234', guest_pin: '5678', guests: true };
      const { address } = valueOf(await createMeeting(context, browser, pins));
      const comes = (pin: string) =>
        newSession(context, {
          address,
          pin,
          body: {},
          authority: null,
          ring: null,
          network: '192.0.2.9',
          page: true,
        });
      const guest = await Seat.of(context, valueOf(await comes('5678')));
      const hears = await guest.listen(true);
      const his = await stage().device(bob);
      await his.calls(address, {}, '1234');

      const by = await administrator(alice.organisation);
      if (how === 'deleted') valueOf(await deleteAccount(context, by, alice.id));
      else valueOf(await changeAccount(context, by, alice.id, { disabled: true }));
      await stage().told();
      for (const stream of [hears, his.stream]) {
        expect(stream.last('disconnect')).toMatchObject({ cause: 'host_ended' });
      }
      expect(reasonOf(await comes('1234'))).toBe('forbidden');
      expect(reasonOf(await his.call(address, {}, '1234'))).toBe('not_found');
      if (how === 'deleted') return;
      valueOf(await changeAccount(context, by, alice.id, { disabled: false }));
      expect(valueOf(await comes('1234')).role).toBe('HOST');
    },
  );

  it('is a meeting that is deleted', async () => {
    const [alice, bob] = [await stage().person('alice'), await stage().person('bob')];
    const browser = await browserOf(stage().context, alice);
    const { address } = valueOf(await createMeeting(stage().context, browser, {}));
    const [hers, his] = [await stage().device(alice), await stage().device(bob)];
    await hers.calls(address);
    await his.calls(address);
    valueOf(await deleteMeeting(stage().context, browser, address));
    await stage().told();
    for (const device of [hers, his]) {
      expect(device.stream.last('disconnect')).toMatchObject({ cause: 'host_ended' });
    }
  });
});
