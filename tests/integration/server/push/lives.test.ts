import { afterEach, describe, expect, it } from 'vitest';
import { endSession } from '@/lib/server/calls/session';
import { ringAuthority } from '@/lib/server/calls/authority';
import { ringDevice, ringingTest, testAuthority } from '@/lib/server/calls/ring-test';
import { compose } from '@/lib/server/compose';
import { bothDatabases } from '@/tests/support/context';
import { ScriptedProvider } from '@/tests/support/push/scripted-provider';
import { reasonOf, valueOf } from '../people/people';
import { freshToken, openPushStage, usePushStage, type PushStage } from './push-stage';

describe.each(bothDatabases)('what rang by web push on %s', (database) => {
  const stage = usePushStage(database);

  const rungByWeb = async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    const page = await stage().device(bob, { stream: false });
    await stage().subscribe(page);
    const from = stage().web.given.length;
    const caller = await hers.calls(bob.address);
    await stage().pushed();
    const told = () =>
      stage()
        .web.given.slice(from)
        .map(({ push }) => push.message)
        .map((message) => (message.purpose === 'over' ? message.reason : message.purpose));
    return { alice, bob, caller, told };
  };

  it('becomes a missed call when the caller gives up', async () => {
    const { bob, caller, told } = await rungByWeb();
    valueOf(await caller.leave());
    await stage().pushed();
    expect(told()).toEqual(['ring', 'cancelled']);
    const over = stage().web.given.at(-1)?.push;
    expect(over?.expiresAt).toBe(stage().context.clock.now() + 86_400_000);
    const purposes = (await stage().log(bob)).map(({ purpose }) => purpose);
    expect(purposes.sort()).toEqual(['over', 'ring']);
  });

  it('says that it was answered elsewhere, and nothing on the device that answered', async () => {
    const { bob, told } = await rungByWeb();
    const token = stage().web.given.at(-1)?.push.message.incoming.token ?? '';
    const other = await stage().device(bob);
    await stage().told();
    const [rings] = other.stream.last('present').invitations;
    valueOf(await other.answer({}, rings?.token));
    await stage().pushed();
    expect(told()).toEqual(['ring', 'answered_elsewhere']);

    const second = await rungByWeb();
    const own = stage().web.given.at(-1)?.push.message.incoming.token ?? '';
    expect(own).not.toBe(token);
    const ring = valueOf(await ringAuthority(stage().context, own));
    valueOf(await endSession(stage().context, ring, {}));
    await stage().pushed();
    expect(second.told()).toEqual(['ring']);
  });
});

describe.each(bothDatabases)('the queue on %s', (database) => {
  const opened: PushStage[] = [];
  afterEach(async () => {
    for (const stage of opened.splice(0)) await stage.end();
  });

  it('survives a restart for as long as the ring lasts', async () => {
    const stage = await openPushStage(database);
    opened.push(stage);
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const hers = await stage.device(alice);
    const [one, other] = [freshToken(), freshToken()];
    await stage.iphone(bob, one);
    stage.apns.script = () => undefined;
    const first = await hers.calls(bob.address);
    await expect.poll(() => stage.apns.given.length).toBe(1);
    await expect.poll(async () => (await stage.log(bob))[0]?.state).toBe('sending');
    // The server dies here: the same database, with other memory.
    const apns = new ScriptedProvider('apns');
    const { clock, settings, log } = stage.context;
    const again = await compose(settings, log, { clock, providers: { apns } });
    await again.push.settled();
    expect(apns.given.map(({ push }) => [push.id, push.target.token])).toEqual([
      [stage.apns.given[0]?.push.id, one],
    ]);
    await again.close();
    expect(await stage.log(bob)).toMatchObject([{ state: 'accepted' }]);

    valueOf(await first.leave());
    await stage.iphone(bob, other);
    await hers.calls(bob.address, { checkdup: 'again' });
    await expect.poll(() => stage.apns.given.length).toBe(3);
    await expect
      .poll(async () => (await stage.log(bob)).filter(({ state }) => state === 'sending').length)
      .toBe(2);
    await stage.advance(60_000);
    const late = new ScriptedProvider('apns');
    const later = await compose(settings, log, { clock, providers: { apns: late } });
    await later.push.settled();
    expect(late.given).toEqual([]);
    await later.close();
    expect((await stage.log(bob)).map(({ state }) => state).sort()).toEqual([
      'accepted',
      'expired',
      'expired',
    ]);
  });

  it('begins no ring with less than three seconds left, by a retry or after a restart', async () => {
    const stage = await openPushStage(database);
    opened.push(stage);
    const alice = await stage.person('alice');
    const bob = await stage.person('bob');
    const hers = await stage.device(alice);
    await stage.iphone(bob);
    stage.apns.script = () => undefined;
    await hers.calls(bob.address);
    await expect.poll(async () => (await stage.log(bob))[0]?.state).toBe('sending');
    await stage.advance(42_000);
    expect(stage.apns.given[0]?.push.isDropped()).toBe(false);
    await stage.advance(1);
    expect(stage.apns.given[0]?.push.isDropped()).toBe(true);
    const apns = new ScriptedProvider('apns');
    const { clock, settings, log } = stage.context;
    const again = await compose(settings, log, { clock, providers: { apns } });
    await again.push.settled();
    expect(apns.given).toEqual([]);
    await again.close();
    expect(await stage.log(bob)).toMatchObject([{ state: 'expired' }]);
  });
});

