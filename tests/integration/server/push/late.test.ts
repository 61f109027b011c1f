import { describe, expect, it } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import type { BrowserAuthority } from '@/lib/server/authority';
import { ringAuthority } from '@/lib/server/calls/authority';
import { changeDevice } from '@/lib/server/devices/my-devices';
import { registerDevice } from '@/lib/server/devices/registration';
import { bothDatabases } from '@/tests/support/context';
import { browserOf, valueOf } from '../people/people';
import { certificate, freshToken, usePushStage } from './push-stage';

describe.each(bothDatabases)('a phone that registers while it rings, on %s', (database) => {
  const stage = usePushStage(database);

  /** Bob, who is called on his open page. */
  const ringing = async () => {
    const hers = await stage().device(await stage().person('alice'));
    const bob = await stage().person('bob');
    const page = await stage().device(bob);
    const call = await hers.calls(bob.address);
    await stage().told();
    return { bob, page, hers, call };
  };
  const toToken = (token: string) =>
    stage().apns.given.filter(({ push }) => push.target.token === token);
  const app = (session: BrowserAuthority, token: string) =>
    registerDevice(stage().context, session, {
      device_id: `${token}__${appKeyOf(certificate)}`,
      device_type: 'ios',
      userAgent: '',
    });

  it('is rung by push, and answers by its token', async () => {
    const { bob, hers } = await ringing();
    const [token, registrationId] = [freshToken(), freshToken()];
    await stage().iphone(bob, token);
    await stage().android(bob, registrationId);
    await stage().pushed();
    const [push, ...more] = toToken(token);
    expect(more).toEqual([]);
    expect(stage().jpush.given.at(-1)?.push.target).toMatchObject({ registrationId });
    const { incoming } = push?.push.message ?? {};
    expect(incoming?.remote_address).toBe(hers.authority.account.address);
    const ring = valueOf(await ringAuthority(stage().context, incoming?.token ?? ''));
    expect(ring.invitation).toBe(incoming?.invitation);
  });

  it('is rung once, however often it registers', async () => {
    const { bob } = await ringing();
    const token = freshToken();
    await stage().iphone(bob, token);
    await stage().iphone(bob, token);
    await stage().pushed();
    await stage().iphone(bob, token);
    await stage().pushed();
    expect(toToken(token)).toHaveLength(1);
  });

  it('is not rung with less than three seconds left, nor after the end', async () => {
    const { bob, call } = await ringing();
    const { ringSeconds } = stage().context.settings;
    await stage().advance((ringSeconds - 3) * 1_000 + 1);
    const [late, after] = [freshToken(), freshToken()];
    await stage().iphone(bob, late);
    valueOf(await call.leave());
    await stage().iphone(bob, after);
    await stage().pushed();
    expect([...toToken(late), ...toToken(after)]).toEqual([]);
  });

  it('is rung with three seconds left', async () => {
    const { bob } = await ringing();
    await stage().advance((stage().context.settings.ringSeconds - 3) * 1_000);
    const token = freshToken();
    await stage().iphone(bob, token);
    await stage().pushed();
    expect(toToken(token)).toHaveLength(1);
  });

  it('is rung on the device that it is part of: only where the page there is silent', async () => {
    const { context } = stage();
    const called = async () => {
      const hers = await stage().device(await stage().person('alice'));
      const bob = await stage().person('bob');
      const session = await browserOf(context, bob);
      const page = await stage().device(bob);
      // The page of this session: what the app shows.
      await context.db
        .updateTable('device')
        .set({ session_id: session.session })
        .where('id', '=', page.authority.part)
        .execute();
      await hers.calls(bob.address);
      await stage().told();
      return { page, session };
    };
    const [silent, heard] = [await called(), await called()];
    valueOf(await heard.page.says());
    const [one, other] = [freshToken(), freshToken()];
    valueOf(await app(silent.session, one));
    valueOf(await app(heard.session, other));
    await stage().advance(1_000);
    await stage().pushed();
    expect(toToken(other)).toEqual([]);
    const [push] = toToken(one);
    expect(push?.push.message.incoming.token).toBe(silent.page.incoming().token);
  });

  it('is not rung where its person silenced it', async () => {
    const { bob } = await ringing();
    const session = await browserOf(stage().context, bob);
    const page = valueOf(
      await registerDevice(stage().context, session, {
        device_id: `web__${stage().context.random.uuid()}`,
        device_type: 'web',
        userAgent: '',
      }),
    );
    valueOf(await changeDevice(stage().context, session, page.device, { ring: false }));
    const token = freshToken();
    valueOf(await app(session, token));
    await stage().pushed();
    expect(toToken(token)).toEqual([]);
  });
});
