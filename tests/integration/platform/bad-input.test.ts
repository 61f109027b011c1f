import { describe, expect, it } from 'vitest';
import { credentialsHeader } from '../../support/outside/codec';
import type { Question } from '../../support/outside/http';
import { expectCode, expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';

/** In the middle, where one database refuses a text and the other one cuts it off. */
const holey = 'before\u0000after';

onEachDatabase('Input that means nothing', (running) => {
  const scene = useScene(running);

  it('becomes U+FFFD where it is half a surrogate pair', async () => {
    const { bob } = scene();
    const ask = await scene().asPage(bob);
    const json = { displayName: 'Bo\ud83db \udc4b 👋' };
    const answer = await ask('/api/my/profile', { method: 'PATCH', json });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).toContain('"displayName":"Bo\ufffdb \ufffd 👋"');
    expect((await ask('/api/my/session')).text).not.toMatch(/\\ud[89a-f]/i);
  });

  describe('the character U+0000', () => {
    const signIn = '/api/v3/app/user/login/verify_user.shtml';
    const jpush = '/api/v3/app/registrations/jpush_token';
    const checkJoin = '/api/v3/meet/checkJoin.shtml';

    it.each<[string, Question]>([
      [signIn, { json: { account: holey, pwd: 'x' } }],
      [signIn, { form: { account: holey, pwd: 'x' } }],
      [jpush, { json: { account: holey } }],
      [checkJoin, { json: { joinAccount: holey } }],
    ])('is not understood by %s', async (path, question) => {
      expectCode(await scene().client.ask(path, question), '400');
    });

    it('names nobody in a credentials header', async () => {
      const headers = { authorization: credentialsHeader(holey, 'x') };
      expectCode(await scene().client.ask(jpush, { json: {}, headers }), '401');
    });

    it.each<[string, Question]>([
      ['/api/registrations/alice/new_session', { json: { name: holey } }],
      ['/api/registrations/alice/end_session', { json: { device_id: holey } }],
      ['/api/my/profile', { method: 'PATCH', json: { displayName: holey } }],
      ['/api/my/people?query=a%00b', {}],
      ['/api/my/sessions/a%00b', { method: 'DELETE' }],
      ['/api/my/devices/a%00b', { method: 'PATCH', json: { name: 'Kitchen' } }],
      ['/api/my/devices/a%00b/ring', { method: 'POST' }],
      ['/api/my/blocked/a%00b', { method: 'PUT' }],
      ['/api/rooms', { json: { name: holey } }],
      ['/api/admin/accounts', { json: { account: holey, display_name: 'Somebody' } }],
      ['/api/admin/accounts?query=a%00b', {}],
      ['/api/services/bob/new_session', { json: { checkdup: holey } }],
      ['/api/services/bob/new_session', { json: { token: 'x.y', client: holey } }],
    ])('is not understood by %s', async (path, question) => {
      const { client, alice } = scene();
      const headers = await scene().ownPage(alice);
      expectFailure(await client.ask(path, { ...question, headers }), 400, 'bad_request');
    });

    it('is not understood in a call either', async () => {
      const { alice, bob } = scene();
      const [hers, his] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(hers.call(bob.userName));
      const invited = await his.rung();
      expectFailure(await his.client.rejectByHeader(invited, holey), 400, 'bad_request');
      expectFailure(await call.post('dial', { destination: holey }), 400, 'bad_request');
      expectFailure(await call.post('participants/a%00b/disconnect', {}), 403, 'bad_request');
      expectFailure(await call.leg('a%00b', 'ack', {}), 403, 'bad_request');
    });

    it('may be nested as deep as a body is long', async () => {
      const { client } = scene();
      const raw = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
      expectFailure(await client.ask('/api/rooms', { raw }), 400, 'bad_request');
    });
  });

  describe('the number of an account that no database has', () => {
    it.each<[string, Question]>([
      ['/api/admin/accounts/3000000000', { method: 'PATCH', json: {} }],
      ['/api/admin/accounts/9007199254740991', { method: 'DELETE' }],
      ['/api/admin/accounts/3000000000/invitation', { method: 'POST' }],
      ['/api/admin/devices?account=3000000000', {}],
      ['/api/admin/accounts', { json: { account: 'x', display_name: 'X', companyId: 3e9 } }],
    ])('is not understood by %s', async (path, question) => {
      const { client } = scene();
      const headers = await scene().ownPage(await running().operator());
      expectFailure(await client.ask(path, { ...question, headers }), 400, 'bad_request');
    });
  });

  it.each(['a:b', 'a%40b', 'a@b@c', 'a\u0007', 'a b', 'a/b', ''])(
    'is no name of an account: %j',
    async (account) => {
      const { client } = scene();
      const headers = await scene().ownPage(await running().operator());
      const body = { account, display_name: 'Somebody' };
      const answer = await client.ask('/api/admin/accounts', { json: body, headers });
      expectFailure(answer, 400, 'bad_request');
    },
  );

  it('leaves the server well', async () => {
    const { client, alice } = scene();
    await client.signIn(alice);
    expect((await client.ask('/readyz')).status).toBe(200);
  });
});