describe.each(bothDatabases)('a ring test on %s', (database) => {
  const stage = usePushStage(database);

  it('rings one device by every channel, and tells each step with its time', async () => {
    const bob = await stage().person('bob');
    const page = await stage().device(bob);
    await stage().subscribe(page);
    await stage().iphone(bob);
    const { test } = valueOf(await ringDevice(stage().context, bob, page.authority.device));
    await stage().pushed();
    const steps = () =>
      page.stream.all('test_ring').map(({ step, channel }) => [step, channel].join(' ').trim());
    expect(steps()).toEqual(['asked', 'sent stream', 'sent web', 'accepted web']);
    expect(stage().apns.given).toEqual([]);

    const { incoming } = stage().web.given.at(-1)?.push.message ?? {};
    expect(incoming).toMatchObject({ invitation: test });
    const authority = testAuthority(stage().context, incoming?.token ?? '');
    if (authority === undefined) throw new Error('the token is of no test');
    await stage().advance(700);
    const said = valueOf(await ringingTest(stage().context, authority));
    expect(said).toMatchObject({ state: 'ringing' });
    await stage().told();
    expect(page.stream.last('test_ring')).toMatchObject({ step: 'rang', channel: 'web', at: 700 });
    await stage().pushed();
    const [web] = await stage().log(bob);
    expect(JSON.parse(web?.steps ?? '')).toContainEqual({ at: 700, step: 'rang' });
    await stage().advance(4_000);
    expect(valueOf(await ringingTest(stage().context, authority))).toMatchObject({
      state: 'cancelled',
    });
    await stage().advance(20_000);
    await stage().told();
    await expect.poll(steps).toContain('over');
  });

  it('says what failed, and that a device which nothing reaches cannot ring', async () => {
    const bob = await stage().person('bob');
    const page = await stage().device(bob);
    const phone = await stage().iphone(bob);
    stage().apns.script = () => ({ state: 'refused', status: 403, reason: 'InvalidProviderToken' });
    valueOf(await ringDevice(stage().context, bob, phone.device));
    await stage().pushed();
    expect(page.stream.last('test_ring')).toMatchObject({
      device: phone.device,
      step: 'failed',
      channel: 'apns',
      reason: 'InvalidProviderToken',
    });
    const closed = await stage().device(bob, { stream: false });
    valueOf(await ringDevice(stage().context, bob, closed.authority.device));
    await stage().told();
    expect(page.stream.last('test_ring')).toMatchObject({ step: 'failed' });
    expect(reasonOf(await ringDevice(stage().context, bob, 'none'))).toBe('not_found');
  });

  it('is asked for five times a minute of a device, and twenty times in ten of an account', async () => {
    const bob = await stage().person('bob');
    const phones: string[] = [];
    for (let count = 0; count < 5; count += 1) phones.push((await stage().iphone(bob)).device);
    const ring = (device = '') => ringDevice(stage().context, bob, device);
    const times = async (count: number, device = '') => {
      for (let done = 0; done < count; done += 1) valueOf(await ring(device));
    };
    const [one, ...others] = phones;
    await times(5, one);
    await stage().advance(20_000);
    expect(await ring(one)).toMatchObject({ refusal: { reason: 'too_many', retryAfter: 40 } });
    const stranger = await stage().person('eve');
    const hers = await stage().iphone(stranger);
    valueOf(await ringDevice(stage().context, stranger, hers.device));
    await stage().advance(40_000);
    await times(1, one);

    for (const device of others.slice(0, 2)) await times(5, device);
    const both = await Promise.all([...Array(8).keys()].map((n) => ring(others[2 + (n % 2)])));
    expect(both.filter(({ ok }) => ok)).toHaveLength(4);
    expect(await ring(others[3])).toMatchObject({
      refusal: { reason: 'too_many', retryAfter: 540 },
    });
    await stage().advance(540_000);
    await times(1, others[3]);
  });
});
