import { describe, expect, it } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import type { BrowserAuthority } from '@/lib/server/authority';
import { changeDevice, myDevices } from '@/lib/server/devices/my-devices';
import { separate } from '@/lib/server/devices/pairing';
import { registerDevice } from '@/lib/server/devices/registration';
import { bothDatabases } from '@/tests/support/context';
import { browserOf, valueOf } from '../people/people';
import { certificate, freshToken, usePushStage } from './push-stage';

describe.each(bothDatabases)('an app that shows a page, on %s', (database) => {
  const stage = usePushStage(database);

  const register = async (
    session: BrowserAuthority,
    device: { readonly device_id: string; readonly device_type: 'web' | 'ios' | 'android' },
  ) => valueOf(await registerDevice(stage().context, session, { ...device, userAgent: '' }));
  const page = (session: BrowserAuthority, uuid = stage().context.random.uuid()) =>
    register(session, { device_id: `web__${uuid}`, device_type: 'web' });
  const app = (session: BrowserAuthority, token = freshToken()) =>
    register(session, { device_id: `${token}__${appKeyOf(certificate)}`, device_type: 'ios' });
  const signedIn = async () => {
    const bob = await stage().person('bob');
    return { bob, session: await browserOf(stage().context, bob) };
  };
  const entries = (session: BrowserAuthority) => myDevices(stage().context, session);

  it('is one device with that page, whichever registers first', async () => {
    const first = await signedIn();
    const pages = await page(first.session);
    const apps = await app(first.session);
    expect(apps.device).toBe(pages.device);
    const [entry, ...more] = await entries(first.session);
    expect(more).toEqual([]);
    expect(entry?.channels.map(({ kind }) => kind).sort()).toEqual(['apns', 'stream', 'stream']);

    const other = await signedIn();
    const early = await app(other.session);
    const late = await page(other.session);
    expect(late.device).toBe(early.device);
    expect(await entries(other.session)).toHaveLength(1);
  });

  it('is one device also where both register at once', async () => {
    const { session } = await signedIn();
    const [one, other] = await Promise.all([page(session), app(session)]);
    expect(one.device).toBe(other.device);
    expect(await entries(session)).toHaveLength(1);
  });

  it('rings or not as the page does', async () => {
    const { session } = await signedIn();
    const { device } = await page(session);
    valueOf(await changeDevice(stage().context, session, device, { ring: false }));
    await app(session);
    const rows = await stage()
      .context.db.selectFrom('device')
      .select('ring')
      .where('physical_id', '=', device)
      .execute();
    expect(rows).toEqual([{ ring: 0 }, { ring: 0 }]);
  });

  it('stays separated when its person separated them, however often both register', async () => {
    const { session } = await signedIn();
    const uuid = stage().context.random.uuid();
    const token = freshToken();
    const { device } = await page(session, uuid);
    await app(session, token);
    const [entry] = await entries(session);
    const channel = entry?.channels.find(({ kind }) => kind === 'apns');
    valueOf(await separate(stage().context, session, device, channel?.id ?? ''));
    const again = [await page(session, uuid), await app(session, token)];
    expect(new Set(again.map((one) => one.device)).size).toBe(2);
    expect(await entries(session)).toHaveLength(2);
  });

  it('is no device of another session, nor of two pages or two apps', async () => {
    const { bob, session } = await signedIn();
    const elsewhere = await browserOf(stage().context, bob);
    await page(session);
    await app(elsewhere);
    await page(session);
    await stage().iphone(bob);
    expect(await entries(session)).toHaveLength(4);
  });

  it('is rung once', async () => {
    const { bob, session } = await signedIn();
    const hers = await stage().device(await stage().person('alice'));
    await page(session);
    const token = freshToken();
    await app(session, token);
    await hers.calls(bob.address);
    await stage().pushed();
    const rings = await stage()
      .context.db.selectFrom('ring')
      .innerJoin('invitation', 'invitation.id', 'ring.invitation_id')
      .select('ring.id')
      .where('invitation.callee_account_id', '=', bob.id)
      .execute();
    expect(rings).toHaveLength(1);
    const pushes = stage().apns.given.filter(({ push }) => push.target.token === token);
    expect(pushes).toHaveLength(1);
  });
});
