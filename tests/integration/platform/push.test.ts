import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { webPushMessageSchema } from '@/lib/platform/web-push';
import { pushPageSchema, providerStateSchema } from '@/lib/platform/pushes';
import {
  certificateName,
  jpushApp,
  startPushServices,
  type PushServices,
} from '@/tests/support/push/services';
import { iosDeviceId } from '@/tests/support/outside/codec';
import { OutsideClient } from '@/tests/support/outside/client';
import { expectFailure, useScene } from '@/tests/support/outside/scene';
import { incoming, registered, resultOf, resultsOf } from '@/tests/support/outside/shapes';
import { databases, startTestServer, type TestServer } from '@/tests/support/server';

const metricsToken = 'a-token-of-these-tests';

describe.each(databases)('pushes over HTTP, on %s', (database) => {
  let services: PushServices | undefined;
  let server: TestServer | undefined;

  beforeAll(async () => {
    services = await startPushServices();
    const settings = { ...services.environment, METRICS_TOKEN: metricsToken };
    server = await startTestServer({ database, settings });
  });
  afterAll(async () => {
    await server?.stop();
    await services?.stop();
  });

  const running = () => {
    if (!server) throw new Error('the server is not running');
    return server;
  };
  const standIns = () => {
    if (!services) throw new Error('the push services are not running');
    return services;
  };
  const scene = useScene(running, 12);
  const client = () => new OutsideClient(running().url);

  const android = (id: string) => ({
    device_id: `${id}__${jpushApp.appKey}`,
    device_type: 'android',
  });

  /** An iPhone at the stand-in of Apple's service. */
  const iphone = () => {
    const token = randomBytes(32).toString('hex');
    return {
      token,
      device: { device_id: iosDeviceId(token, certificateName), device_type: 'ios' },
    };
  };

  const pushesTo = (token: string) => standIns().apns.pushes.filter((push) => push.token === token);

  /** A browser profile of Bob's with a web push subscription, its page closed. */
  const subscribedPage = async () => {
    const { bob } = scene();
    const asBob = await scene().asPage(bob);
    const device = { device_id: `web__${crypto.randomUUID()}`, device_type: 'web' };
    const path = `/api/registrations/${encodeURIComponent(bob.account)}/new_session`;
    const { device: id } = resultOf(
      await asBob(path, { json: device }),
      z.object({ device: z.string(), token: z.string() }),
    );
    const config = resultOf(
      await client().ask('/api/config'),
      z.looseObject({ vapid_public_key: z.string(), features: z.array(z.string()) }),
    );
    expect(config.features).toContain('web_push');
    const subscription = standIns().web.subscribe(config.vapid_public_key);
    const { endpoint, keys } = subscription;
    const put = (body: unknown) =>
      asBob(`/api/my/devices/${id}/push`, { method: 'PUT', json: body });
    resultOf(await put({ endpoint, keys, language: 'zh' }), z.null());
    return { asBob, id, subscription, put, endpoint };
  };

  const messagesTo = (endpoint: string) =>
    standIns()
      .web.messages.filter((message) => message.endpoint === endpoint)
      .map(({ text }) => webPushMessageSchema.parse(JSON.parse(text)));

  it('rings an iPhone of either cloud by VoIP push, which answers by its token alone', async () => {
    const { alice, bob } = scene();
    const [one, other] = [iphone(), iphone()];
    resultOf(await client().registerPublic(bob, one.device), registered);
    const { session_id } = await client().signIn(bob);
    resultsOf(await client().registerDedicated(bob, session_id, other.device), registered);
    const caller = await scene().device(alice);
    await scene().in(caller.call(bob.userName, { call_type: 'audio' }));
    await expect.poll(() => pushesTo(one.token).length + pushesTo(other.token).length).toBe(2);
    const [push] = pushesTo(one.token);
    expect(push?.headers).toMatchObject({
      'apns-topic': 'com.example.ringway.voip',
      'apns-push-type': 'voip',
      'apns-priority': '10',
      'apns-expiration': '0',
    });
    const payload = incoming.parse(push?.payload);
    expect(payload).toMatchObject({ remote_address: alice.userName, call_type: 'audio' });
    expect(payload.expires_at * 1_000).toBeGreaterThan(Date.now() + 30_000);
    expect(Buffer.byteLength(JSON.stringify(push?.payload))).toBeLessThanOrEqual(5_120);

    const rejected = await client().ask(`/api/services/${payload.conference_alias}/end_session`, {
      method: 'POST',
      headers: { token: payload.token },
      json: { message: 'Later' },
    });
    expect(rejected.status, rejected.text).toBe(200);
    await caller.inbox.next('invitation_update', { state: 'rejected', message: 'Later' });
    expect(pushesTo(other.token)).toHaveLength(1);
    expect(standIns().apns.violations).toEqual([]);
  });

  it('refuses an app key that is not configured, and names the hashes of those that are', async () => {
    const { token } = iphone();
    const device = { device_id: iosDeviceId(token, 'apns_another'), device_type: 'ios' };
    const answer = await client().registerPublic(scene().bob, device);
    expectFailure(answer, 400, 'bad_request');
    expect(answer.text).toContain('f5ad572e03744f0241d926d97a47fbdf');
    expect(answer.text).not.toContain(jpushApp.masterSecret);
  });

  it('of a token of the other environment fails in words that the log keeps', async () => {
    const { alice, bob } = scene();
    const phone = iphone();
    standIns().apns.know(phone.token, { elsewhere: true });
    resultOf(await client().registerPublic(bob, phone.device), registered);
    const caller = await scene().device(alice);
    await scene().in(caller.call(bob.userName));
    await caller.inbox.next('invitation_update', { state: 'unreachable' });
    const asAdministrator = await scene().asPage(running().accounts.alice);
    const answer = await asAdministrator('/api/admin/pushes?limit=1');
    const { pushes } = z.parse(pushPageSchema, resultOf(answer, z.unknown()));
    expect(pushes[0]).toMatchObject({
      provider: 'apns',
      environment: 'production',
      state: 'refused',
      status: 400,
      reason: 'BadDeviceToken',
      attempts: 1,
    });
    expect(answer.text).not.toContain(phone.token);
  });

  it('rings an Android phone of either cloud, which answers by its token alone', async () => {
    const { alice, bob } = scene();
    resultOf(await client().registerPublic(bob, android('registration1')), registered);
    const signedIn = await client().signIn(bob);
    resultsOf(
      await client().registerDedicated(bob, signedIn.session_id, android('registration2')),
      registered,
    );
    const caller = await scene().device(alice);
    await scene().in(caller.call(bob.userName, { call_type: 'video' }));
    const rung = [await standIns().jpush.nextPush(), await standIns().jpush.nextPush()];
    expect(rung.flatMap(({ registrationIds }) => registrationIds).sort()).toEqual([
      'registration1',
      'registration2',
    ]);
    const [first, second] = rung.map(({ messageContent }) =>
      incoming.parse(JSON.parse(Buffer.from(messageContent ?? '', 'base64').toString())),
    );
    expect(first).toMatchObject({
      remote_alias: alice.userName.split('@')[0],
      owner: alice.userName.split('@')[1],
      remote_display_name: alice.displayName,
      call_type: 'video',
      origin: running().url,
    });
    expect(first?.token).not.toBe(second?.token);
    const path = `/api/services/${first?.conference_alias}`;
    const answered = await client().ask(`${path}/new_session`, {
      json: { token: first?.token, client: 'phone', display_name: bob.displayName },
    });
    expect(answered.status, answered.text).toBe(200);
    const late = await client().ask(`${path}/new_session`, {
      json: { token: second?.token, client: 'tablet', display_name: bob.displayName },
    });
    expectFailure(late, 409, 'answered_elsewhere');
  });

  it('rings an iPhone whose app key is of JPush by a VoIP push to its RegistrationID', async () => {
    const { alice, bob } = scene();
    const device = { device_id: `registration3__${jpushApp.appKey}`, device_type: 'ios' };
    resultOf(await client().registerPublic(bob, device), registered);
    const caller = await scene().device(alice);
    await scene().in(caller.call(bob.userName));
    const toPhone = () =>
      standIns().jpush.pushes.find(({ registrationIds: [id] }) => id === 'registration3');
    await expect.poll(toPhone).toBeDefined();
    const push = toPhone();
    expect(push).toMatchObject({ platforms: ['ios'], messageContent: null, apnsProduction: true });
    expect(push?.timeToLive).toBeGreaterThan(30);
    const payload = incoming.parse(push?.voip);
    expect(payload).toMatchObject({ remote_address: alice.userName, origin: running().url });
    const says = await client().ringing(payload);
    expect(says.status, says.text).toBe(200);
    await caller.inbox.next('invitation_update', { heard: true });
  });

  it('shows a closed page the caller in its language, and then a missed call', async () => {
    const { alice, bob } = scene();
    const { endpoint } = await subscribedPage();
    const caller = await scene().device(alice);
    const call = await scene().in(caller.call(bob.userName, { call_type: 'video' }));
    await expect.poll(() => messagesTo(endpoint).length).toBe(1);
    const [ring] = messagesTo(endpoint);
    expect(ring?.web_push).toBe(8030);
    expect(ring?.notification).toMatchObject({
      title: alice.displayName,
      lang: 'zh',
      data: { kind: 'incoming', call_type: 'video', remote_address: alice.userName },
    });
    const link = new URL(ring?.notification.navigate ?? '');
    expect(link.origin + link.pathname + link.search).toBe(`${running().url}/call`);
    const fragment = new URLSearchParams(link.hash.slice(1));
    expect(fragment.get('invitation')).toBe(ring?.notification.tag);

    const { token, conference_alias: alias } = ring?.notification.data ?? {};
    const rings = await client().ask(`/api/services/${alias}/ringing`, {
      method: 'POST',
      headers: { token },
    });
    resultOf(rings, z.looseObject({ state: z.literal('ringing') }));
    await caller.inbox.next('invitation_update', { heard: true });
    await call.leave();
    await expect.poll(() => messagesTo(endpoint).length).toBe(2);
    const missed = messagesTo(endpoint)[1];
    expect(missed?.notification).toMatchObject({
      tag: ring?.notification.tag,
      data: { kind: 'over', reason: 'cancelled' },
    });
    expect(missed?.notification.title).toContain(alice.displayName);
  });

  it('keeps a subscription only for its own page, at a public push service', async () => {
    const { put, id, endpoint, asBob } = await subscribedPage();
    const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) };
    for (const inside of [
      'http://push.example.com/a',
      'https://127.0.0.1/a',
      'https://[::1]/a',
      'https://169.254.169.254/latest/meta-data',
      'https://10.0.0.1/a',
      'https://[::ffff:192.168.0.1]/a',
    ]) {
      expectFailure(await put({ endpoint: inside, keys }), 400, 'bad_request');
    }
    expectFailure(await put({ endpoint, keys: { p256dh: 'short', auth: '' } }), 400, 'bad_request');
    const asAlice = await scene().asPage(scene().alice);
    const theirs = await asAlice(`/api/my/devices/${id}/push`, {
      method: 'PUT',
      json: { endpoint, keys },
    });
    expectFailure(theirs, 404, 'not_found');
    const other = await scene().asPage(scene().bob);
    expectFailure(
      await other(`/api/my/devices/${id}/push`, { method: 'DELETE' }),
      404,
      'not_found',
    );

    const caller = await scene().device(scene().alice);
    resultOf(await asBob(`/api/my/devices/${id}/push`, { method: 'DELETE' }), z.null());
    expectFailure(
      await client().newSession(scene().bob.userName, caller.proof),
      409,
      'unreachable',
    );
    expect(messagesTo(endpoint)).toEqual([]);
  });

  it('ends with the session that subscribed', async () => {
    const { asBob, endpoint } = await subscribedPage();
    resultOf(await asBob('/api/my/session', { method: 'DELETE' }), z.null());
    const caller = await scene().device(scene().alice);
    expectFailure(
      await client().newSession(scene().bob.userName, caller.proof),
      409,
      'unreachable',
    );
    expect(messagesTo(endpoint)).toEqual([]);
  });

  it('has a log with each journey, for administrators of the organisation alone', async () => {
    const { alice, bob } = scene();
    const { subscription } = await subscribedPage();
    subscription.unsubscribe();
    const caller = await scene().device(alice);
    await scene().in(caller.call(bob.userName));
    await caller.inbox.next('invitation_update', { state: 'unreachable' });
    const asAdministrator = await scene().asPage(running().accounts.alice);
    const log = async (query: string) =>
      z.parse(
        pushPageSchema,
        resultOf(await asAdministrator(`/api/admin/pushes${query}`), z.unknown()),
      );
    const { pushes } = await log('?limit=1');
    expect(pushes[0]).toMatchObject({
      provider: 'web',
      state: 'gone',
      status: 410,
      attempts: 1,
      account: { address: bob.userName },
    });
    expect(pushes[0]?.steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['queued', 'sent', 'answered', 'gone']),
    );
    const older = await log('?limit=1');
    expect(older.next).not.toBeNull();
    expect((await log(`?limit=1&before=${older.next}`)).pushes[0]?.id).not.toBe(pushes[0]?.id);
    const asBob = await scene().asPage(bob);
    expectFailure(await asBob('/api/admin/pushes'), 403, 'forbidden');
  });

  it('shows how the credentials do, and never the credentials', async () => {
    const asAdministrator = await scene().asPage(running().accounts.alice);
    const checked = await asAdministrator('/api/admin/pushes/check', { method: 'POST' });
    const states = z.parse(z.array(providerStateSchema), resultOf(checked, z.unknown()));
    expect(states).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ provider: 'jpush', app_key: jpushApp.appKey, verdict: 'ready' }),
        expect.objectContaining({ provider: 'web', verdict: 'ready' }),
        expect.objectContaining({
          provider: 'apns',
          certificate_name: certificateName,
          topic: 'com.example.ringway.voip',
          verdict: 'ready',
        }),
      ]),
    );
    expect(checked.text).not.toContain(jpushApp.masterSecret);
    expect(checked.text).not.toContain('PRIVATE KEY');
  });

  it('are counted for whoever has the metrics token', async () => {
    const ask = (authorization?: string) =>
      client().ask('/metrics', authorization === undefined ? {} : { headers: { authorization } });
    expect((await ask()).status).toBe(401);
    expect((await ask('Bearer another')).status).toBe(401);
    const { status, text } = await ask(`Bearer ${metricsToken}`);
    expect(status).toBe(200);
    expect(text).toMatch(/^ringway_pushes_total\{.*provider="jpush".*\} \d+$/m);
    expect(text).toMatch(/^ringway_pushes_under_way \d+$/m);
  });
});
