import { expect, it } from 'vitest';
import * as z from 'zod';
import { deviceEntrySchema, pairingSchema } from '@/lib/platform/own';
import { expectFailure, onEachDatabase, useScene } from '@/tests/support/outside/scene';
import { registered, resultOf } from '@/tests/support/outside/shapes';

onEachDatabase('Parts of one phone', (running) => {
  const scene = useScene(running, 4);

  /** A browser of that person's, signed in and registered. */
  const browser = async (who: { readonly account: string; readonly password: string }) => {
    const ask = await scene().asPage(who);
    const device_id = `web__${crypto.randomUUID()}`;
    const path = `/api/registrations/${encodeURIComponent(who.account)}/new_session`;
    const answer = await ask(path, { json: { device_id, device_type: 'web' } });
    return { ask, token: resultOf(answer, registered).token };
  };
  type Browser = Awaited<ReturnType<typeof browser>>;

  const devices = async ({ ask }: Browser) =>
    z.parse(z.array(deviceEntrySchema), resultOf(await ask('/api/my/devices'), z.unknown()));
  const show = async ({ ask }: Browser) => {
    const answer = await ask('/api/my/pairing', { method: 'POST' });
    return z.parse(pairingSchema, resultOf(answer, z.unknown()));
  };
  const join = ({ ask }: Browser, code: string) => ask('/api/my/pairing/join', { json: { code } });

  it('become one device by a code, which a link carries in its fragment, and two again', async () => {
    const { bob } = scene();
    const [tab, app] = [await browser(bob), await browser(bob)];
    const known = (await devices(tab)).length;
    const { code, link, expires_at } = await show(tab);
    expect(link).toBe(`${running().url}/settings#pair=${code}`);
    expect(expires_at * 1_000).toBeGreaterThan(Date.now() + 590_000);
    resultOf(await join(app, `${code.slice(0, 4)}-${code.slice(4)}`), z.null());

    const [one, ...others] = await devices(app);
    expect(others).toHaveLength(known - 2);
    expect(one).toMatchObject({ current: true });
    expect(one?.channels.map(({ kind }) => kind)).toEqual(['stream', 'stream']);
    expectFailure(await join(app, code), 409, 'ended');

    const part = `/api/my/devices/${one?.id}/channels/${one?.channels[1]?.id}`;
    resultOf(await app.ask(part, { method: 'DELETE' }), z.null());
    expect(await devices(app)).toHaveLength(known);
  });

  it('are of one account: another one’s code is no code', async () => {
    const { bob, carol } = scene();
    const { code } = await show(await browser(bob));
    expectFailure(await join(await browser(carol), code), 409, 'ended');
  });

  it('lose the code by five wrong ones', async () => {
    const { bob } = scene();
    const [tab, app] = [await browser(bob), await browser(bob)];
    const { code } = await show(tab);
    const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0');
    for (let tries = 0; tries < 4; tries += 1) {
      expectFailure(await join(app, wrong), 403, 'forbidden');
    }
    expectFailure(await join(app, wrong), 409, 'ended');
    expectFailure(await join(app, code), 409, 'ended');
  });

  it('are paired by who is signed in, not by a registration’s token', async () => {
    const { client, bob } = scene();
    const { token } = await browser(bob);
    const answer = await client.ask('/api/my/pairing', { method: 'POST', headers: { token } });
    expectFailure(answer, 401, 'unauthorized');
  });
});
