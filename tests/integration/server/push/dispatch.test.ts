import { describe, expect, it } from 'vitest';
import { incomingSchema } from '@/lib/platform/calling';
import { deleteAccount } from '@/lib/server/administration/accounts';
import { ringAuthority } from '@/lib/server/calls/authority';
import { joinPairing, startPairing } from '@/lib/server/devices/pairing';
import { endRegistration } from '@/lib/server/devices/registration';
import { ringing } from '@/lib/server/calls/ringing';
import { endSession } from '@/lib/server/calls/session';
import { bothDatabases } from '@/tests/support/context';
import { browserOf, person, reasonOf, valueOf } from '../people/people';
import { freshToken, usePushStage } from './push-stage';

describe.each(bothDatabases)('a push on %s', (database) => {
  const stage = usePushStage(database);

  const called = async () => {
    const alice = await stage().person('alice');
    const bob = await stage().person('bob');
    const hers = await stage().device(alice);
    return { alice, bob, hers };
  };

  const sentTo = (token: string) =>
    stage().apns.given.filter(({ push }) => push.target.token === token);

  it('rings a device that has nothing open, with what section 3 says and one token', async () => {
    const { alice, bob, hers } = await called();
    const token = freshToken();
    await stage().iphone(bob, token);
    const caller = await hers.calls(bob.address, { call_type: 'video' });
    await stage().pushed();

    const [given, ...more] = sentTo(token);
    expect(more).toEqual([]);
    expect(given?.push.message.purpose).toBe('ring');
    const incoming = incomingSchema.parse(given?.push.message.incoming);
    expect(incoming).toMatchObject({
      remote_address: alice.address,
      remote_display_name: alice.displayName,
      conference_alias: alice.address,
      call_type: 'video',
      service_type: 'gateway',
      origin: 'https://calls.example.com',
      waiting: false,
    });
    expect(given?.push.expiresAt).toBe(incoming.expires_at * 1_000);

    const ring = valueOf(await ringAuthority(stage().context, incoming.token));
    expect(valueOf(await ringing(stage().context, ring, {}))).toMatchObject({ state: 'ringing' });
    await stage().told();
    expect(hers.stream.last('invitation_update')).toMatchObject({ heard: true });
    await stage().pushed();
    expect((await stage().log(bob))[0]?.steps).toContain('"rang"');
    valueOf(await caller.leave());
    await stage().pushed();
    expect(valueOf(await ringing(stage().context, ring, {}))).toMatchObject({ state: 'cancelled' });
    expect(sentTo(token)).toHaveLength(1);
    expect(await stage().log(bob)).toMatchObject([
      { provider: 'apns', state: 'accepted', status: 200, attempts: 1, environment: 'sandbox' },
    ]);
  });

  it('is needless where an open page rings within a second, and goes where none does', async () => {
    const { bob, hers } = await called();
    const page = await stage().device(bob);
    await stage().subscribe(page);
    const first = await hers.calls(bob.address);
    await stage().told();
    await page.says();
    await stage().advance(1_000);
    await stage().pushed();
    expect(await stage().log(bob)).toMatchObject([{ state: 'heard', attempts: 0 }]);
    valueOf(await first.leave());
    await stage().pushed();

    await hers.calls(bob.address);
    await stage().advance(999);
    await stage().pushed();
    expect(stage().web.given).toEqual([]);
    await stage().advance(1);
    await stage().pushed();
    expect(stage().web.given.map(({ push }) => push.message.purpose)).toEqual(['ring']);
  });

  it('that has not left when the call ends is dropped', async () => {
    const { bob, hers } = await called();
    const page = await stage().device(bob);
    await stage().subscribe(page);
    const before = stage().web.given.length;
    const caller = await hers.calls(bob.address);
    await stage().advance(500);
    valueOf(await caller.leave());
    await stage().advance(500);
    await stage().pushed();
    expect(stage().web.given).toHaveLength(before);
    expect(await stage().log(bob)).toMatchObject([
      { purpose: 'ring', state: 'dropped', attempts: 0 },
      { purpose: 'over', state: 'dropped', attempts: 0 },
    ]);
  });

  it('that is under way is dropped with its call, and with its device', async () => {
    const { bob, hers } = await called();
    const [one, other] = [freshToken(), freshToken()];
    await stage().iphone(bob, one);
    const phone = await stage().iphone(bob, other);
    stage().apns.script = () => undefined;
    const caller = await hers.calls(bob.address);
    await expect.poll(() => sentTo(one).length + sentTo(other).length).toBe(2);
    const dropped = () => [one, other].map((token) => sentTo(token)[0]?.push.isDropped());
    expect(dropped()).toEqual([false, false]);
    await endRegistration(stage().context, phone);
    expect(dropped()).toEqual([false, true]);
    valueOf(await caller.leave());
    expect(dropped()).toEqual([true, true]);
    for (const token of [one, other]) sentTo(token)[0]?.answer({ state: 'dropped' });
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
    await stage().pushed();
  });

  it('that nobody confirms leaves a missed call, and the caller never hears "ringing"', async () => {
    const { bob, hers } = await called();
    await stage().iphone(bob);
    await hers.calls(bob.address);
    await stage().pushed();
    expect(hers.stream.names()).not.toContain('invitation_update');
    await stage().advance(45_000);
    await stage().pushed();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'missed', heard: false });
  });

  it('failing for good on every device ends the call as unreachable, at once', async () => {
    const { bob, hers } = await called();
    const [one, other] = [freshToken(), freshToken()];
    await stage().iphone(bob, one);
    await stage().iphone(bob, other);
    stage().apns.script = () => undefined;
    await hers.calls(bob.address);
    await stage().told();
    await expect.poll(() => [...sentTo(one), ...sentTo(other)].length).toBe(2);
    sentTo(one)[0]?.answer({ state: 'refused', status: 400, reason: 'BadDeviceToken' });
    await expect
      .poll(async () => (await stage().log(bob)).map(({ state }) => state))
      .toContain('refused');
    expect(hers.stream.names()).not.toContain('invitation_update');
    sentTo(other)[0]?.answer({ state: 'failed', status: 503, reason: 'Shutdown' });
    await stage().pushed();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'unreachable' });
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('failing ends nothing while an open page may ring', async () => {
    const { bob, hers } = await called();
    const page = await stage().device(bob);
    await stage().iphone(bob);
    stage().apns.script = () => ({ state: 'refused', status: 403, reason: 'InvalidProviderToken' });
    await hers.calls(bob.address);
    await stage().pushed();
    expect(hers.stream.names()).not.toContain('invitation_update');
    await page.answers();
    await stage().pushed();
    expect(hers.stream.last('invitation_update')).toMatchObject({ state: 'accepted' });
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('to a token that its provider does not know ends the registration, and says so', async () => {
    const { bob, hers } = await called();
    const page = await stage().device(bob);
    const token = freshToken();
    const phone = await stage().iphone(bob, token);
    const gone = { state: 'gone', status: 410, reason: 'Unregistered' } as const;

    // Registered anew after what the provider knows: the token is good.
    const since = stage().context.clock.now() - 1;
    stage().apns.script = () => ({ ...gone, since });
    const first = await hers.calls(bob.address);
    await stage().pushed();
    valueOf(await first.leave());
    expect(page.stream.names()).not.toContain('device_lost');

    stage().apns.script = () => ({ ...gone, since: stage().context.clock.now() });
    await hers.calls(bob.address);
    await stage().pushed();
    expect(page.stream.last('device_lost')).toMatchObject({ device: phone.device, reason: 'gone' });
    const left = await stage()
      .context.db.selectFrom('device')
      .select('physical_id')
      .where('account_id', '=', bob.id)
      .execute();
    expect(left).toEqual([{ physical_id: page.authority.device }]);
    expect(await stage().log(bob)).toHaveLength(2);
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
  });

  it('to a token that is void leaves a device its open stream, and comes no more', async () => {
    const { bob, hers } = await called();
    const token = freshToken();
    const phone = await stage().iphone(bob, token);
    const { db } = stage().context;
    const streams = (stream_open: 0 | 1) =>
      db.updateTable('registration').set({ stream_open }).where('id', '=', phone.registration);
    await streams(1).execute();
    stage().apns.script = () => ({ state: 'gone', status: 410, reason: 'Gone', since: null });
    for (let calls = 0; calls < 2; calls += 1) {
      const caller = await hers.calls(bob.address);
      await stage().advance(1_000);
      await stage().pushed();
      valueOf(await caller.leave());
    }
    expect(sentTo(token)).toHaveLength(1);
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
    await stage().iphone(bob, token);
    await streams(0).execute();
    await hers.calls(bob.address);
    await stage().pushed();
    expect(sentTo(token)).toHaveLength(2);
  });

  it('that hangs at one provider delays none at another', async () => {
    const { bob, hers } = await called();
    await stage().iphone(bob);
    await stage().android(bob, 'android1');
    stage().apns.script = () => undefined;
    const before = stage().jpush.given.length;
    await hers.calls(bob.address);
    await expect.poll(() => stage().jpush.given.length).toBe(before + 1);
    await expect
      .poll(async () => (await stage().log(bob)).map(({ state }) => state).sort())
      .toEqual(['accepted', 'sending']);
    for (const given of stage().apns.given) {
      given.answer({ state: 'accepted', status: 200, providerId: null });
    }
    stage().apns.script = () => ({ state: 'accepted', status: 200, providerId: null });
    await stage().pushed();
  });

  it('goes to each of a hundred devices once', async () => {
    const { bob, hers } = await called();
    const tokens = Array.from({ length: 100 }, freshToken);
    for (const token of tokens) await stage().iphone(bob, token);
    await hers.calls(bob.address);
    await stage().pushed();
    expect(tokens.map((token) => sentTo(token).length)).toEqual(tokens.map(() => 1));
    const ringTokens = tokens.map((token) => sentTo(token)[0]?.push.message.incoming.token);
    expect(new Set(ringTokens).size).toBe(100);
    const log = await stage().log(bob);
    expect(log.filter(({ state }) => state === 'accepted')).toHaveLength(100);
  });

  it('goes to the account that registered the token last; the other is told', async () => {
    const { alice, bob, hers } = await called();
    const page = await stage().device(bob);
    const token = freshToken();
    const old = await stage().iphone(bob, token);
    await stage().iphone(alice, token);
    await stage().told();
    expect(page.stream.last('device_lost')).toMatchObject({ device: old.device, reason: 'taken' });
    await hers.calls(bob.address);
    await stage().advance(1_000);
    await stage().pushed();
    expect(sentTo(token)).toEqual([]);
    page.stream.close();
    await (await stage().device(bob)).calls(alice.address);
    await stage().advance(1_000);
    await stage().pushed();
  });

  it('goes to whoever signed in to a browser last; the other account is told', async () => {
    const { alice, bob, hers } = await called();
    const elsewhere = await stage().device(bob);
    const page = await stage().device(bob, { stream: false });
    const endpoint = await stage().subscribe(page);
    const herPage = await stage().device(alice, { stream: false });
    await stage().subscribe(herPage, { endpoint });
    await stage().told();
    expect(elsewhere.stream.last('device_lost')).toMatchObject({
      device: page.authority.device,
      reason: 'taken',
    });
    const before = stage().web.given.length;
    const call = await hers.calls(bob.address);
    await stage().advance(1_000);
    await stage().pushed();
    expect(stage().web.given).toHaveLength(before);
    valueOf(await call.leave());
    await elsewhere.calls(alice.address);
    await stage().advance(1_000);
    await stage().pushed();
    expect(stage().web.given.at(-1)?.push.target.endpoint).toBe(endpoint);
  });

  it('of an account that is removed while its phone rings is over', async () => {
    const { bob, hers } = await called();
    const token = freshToken();
    await stage().iphone(bob, token);
    await hers.calls(bob.address);
    await stage().pushed();
    const incoming = sentTo(token)[0]?.push.message.incoming;
    const operator = await person(stage().context, bob.organisation, freshToken(), 'operator');
    const session = await browserOf(stage().context, operator);
    valueOf(await deleteAccount(stage().context, session, bob.id));
    await stage().pushed();
    expect(hers.stream.last('invitation_update').state).not.toBe('ringing');
    const ring = await ringAuthority(stage().context, incoming?.token ?? '');
    expect(reasonOf(ring)).toBe('unauthorized');
    expect(await stage().log(bob)).toEqual([]);
  });

  it('of a device whose registration ended answers no more', async () => {
    const { bob, hers } = await called();
    const token = freshToken();
    const phone = await stage().iphone(bob, token);
    await hers.calls(bob.address);
    await stage().pushed();
    const ring = sentTo(token)[0]?.push.message.incoming.token ?? '';
    valueOf(await ringAuthority(stage().context, ring));
    await endRegistration(stage().context, phone);
    expect(reasonOf(await ringAuthority(stage().context, ring))).toBe('unauthorized');
  });

  it('whose token went while it held back for a stream leaves the ring to the next channel', async () => {
    const { bob, hers } = await called();
    const session = await browserOf(stage().context, bob);
    const page = await stage().device(bob);
    await stage().subscribe(page);
    const phone = await stage().iphone(bob);
    const { code } = valueOf(await startPairing(stage().context, session, page.authority.device));
    valueOf(await joinPairing(stage().context, session, { code, device: phone.device }));
    const before = stage().web.given.length;
    await hers.calls(bob.address);
    await endRegistration(stage().context, phone);
    await stage().advance(1_000);
    await stage().pushed();
    expect(stage().web.given.length).toBe(before + 1);
  });

  it('that a browser’s push service calls void makes its page subscribe anew', async () => {
    const { bob, hers } = await called();
    const page = await stage().device(bob);
    await stage().subscribe(page);
    stage().web.script = () => ({ state: 'gone', status: 410, reason: 'Gone', since: null });
    await hers.calls(bob.address);
    await stage().advance(1_000);
    await stage().pushed();
    expect(page.stream.last('device_lost')).toMatchObject({ reason: 'gone', channel: 'web' });
    stage().web.script = () => ({ state: 'accepted', status: 201, providerId: null });
  });

  it('is rejected from a locked phone by its token alone', async () => {
    const { bob, hers } = await called();
    const token = freshToken();
    await stage().iphone(bob, token);
    await hers.calls(bob.address);
    await stage().pushed();
    const incoming = sentTo(token)[0]?.push.message.incoming;
    const ring = valueOf(await ringAuthority(stage().context, incoming?.token ?? ''));
    valueOf(await endSession(stage().context, ring, { message: 'Later' }));
    await stage().pushed();
    expect(hers.stream.last('invitation_update')).toMatchObject({
      state: 'rejected',
      message: 'Later',
    });
  });
});
