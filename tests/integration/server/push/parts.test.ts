import { describe, expect, it } from 'vitest';
import type { BrowserAuthority, KnownAccount } from '@/lib/server/authority';
import { ringAuthority } from '@/lib/server/calls/authority';
import { ringing } from '@/lib/server/calls/ringing';
import { changeDevice, myDevices } from '@/lib/server/devices/my-devices';
import { joinPairing, separate, startPairing } from '@/lib/server/devices/pairing';
import { bothDatabases } from '@/tests/support/context';
import type { Device } from '../calls/stage';
import { browserOf, reasonOf, valueOf } from '../people/people';
import { freshToken, usePushStage } from './push-stage';

describe.each(bothDatabases)('a device of several parts on %s', (database) => {
  const stage = usePushStage(database);

  const people = async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    return {
      bob,
      hers: await stage().device(alice),
      session: await browserOf(stage().context, bob),
    };
  };

  const pair = async (session: BrowserAuthority, one: string, other: string) => {
    const { context } = stage();
    const { code } = valueOf(await startPairing(context, session, one));
    valueOf(
      await joinPairing(context, session, {
        code: ` ${code.slice(0, 4)} ${code.slice(4)}`,
        device: other,
      }),
    );
  };

  const paired = async () => {
    const { bob, hers, session } = await people();
    const tab = await stage().device(bob, { deviceId: freshUuid() });
    const app = await stage().device(bob, { deviceId: freshUuid() });
    await pair(session, tab.authority.device, app.authority.device);
    return { bob, hers, session, tab, app };
  };

  const freshUuid = () => stage().context.random.uuid();
  const entries = (session: BrowserAuthority) => myDevices(stage().context, session);
  const rung = (page: Device) => page.stream.names().filter((name) => name === 'incoming').length;

  it('is one entry with the channels of each part', async () => {
    const { session, tab, app } = await paired();
    await stage().subscribe(app, { device: tab.authority.device });
    const [entry, ...more] = await entries(session);
    expect(more).toEqual([]);
    expect(entry?.id).toBe(tab.authority.device);
    expect(entry?.channels.map(({ kind }) => kind).sort()).toEqual(['stream', 'stream', 'web']);
    const changed = await changeDevice(stage().context, session, tab.authority.device, {
      name: 'My phone',
      ring: false,
    });
    expect(valueOf(changed)).toMatchObject({ name: 'My phone', ring: false });
  });

  it('shows a call once: on the stream that opened last, then on the others', async () => {
    const { bob, hers, tab, app } = await paired();
    const first = await hers.calls(bob.address);
    await stage().told();
    expect([rung(tab), rung(app)].sort()).toEqual([0, 1]);
    const [shown, other] = rung(tab) === 1 ? [tab, app] : [app, tab];
    await shown.says();
    await stage().advance(1_000);
    expect(rung(other)).toBe(0);
    valueOf(await first.leave());

    await hers.calls(bob.address);
    await stage().advance(1_000);
    await expect.poll(() => rung(other)).toBe(1);
    expect(other.incoming().token).toBe(shown.incoming().token);
    await other.answers();
    await stage().told();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'accepted' });
  });

  it('is rung through the system first, by the browser only where that fails for good', async () => {
    const { bob, hers, session } = await people();
    const page = await stage().device(bob, { stream: false });
    await stage().subscribe(page);
    const token = freshToken();
    const phone = await stage().iphone(bob, token);
    await pair(session, page.authority.device, phone.device);
    const toPhone = () => stage().apns.given.filter(({ push }) => push.target.token === token);
    const webBefore = stage().web.given.length;

    const first = await hers.calls(bob.address);
    await stage().pushed();
    expect([toPhone().length, stage().web.given.length - webBefore]).toEqual([1, 0]);
    valueOf(await first.leave());
    await stage().pushed();

    stage().apns.script = () => ({ state: 'refused', status: 400, reason: 'BadDeviceToken' });
    await hers.calls(bob.address);
    await stage().pushed();
    expect([toPhone().length, stage().web.given.length - webBefore]).toEqual([2, 1]);
    const [voip, web] = [toPhone()[1], stage().web.given.at(-1)];
    expect(web?.push.message.incoming.token).toBe(voip?.push.message.incoming.token);
    expect(hers.stream.names().filter((name) => name === 'invitation_update')).toEqual([]);
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('is not rung by the browser too where it rings by the time the system’s push fails', async () => {
    const { bob, hers, session } = await people();
    const page = await stage().device(bob, { stream: false });
    await stage().subscribe(page);
    const token = freshToken();
    const phone = await stage().iphone(bob, token);
    await pair(session, page.authority.device, phone.device);
    const webBefore = stage().web.given.length;
    stage().apns.script = () => undefined;
    await hers.calls(bob.address);
    const toPhone = () => stage().apns.given.find(({ push }) => push.target.token === token);
    await expect.poll(toPhone).toBeDefined();
    const { context } = stage();
    const ring = await ringAuthority(context, toPhone()?.push.message.incoming.token ?? '');
    valueOf(await ringing(context, valueOf(ring), {}));
    toPhone()?.answer({ state: 'failed', status: null, reason: 'no answer' });
    await stage().pushed();
    expect(stage().web.given).toHaveLength(webBefore);
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('goes on with what went on on a part before', async () => {
    const { bob, hers, session } = await people();
    const tab = await stage().device(bob);
    const app = await stage().device(bob, { stream: false });
    await hers.calls(bob.address);
    await stage().told();
    await pair(session, app.authority.device, tab.authority.device);
    await tab.answers();
    await stage().told();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'accepted' });

    const third = await stage().device(bob, { stream: false });
    const { context } = stage();
    valueOf(await changeDevice(context, session, third.authority.device, { ring: false }));
    await pair(session, third.authority.device, tab.authority.device);
    const inCall = await context.db
      .selectFrom('participant')
      .select('device_id')
      .where('account_id', '=', bob.id)
      .where('state', '=', 'in')
      .execute();
    expect(inCall).toEqual([{ device_id: third.authority.device }]);
    expect((await entries(session)).map(({ id, ring }) => [id, ring])).toEqual([
      [third.authority.device, false],
    ]);
  });

  it('has a token for each part that rang when they were paired, and both go on', async () => {
    const { context } = stage();
    const bothRing = async () => {
      const { bob, hers, session } = await people();
      const [tab, app] = [await stage().device(bob), await stage().device(bob)];
      await hers.calls(bob.address);
      await stage().told();
      await pair(session, tab.authority.device, app.authority.device);
      const over = (page: Device) => page.stream.all('incoming_cancelled');
      return { bob, hers, tab, app, over };
    };

    const rejected = await bothRing();
    expect(valueOf(await rejected.app.says()).state).toBe('ringing');
    valueOf(await rejected.app.reject());
    await stage().told();
    expect(rejected.hers.stream.last('invitation_update')).toMatchObject({ state: 'rejected' });
    expect(rejected.over(rejected.tab)).toMatchObject([{ reason: 'rejected_elsewhere' }]);
    expect(rejected.over(rejected.app)).toEqual([]);

    const { bob, tab, app, over } = await bothRing();
    const first = valueOf(await app.answer());
    expect(valueOf(await app.answer()).participant_uuid).toBe(first.participant_uuid);
    expect(reasonOf(await tab.answer())).toBe('answered_elsewhere');
    await stage().told();
    expect(over(tab)).toMatchObject([{ reason: 'answered_elsewhere' }]);
    expect(over(app)).toEqual([]);
    const inCall = await context.db
      .selectFrom('participant')
      .select('device_id')
      .where('account_id', '=', bob.id)
      .execute();
    expect(inCall).toEqual([{ device_id: tab.authority.device }]);
  });

  it('is tried by its other part where the push of one fails after they were paired', async () => {
    const { bob, hers, session } = await people();
    const page = await stage().device(bob, { stream: false });
    const phone = await stage().iphone(bob);
    stage().apns.script = () => undefined;
    const apnsBefore = stage().apns.given.length;
    await hers.calls(bob.address);
    await expect.poll(() => stage().apns.given.length).toBe(apnsBefore + 1);
    await pair(session, page.authority.device, phone.device);
    await stage().subscribe(page, { device: page.authority.device });
    const webBefore = stage().web.given.length;
    stage().apns.given.at(-1)?.answer({ state: 'refused', status: 400, reason: 'BadDeviceToken' });
    await stage().pushed();
    expect(stage().web.given).toHaveLength(webBefore + 1);
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('keeps the pushes of its parts in its log, and each takes its own along', async () => {
    const { bob, hers, session } = await people();
    const page = await stage().device(bob, { stream: false });
    const phone = await stage().iphone(bob);
    valueOf(await (await hers.calls(bob.address)).leave());
    await stage().pushed();
    const devices = async () => (await stage().log(bob)).map(({ physical_id }) => physical_id);
    expect(await devices()).toEqual([phone.device]);
    await pair(session, page.authority.device, phone.device);
    expect(await devices()).toEqual([page.authority.device]);
    const [entry] = await entries(session);
    const channel = entry?.channels.find(({ kind }) => kind === 'apns');
    valueOf(await separate(stage().context, session, entry?.id ?? '', channel?.id ?? ''));
    const own = (await entries(session)).find(({ kind }) => kind === 'ios');
    expect(await devices()).toEqual([own?.id]);
  });

  it('is separated again by a channel of a part', async () => {
    const { session, app } = await paired();
    const [entry] = await entries(session);
    const channel = entry?.channels.find(({ part }) => part === app.authority.part);
    valueOf(await separate(stage().context, session, entry?.id ?? '', channel?.id ?? ''));
    const after = await entries(session);
    expect(after).toHaveLength(2);
    const again = await separate(
      stage().context,
      session,
      after[0]?.id ?? '',
      `stream-${app.authority.part}`,
    );
    expect(['not_found', 'bad_request']).toContain(reasonOf(again));
  });
});

describe.each(bothDatabases)('pairing on %s', (database) => {
  const stage = usePushStage(database);

  const two = async (account: KnownAccount) => {
    const session = await browserOf(stage().context, account);
    const one = await stage().device(account);
    const other = await stage().device(account);
    return { session, one: one.authority.device, other: other.authority.device };
  };

  const wrongOf = (code: string) => String((Number(code) + 1) % 10 ** 8).padStart(8, '0');

  it('takes a code once, within ten minutes, from the same account', async () => {
    const { context } = stage();
    const bob = await stage().person('bob');
    const { session, one, other } = await two(bob);
    const { code, link, expires_at } = valueOf(await startPairing(context, session, one));
    expect(code).toMatch(/^\d{8}$/);
    expect(link).toBe(`https://calls.example.com/settings#pair=${code}`);
    expect(expires_at * 1_000).toBe(context.clock.now() + 600_000);

    const stranger = await two(await stage().person('eve'));
    const theft = await joinPairing(context, stranger.session, { code, device: stranger.one });
    expect(reasonOf(theft)).toBe('ended');
    expect(reasonOf(await joinPairing(context, session, { code, device: one }))).toBe(
      'bad_request',
    );
    valueOf(await joinPairing(context, session, { code, device: other }));
    expect(await myDevices(context, session)).toHaveLength(1);
    expect(reasonOf(await joinPairing(context, session, { code, device: one }))).toBe('ended');

    const late = valueOf(await startPairing(context, session, one));
    await stage().advance(600_000);
    const joined = await joinPairing(context, session, { code: late.code, device: one });
    expect(reasonOf(joined)).toBe('ended');
  });

  it('is void after five wrong codes', async () => {
    const { context } = stage();
    const bob = await stage().person('bob');
    const { session, one, other } = await two(bob);
    const { code } = valueOf(await startPairing(context, session, one));
    const reasons: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const body = { code: wrongOf(code), device: other };
      reasons.push(reasonOf(await joinPairing(context, session, body)));
    }
    expect(reasons).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden', 'ended']);
    expect(reasonOf(await joinPairing(context, session, { code, device: other }))).toBe('ended');
    expect(await myDevices(context, session)).toHaveLength(2);
  });
});
