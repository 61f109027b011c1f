import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminDeviceSchema } from '@/lib/platform/admin';
import { appKeyOf } from '@/lib/platform/device-id';
import { pushPageSchema } from '@/lib/platform/pushes';
import {
  certificateName,
  startPushServices,
  type PushServices,
} from '@/tests/support/push/services';
import { iosDeviceId } from '@/tests/support/outside/codec';
import { OutsideClient } from '@/tests/support/outside/client';
import { expectFailure, useScene } from '@/tests/support/outside/scene';
import { incoming, registered, resultOf } from '@/tests/support/outside/shapes';
import { databases, startTestServer, type TestServer } from '@/tests/support/server';

const begun = z.object({ test: z.string() });

describe.each(databases)('an administrator on %s', (database) => {
  let services: PushServices | undefined;
  let server: TestServer | undefined;

  beforeAll(async () => {
    services = await startPushServices();
    server = await startTestServer({ database, settings: services.environment });
  });
  afterAll(async () => {
    await server?.stop();
    await services?.stop();
  });

  const running = () => {
    if (!server) throw new Error('the server is not running');
    return server;
  };
  const apns = () => {
    if (!services) throw new Error('the push services are not running');
    return services.apns;
  };
  const scene = useScene(running, 3);
  const client = () => new OutsideClient(running().url);

  /** Bob's iPhone, asleep, as the administrator sees it. */
  const sleepingPhone = async () => {
    const { bob } = scene();
    const token = randomBytes(32).toString('hex');
    const device = { device_id: iosDeviceId(token, certificateName), device_type: 'ios' };
    resultOf(await client().registerPublic(bob, device), registered);
    const ask = await scene().asPage(running().accounts.alice);
    const look = async () => {
      const answer = await ask('/api/admin/devices');
      expect(answer.text).not.toContain(token);
      const devices = z.parse(z.array(adminDeviceSchema), resultOf(answer, z.unknown()));
      const own = devices.find(
        ({ account, kind }) => account.address === bob.userName && kind === 'ios',
      );
      if (!own) throw new Error('the administrator does not see the phone');
      return own;
    };
    const journey = async (id: string) => {
      const answer = await ask(`/api/admin/pushes?device=${id}`);
      return z.parse(pushPageSchema, resultOf(answer, z.unknown())).pushes;
    };
    return { bob, token, ask, look, journey };
  };

  it('sees of a device its app key, its environment and since when it is registered', async () => {
    const before = Date.now();
    const { look } = await sleepingPhone();
    const phone = await look();
    expect(phone).toMatchObject({
      kind: 'ios',
      app_key: appKeyOf(certificateName),
      certificate_name: certificateName,
      environment: 'production',
      reachable: true,
      last_push: null,
    });
    expect(phone.channels).toContainEqual(expect.objectContaining({ kind: 'apns', rings: true }));
    expect(Date.parse(phone.registered)).toBeGreaterThanOrEqual(before);
  });

  it('rings it as a test, and follows that push until the phone rang', async () => {
    const { token, ask, look, journey } = await sleepingPhone();
    const { id } = await look();
    const { test } = resultOf(
      await ask(`/api/admin/devices/${id}/ring`, { method: 'POST' }),
      begun,
    );
    const arrived = () => apns().pushes.find((push) => push.token === token);
    await expect.poll(arrived).toBeDefined();
    const push = arrived();
    const payload = incoming.parse(push?.payload);
    expect(payload.invitation).toBe(test);
    const says = await client().ringing(payload);
    expect(says.status, says.text).toBe(200);

    const steps = async () => (await journey(id))[0]?.steps.map(({ step }) => step);
    await expect.poll(steps).toEqual(['queued', 'sent', 'answered', 'accepted', 'rang']);
    const { last_push: last } = await look();
    expect(last).toMatchObject({
      purpose: 'test',
      provider: 'apns',
      state: 'accepted',
      status: 200,
      provider_id: push?.headers['apns-id'],
      attempts: 1,
    });
    expect(last?.latency_ms).toBeGreaterThanOrEqual(0);
  });

  it('sees why the last push did not ring it, and those before', async () => {
    const { token, ask, look, journey } = await sleepingPhone();
    const { id } = await look();
    const ring = async () =>
      resultOf(await ask(`/api/admin/devices/${id}/ring`, { method: 'POST' }), begun);
    const last = async () => (await look()).last_push;
    await ring();
    await expect.poll(last).toMatchObject({ state: 'accepted' });
    apns().behave({ kind: 'answer', status: 503, reason: 'Shutdown' }, { token });
    await ring();
    await expect
      .poll(last)
      .toMatchObject({ state: 'failed', status: 503, reason: 'Shutdown', attempts: 2 });
    const [failed, accepted] = await journey(id);
    expect(accepted).toMatchObject({ state: 'accepted' });
    expect(failed?.steps).toContainEqual(
      expect.objectContaining({ step: 'retrying', detail: 'Shutdown' }),
    );
  });

  it('alone may', async () => {
    const { bob, look, token } = await sleepingPhone();
    const { id } = await look();
    const asBob = await scene().asPage(bob);
    const answer = await asBob(`/api/admin/devices/${id}/ring`, { method: 'POST' });
    expectFailure(answer, 403, 'forbidden');
    expect(apns().pushes.filter((push) => push.token === token)).toEqual([]);
  });
});
