import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';
import { registered, resultOf } from '../../support/outside/shapes';

const anything = z.unknown();
const something = z.looseObject({});

onEachDatabase("Ringway's own verbs", (running) => {
  const scene = useScene(running);

  it('tells everybody its configuration', async () => {
    const { client } = scene();
    const config = resultOf(await client.ask('/api/config'), something);
    const text = JSON.stringify(config);
    expect(text).toContain(new URL(client.origin).port);
    expect(config.demo).toBe(true);
    expect(config.cloud).toMatch(/public|dedicated/);
    expect(config.languages).toEqual(expect.arrayContaining(['en', 'zh']));
    expect(text).not.toMatch(/password|secret/i);
  });

  describe('my profile', () => {
    it('is read and changed', async () => {
      const { alice, client } = scene();
      const ask = await scene().asPage(alice);
      const change = {
        displayName: 'Alice 爱丽丝',
        language: 'zh',
        busy: 'reject',
        unknownCallers: 'silence',
      };
      resultOf(await ask('/api/my/profile', { method: 'PATCH', json: change }), anything);
      expect(resultOf(await ask('/api/my/profile'), something)).toMatchObject(change);
      expect((await client.signIn(alice)).trueName).toBe('Alice 爱丽丝');
      const back = {
        displayName: alice.displayName,
        language: 'en',
        busy: 'waiting',
        unknownCallers: 'ring',
      };
      resultOf(await ask('/api/my/profile', { method: 'PATCH', json: back }), anything);
    });

    it.each([
      ['an unknown choice', { busy: 'explode' }],
      ['a number for a name', { displayName: 5 }],
      ['an array', []],
    ])('refuses %s', async (_name, json) => {
      const ask = await scene().asPage(scene().alice);
      expectFailure(await ask('/api/my/profile', { method: 'PATCH', json }), 400, 'bad_request');
    });

    it('keeps blocked addresses, which do not ring', async () => {
      const { alice, bob } = scene();
      const ask = await scene().asPage(bob);
      const path = `/api/my/blocked/${encodeURIComponent(alice.userName)}`;
      resultOf(await ask(path, { method: 'PUT' }), anything);
      expect((await ask('/api/my/blocked')).text).toContain(alice.userName);
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      const answer = await scene().client.newSession(bob.userName, mine.proof);
      resultOf(await ask(path, { method: 'DELETE' }), anything);
      expect((await ask('/api/my/blocked')).text).not.toContain(alice.userName);
      const third = await scene().device(scene().carol);
      await scene().in(third.call(bob.userName));
      await theirs.rung({ remote_address: scene().carol.userName });
      expect(theirs.inbox.named('incoming'), answer.text).toHaveLength(1);
    });
  });

  describe('my devices', () => {
    const devices = z.array(z.looseObject({ id: z.string(), kind: z.string() }));

    it('are listed, named, silenced and removed', async () => {
      const { client, bob, alice } = scene();
      const ask = await scene().asPage(bob);
      const device_id = `web__${crypto.randomUUID()}`;
      const path = `/api/registrations/${bob.account}/new_session`;
      const device = { device_id, device_type: 'web' };
      const { token } = resultOf(await ask(path, { json: device }), registered);
      const { inbox } = await scene().stream(client.registrationEventsByHeader(bob.account, token));
      const listed = resultOf(await ask('/api/my/devices'), devices);
      expect(listed.length).toBeGreaterThanOrEqual(1);
      const [mine] = listed;
      if (!mine) throw new Error('no device');
      const change = { name: 'Kitchen', ring: false };
      const named = await ask(`/api/my/devices/${mine.id}`, { method: 'PATCH', json: change });
      resultOf(named, anything);
      expect((await ask('/api/my/devices')).text).toContain('Kitchen');
      const [caller, other] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(caller.call(bob.userName));
      await other.rung();
      await call.leave();
      expect(inbox.named('incoming')).toHaveLength(0);
      resultOf(await ask(`/api/my/devices/${mine.id}`, { method: 'DELETE' }), anything);
      await inbox.closed;
      expect((await ask('/api/my/devices')).text).not.toContain('Kitchen');
    });

    it('are rung alone to test them, by the cookie and by the own registration token', async () => {
      const { client, carol } = scene();
      const ask = await scene().asPage(carol);
      const path = `/api/registrations/${carol.account}/new_session`;
      const device = { device_id: `web__${crypto.randomUUID()}`, device_type: 'web' };
      const { token } = resultOf(await ask(path, { json: device }), registered);
      const { inbox } = await scene().stream(
        client.registrationEventsByHeader(carol.account, token),
      );
      const other = await scene().device(carol);
      const listed = resultOf(await ask('/api/my/devices'), devices);
      const mine = listed.find(({ kind }) => kind === 'web');
      if (!mine) throw new Error('the device is not listed');
      const page = await ask(`/api/my/devices/${mine.id}/ring`, { method: 'POST' });
      resultOf(page, anything);
      await inbox.next('test_ring');
      const own = await client.ask(`/api/my/devices/${mine.id}/ring`, {
        method: 'POST',
        headers: { token },
      });
      resultOf(own, anything);
      expect(other.inbox.named('incoming', 'test_ring')).toHaveLength(0);
      const foreign = await client.ask(`/api/my/devices/${mine.id}/ring`, {
        method: 'POST',
        headers: { token: other.token },
      });
      expectFailure(foreign, [401, 403, 404]);
    });

    it('are rung as tests so often and no oftener', async () => {
      const { bob } = scene();
      const ask = await scene().asPage(bob);
      await scene().device(bob);
      const [mine] = resultOf(await ask('/api/my/devices'), devices);
      const ring = () => ask(`/api/my/devices/${mine?.id}/ring`, { method: 'POST' });
      for (let count = 0; count < 5; count += 1) resultOf(await ring(), anything);
      const refused = await ring();
      expectFailure(refused, 429, 'too_many');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(30);
    });
  });

  describe('people and calls', () => {
    it.each(['name', 'address', 'short number'])('are found by %s', async (by) => {
      const { alice, bob } = scene();
      const ask = await scene().asPage(alice);
      const query = { name: 'bo', address: bob.userName, 'short number': bob.sipkey }[by] ?? '';
      const answer = await ask(`/api/my/people?query=${encodeURIComponent(query)}&limit=10`);
      resultOf(answer, anything);
      expect(answer.text).toContain(bob.userName);
      expect(answer.text).not.toContain(bob.password);
    });

    it('are limited as asked', async () => {
      const ask = await scene().asPage(scene().alice);
      const people = resultOf(await ask('/api/my/people?limit=1'), z.array(anything));
      expect(people.length).toBeLessThanOrEqual(1);
      for (const limit of ['0', '-1', 'many', '99999999']) {
        expect((await ask(`/api/my/people?limit=${limit}`)).status).toBeLessThan(500);
      }
    });

    it('are the same on all devices: history of both sides', async () => {
      const { client, alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(caller.call(bob.userName, { call_type: 'audio' }));
      resultOf(await client.rejectByHeader(await device.rung(), 'Later'), anything);
      await caller.inbox.next('disconnect');
      await call.leave();
      const entry = z.looseObject({ direction: z.string(), reason: z.string().nullable() });
      const history = z.object({ calls: z.array(entry), unseen: z.number() }).loose();
      const [mine, theirs] = [await scene().asPage(alice), await scene().asPage(bob)];
      const [outgoing] = resultOf(await mine('/api/my/calls?limit=1'), history).calls;
      const [incoming] = resultOf(await theirs('/api/my/calls?limit=1'), history).calls;
      expect(outgoing).toMatchObject({ direction: 'outgoing', reason: 'rejected' });
      expect(incoming).toMatchObject({ direction: 'incoming' });
      expect(JSON.stringify(outgoing)).toContain(bob.userName);
      expect(JSON.stringify(incoming)).toContain(alice.userName);
      expect(JSON.stringify(outgoing)).toContain('Later');
      resultOf(await theirs('/api/my/calls/seen', { method: 'POST' }), anything);
    });

    it('are told to a registration token in a header, and nothing else is', async () => {
      const { client, alice } = scene();
      const { token } = await scene().device(alice);
      for (const path of ['/api/my/people?query=bo', '/api/my/calls']) {
        resultOf(await client.ask(path, { headers: { token } }), anything);
        const query = `${path}${path.includes('?') ? '&' : '?'}token=${token}`;
        expectFailure(await client.ask(query), 401, 'unauthorized');
      }
      const closed: readonly [string, string][] = [
        ['GET', '/api/my/session'],
        ['GET', '/api/my/sessions'],
        ['GET', '/api/my/profile'],
        ['PATCH', '/api/my/profile'],
        ['GET', '/api/my/devices'],
        ['POST', '/api/my/password'],
        ['POST', '/api/rooms'],
        ['GET', '/api/admin/accounts'],
      ];
      for (const [method, path] of closed) {
        const question = method === 'GET' ? {} : { json: {} };
        const answer = await client.ask(path, { method, headers: { token }, ...question });
        expectFailure(answer, [400, 401, 403], ['unauthorized', 'forbidden', 'bad_request']);
      }
    });
  });

  describe('my meetings', () => {
    it('are created, listed, changed and deleted', async () => {
      const { client, alice } = scene();
      const ask = await scene().asPage(alice);
      const meeting = await client.createMeeting(await scene().cookie(alice), { name: 'Weekly' });
      expect(new URL(meeting.link).port).toBe(new URL(client.origin).port);
      expect((await ask('/api/rooms')).text).toContain(meeting.address);
      const path = `/api/rooms/${encodeURIComponent(meeting.address)}`;
      const change = { name: 'Monthly', pin: '8642' };
      resultOf(await ask(path, { method: 'PATCH', json: change }), anything);
      expect((await ask('/api/rooms')).text).toContain('Monthly');
      const joining = await client.newSession(meeting.address, { nobody: true });
      expect(joining.status).toBe(403);
      resultOf(await ask(path, { method: 'DELETE' }), anything);
      expect((await ask('/api/rooms')).text).not.toContain(meeting.address);
      const gone = await client.newSession(meeting.address, { credentials: alice });
      expectFailure(gone, 404, 'not_found');
    });

    it("are nobody else's to change", async () => {
      const { client, alice, bob } = scene();
      const meeting = await client.createMeeting(await scene().cookie(alice), { pin: '8642' });
      const ask = await scene().asPage(bob);
      const path = `/api/rooms/${encodeURIComponent(meeting.address)}`;
      expectFailure(await ask(path, { method: 'PATCH', json: { name: 'Mine' } }), [403, 404]);
      expectFailure(await ask(path, { method: 'DELETE' }), [403, 404]);
      expect((await ask('/api/rooms')).text).not.toContain(meeting.address);
      expect((await ask('/api/rooms')).text).not.toContain('8642');
    });

    it.each([
      ['a number for a PIN', { pin: 5 }],
      ['letters for a PIN', { pin: 'abc\u0000' }],
      ['an array', []],
    ])('refuse %s', async (_name, json) => {
      const ask = await scene().asPage(scene().alice);
      expectFailure(await ask('/api/rooms', { json }), 400, 'bad_request');
    });
  });

  describe('without a session', () => {
    it.each([
      ['GET', '/api/my/session'],
      ['GET', '/api/my/sessions'],
      ['GET', '/api/my/profile'],
      ['GET', '/api/my/blocked'],
      ['GET', '/api/my/devices'],
      ['GET', '/api/my/people'],
      ['GET', '/api/my/calls'],
      ['GET', '/api/rooms'],
      ['POST', '/api/rooms'],
      ['POST', '/api/my/password'],
      ['POST', '/api/my/calls/seen'],
      ['GET', '/api/admin/accounts'],
      ['GET', '/api/admin/devices'],
      ['GET', '/api/admin/calls'],
      ['GET', '/api/admin/health'],
    ])('is refused: %s %s', async (method, path) => {
      const { client } = scene();
      const json = { current: 'one long password', new: 'another long password' };
      const question = method === 'GET' ? {} : { json };
      for (const cookie of ['', 'session=made-up; ringway=made-up']) {
        const headers = { cookie, origin: client.origin };
        expectFailure(
          await client.ask(path, { method, headers, ...question }),
          401,
          'unauthorized',
        );
      }
    });
  });

  it('are described by OpenAPI', async () => {
    const { client } = scene();
    const page = await client.ask('/api/docs');
    expect(page.status, page.text).toBe(200);
    const description = await client.ask('/api/docs/json');
    const { paths } = z
      .looseObject({ paths: z.record(z.string(), z.unknown()) })
      .parse(description.body);
    const known = Object.keys(paths).map((path) => path.replace(/\{[^}]*\}/g, '*'));
    for (const path of [
      '/api/config',
      '/api/invitation',
      '/api/my/session',
      '/api/my/sessions/*',
      '/api/my/password',
      '/api/my/profile',
      '/api/my/blocked/*',
      '/api/my/devices/*',
      '/api/my/devices/*/ring',
      '/api/my/people',
      '/api/my/calls',
      '/api/my/calls/seen',
      '/api/rooms',
      '/api/rooms/*',
      '/api/admin/accounts',
      '/api/registrations/*/new_session',
      '/api/services/*/new_session',
      '/api/v3/app/user/login/verify_user.shtml',
    ]) {
      expect(known).toContain(path);
    }
  });
});
