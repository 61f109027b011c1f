import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { credentialsHeader, pathForms, pathSegment } from '../../support/outside/codec';
import { StreamRefused } from '../../support/outside/events';
import {
  expectCode,
  expectFailsAtOnce,
  expectFailure,
  onEachDatabase,
  useScene,
} from '../../support/outside/scene';
import { registered, resultOf, resultsOf } from '../../support/outside/shapes';

const anything = z.unknown();

onEachDatabase('Registering a device', (running) => {
  const scene = useScene(running, 4);
  const webDevice = () => ({ device_id: `web__${randomUUID()}`, device_type: 'web' });

  describe('in the public cloud', () => {
    it('takes {} and the live stream as the device', async () => {
      const { client, alice } = scene();
      const result = resultOf(await client.registerPublic(alice), registered);
      expect(result.expires).toBe('120');
      const stream = await scene().stream(client.registrationEvents(alice.account, result.token));
      expect(stream.headers.get('cache-control')).toMatch(/no-(store|cache|transform)/);
    });

    it.each(['x-cloud-authorization', 'authorization'])('takes %s alone', async (name) => {
      const { client, alice } = scene();
      const headers = { [name]: credentialsHeader(alice.account, alice.password) };
      const path = `/api/registrations/${pathSegment(alice.account)}/new_session`;
      resultOf(await client.ask(path, { json: {}, headers }), registered);
    });

    it('takes two headers that decode alike', async () => {
      const { client, alice } = scene();
      const header = credentialsHeader(alice.account, alice.password);
      const headers = { 'x-cloud-authorization': header, authorization: `${header}=` };
      const path = `/api/registrations/${alice.account}/new_session`;
      resultOf(await client.ask(path, { json: {}, headers }), registered);
    });

    it('refuses two headers that differ', async () => {
      const { client, alice } = scene();
      const headers = {
        'x-cloud-authorization': credentialsHeader(alice.account, alice.password),
        authorization: credentialsHeader(alice.account, 'another'),
      };
      const path = `/api/registrations/${alice.account}/new_session`;
      expectFailure(await client.ask(path, { json: {}, headers }), 401, 'unauthorized');
    });

    it('refuses the credentials of somebody else', async () => {
      const { client, alice, bob } = scene();
      const headers = { authorization: credentialsHeader(bob.account, bob.password) };
      const path = `/api/registrations/${alice.account}/new_session`;
      expectFailure(await client.ask(path, { json: {}, headers }), 401, 'unauthorized');
    });

    it.each([
      ['no credentials', undefined],
      ['a wrong password', credentialsHeader('alice', 'wrong')],
      ['no base64', 'x-cloud-basic !!!'],
      ['no colon', `x-cloud-basic ${Buffer.from('alice').toString('base64')}`],
      ['the scheme alone', 'x-cloud-basic'],
      ['another scheme', 'Bearer abc'],
      ['bytes that are not UTF-8', 'x-cloud-basic /////w=='],
    ])('refuses %s', async (_name, header) => {
      const { client, alice } = scene();
      const headers = header === undefined ? {} : { 'x-cloud-authorization': header };
      const path = `/api/registrations/${alice.account}/new_session`;
      const answer = await client.ask(path, { json: {}, headers });
      expectFailure(answer, [400, 401], ['unauthorized', 'bad_request']);
    });

    it('refuses an unknown account', async () => {
      const { client } = scene();
      const answer = await client.registerPublic({ account: 'nobody-here', password: 'wrong' });
      expectFailure(answer, 401, 'unauthorized');
    });

    it('takes a device by form and by JSON', async () => {
      const { client, alice } = scene();
      resultOf(await client.registerPublic(alice, webDevice()), registered);
      const path = `/api/registrations/${alice.account}/new_session`;
      const headers = { authorization: credentialsHeader(alice.account, alice.password) };
      resultOf(await client.ask(path, { json: webDevice(), headers }), registered);
    });

    it('takes the cookie of our own page', async () => {
      const { client, alice } = scene();
      const headers = await scene().ownPage(alice);
      const path = `/api/registrations/${alice.account}/new_session`;
      resultOf(await client.ask(path, { json: webDevice(), headers }), registered);
    });

    it.each([
      ['an array', { json: [] }],
      ['a device without its type', { json: { device_id: 'web__x' } }],
      ['an unknown type', { json: { device_id: 'x__y', device_type: 'toaster' } }],
      ['a number', { json: { device_id: 5, device_type: 'web' } }],
      ['broken JSON', { raw: '{' }],
    ])('refuses %s', async (_name, body) => {
      const { client, alice } = scene();
      const headers = { authorization: credentialsHeader(alice.account, alice.password) };
      const path = `/api/registrations/${alice.account}/new_session`;
      expectFailure(await client.ask(path, { ...body, headers }), 400, 'bad_request');
    });
  });

  describe('in the dedicated cloud', () => {
    it('takes the session id of the sign-in', async () => {
      const { client, alice } = scene();
      const { session_id } = await client.signIn(alice);
      const answer = await client.registerDedicated(alice, session_id, webDevice());
      const { token } = resultsOf(answer, registered);
      await scene().stream(client.registrationEvents(alice.account, token));
    });

    it('takes a form, too', async () => {
      const { client, alice } = scene();
      const { session_id } = await client.signIn(alice);
      const answer = await client.ask('/api/v3/app/registrations/jpush_token', {
        form: webDevice(),
        headers: {
          authorization: credentialsHeader(alice.account, alice.password),
          sessionid: session_id,
        },
      });
      resultsOf(answer, registered);
    });

    it('takes the cookie of our own page', async () => {
      const { client, alice } = scene();
      const headers = await scene().ownPage(alice);
      const path = '/api/v3/app/registrations/jpush_token';
      resultsOf(await client.ask(path, { json: webDevice(), headers }), registered);
    });

    it('refuses a session id that is made up, or of somebody else', async () => {
      const { client, alice, bob } = scene();
      const { session_id } = await client.signIn(bob);
      for (const id of ['made-up', session_id]) {
        expectCode(await client.registerDedicated(alice, id, webDevice()), '401');
      }
    });

    it('refuses a wrong password', async () => {
      const { client, alice } = scene();
      const { session_id } = await client.signIn(alice);
      const who = { account: alice.account, password: 'wrong' };
      expectCode(await client.registerDedicated(who, session_id, webDevice()), '401');
    });

    it('refuses a body that is no device', async () => {
      const { client, alice } = scene();
      const { session_id } = await client.signIn(alice);
      const device = { device_id: '', device_type: 'web' };
      expectCode(await client.registerDedicated(alice, session_id, device), '400');
    });
  });

  describe('the life of its token', () => {
    it.each(['body', 'header'] as const)('is refreshed by %s', async (place) => {
      const { client, alice } = scene();
      const device = await scene().device(alice);
      const answer = await client.refreshRegistration(alice.account, device.token, place);
      const { token } = resultOf(answer, registered);
      expect(token).not.toBe(device.token);
      expect(device.inbox.isClosed).toBe(false);
    });

    it('leaves every older token good', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(alice);
      let token = device.token;
      for (let round = 0; round < 3; round += 1) {
        const answer = await client.refreshRegistration(alice.account, token);
        ({ token } = resultOf(answer, registered));
      }
      const again = await client.refreshRegistration(alice.account, device.token);
      resultOf(again, registered);
      device.cut();
      await device.reconnect();
      const caller = await scene().device(bob);
      await scene().in(caller.call(alice.userName));
      await device.rung();
    });

    it('is not cut by a refresh while it waits', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(alice);
      resultOf(await client.refreshRegistration(alice.account, device.token), registered);
      const caller = await scene().device(bob);
      await scene().in(caller.call(alice.userName));
      await device.rung();
      expect(device.inbox.isClosed).toBe(false);
    });

    it('ends with end_session: the stream closes and the token is unknown', async () => {
      const { client, alice } = scene();
      const device = await scene().device(alice);
      resultOf(await client.endRegistration(alice.account, device.token), anything);
      await device.inbox.closed;
      const reopened = client.registrationEvents(alice.account, device.token);
      await expect(reopened).rejects.toMatchObject({ status: 401 });
      const answer = await client.refreshRegistration(alice.account, device.token);
      expectFailure(answer, 401, 'unauthorized');
    });

    it('ends by the credentials and the device id, too', async () => {
      const { client, alice } = scene();
      const device = webDevice();
      const { token } = resultOf(await client.registerPublic(alice, device), registered);
      const stream = await scene().stream(client.registrationEvents(alice.account, token));
      const answer = await client.ask(`/api/registrations/${alice.account}/end_session`, {
        json: { device_id: device.device_id },
        headers: { authorization: credentialsHeader(alice.account, alice.password) },
      });
      resultOf(answer, anything);
      await stream.inbox.closed;
    });

    it('leaves the account without a device to ring: unreachable', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(bob);
      resultOf(await client.endRegistration(bob.account, device.token), anything);
      const caller = await scene().device(alice);
      await expectFailsAtOnce(caller, bob.userName, 'unreachable');
    });

    it('rings a device once that registered the same device id again', async () => {
      const { client, alice, bob } = scene();
      const device = webDevice();
      const first = resultOf(await client.registerPublic(bob, device), registered);
      const second = resultOf(await client.registerPublic(bob, device), registered);
      const older = await scene().stream(client.registrationEvents(bob.account, first.token));
      const newer = await scene().stream(client.registrationEvents(bob.account, second.token));
      const caller = await scene().device(alice);
      const call = await scene().in(caller.call(bob.userName));
      await newer.inbox.next('incoming');
      await call.leave();
      await newer.inbox.next('incoming_cancelled');
      const rings = [...older.inbox.named('incoming'), ...newer.inbox.named('incoming')];
      expect(rings).toHaveLength(1);
      await client.endRegistration(bob.account, second.token);
    });
  });

  describe('its events', () => {
    it('are told by ?token= and by header token', async () => {
      const { client, alice, bob } = scene();
      const byQuery = await scene().device(bob);
      const { token } = resultOf(await client.registerPublic(bob), registered);
      const byHeader = await scene().stream(client.registrationEventsByHeader(bob.account, token));
      const caller = await scene().device(alice);
      await scene().in(caller.call(bob.userName));
      await byQuery.rung();
      await byHeader.inbox.next('incoming');
      await client.endRegistration(bob.account, token);
    });

    it('close an older stream when a newer one opens', async () => {
      const device = await scene().device(scene().alice);
      const older = device.inbox;
      await device.reconnect();
      await older.closed;
      expect(device.inbox.isClosed).toBe(false);
    });

    it.each([
      ['no token', ''],
      ['a made-up token', 'AAAA.BBBB'],
      ['a token with strange letters', '%00%ff'],
    ])('are refused to %s', async (_name, token) => {
      const { client, alice } = scene();
      const opening = client.registrationEvents(alice.account, token);
      await expect(opening).rejects.toBeInstanceOf(StreamRefused);
      await expect(client.registrationEvents(alice.account, token)).rejects.toMatchObject({
        status: 401,
      });
    });

    it('are refused to a token that was changed by one letter', async () => {
      const { client, alice } = scene();
      const { token } = await scene().device(alice);
      for (const at of [0, 5, token.length - 5]) {
        const other = token[at] === 'A' ? 'B' : 'A';
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        await expect(client.registrationEvents(alice.account, changed)).rejects.toMatchObject({
          status: 401,
        });
      }
    });

    it('are refused under another account', async () => {
      const { client, alice, bob } = scene();
      const { token } = await scene().device(alice);
      const opening = client.registrationEvents(bob.account, token);
      await expect(opening).rejects.toSatisfy(
        (error) => error instanceof StreamRefused && [401, 403].includes(error.status),
      );
    });

    it.each(pathForms)('stand under the account in the %s form', async (form) => {
      const { client, alice } = scene();
      const { token } = await scene().device(alice);
      await scene().stream(client.registrationEvents(alice.account, token, form));
    });
  });
});
