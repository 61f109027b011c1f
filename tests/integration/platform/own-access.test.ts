import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makePeople, secretOf } from '../../support/outside/administration';
import { cookiesOf } from '../../support/outside/client';
import { credentialsHeader } from '../../support/outside/codec';
import { expectCode, expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';
import { registered, resultOf, signedIn, resultsOf } from '../../support/outside/shapes';

const anything = z.unknown();
const something = z.looseObject({});

onEachDatabase("Ringway's own verbs of access", (running) => {
  const scene = useScene(running);

  describe('a demo link', () => {
    it('signs in, the second time as well', async () => {
      const { client } = scene();
      const { alice } = running().accounts;
      for (let round = 0; round < 2; round += 1) {
        const answer = await client.ask('/api/demo/session', {
          json: { secret: secretOf(alice.link) },
          headers: { origin: new URL(alice.link).origin },
        });
        resultOf(answer, anything);
        expect(cookiesOf(answer)).not.toBe('');
      }
    });

    it.each([
      ['a wrong secret', 'wrong', 'ours'],
      ['another origin', 'right', 'https://elsewhere.example'],
      ['no origin', 'right', undefined],
    ] as const)('is refused to %s', async (_name, secret, from) => {
      const { client } = scene();
      const { alice } = running().accounts;
      const origin = from === 'ours' ? new URL(alice.link).origin : from;
      const answer = await client.ask('/api/demo/session', {
        json: { secret: secret === 'right' ? secretOf(alice.link) : secret },
        headers: origin === undefined ? {} : { origin },
      });
      expectFailure(answer, [400, 401, 403, 404]);
      expect(cookiesOf(answer)).toBe('');
    });

    it('keeps its secret in the fragment', () => {
      const { alice } = running().accounts;
      const link = new URL(alice.link);
      expect(link.search).toBe('');
      expect(link.hash).toMatch(/^#secret=.{16,}/);
    });
  });

  describe('an invitation link', () => {
    it('is redeemed once, and sets the password and the cookie', async () => {
      const { client } = scene();
      const [person] = await makePeople(running(), 1);
      if (!person) throw new Error('nobody was made');
      expect((await client.signIn(person)).account).toBe(person.account);
    });

    it('is refused with a secret that nobody got', async () => {
      const { client } = scene();
      const answer = await client.ask('/api/invitation', {
        json: { secret: 'made-up', password: 'a long enough password' },
        headers: { origin: client.origin },
      });
      expectFailure(answer, [400, 401, 403, 404, 410]);
    });
  });

  describe('my session', () => {
    it('says who I am', async () => {
      const { alice } = scene();
      const ask = await scene().asPage(alice);
      const text = JSON.stringify(resultOf(await ask('/api/my/session'), something));
      for (const fact of [alice.account, alice.userName, alice.displayName, alice.sipkey]) {
        expect(text).toContain(JSON.stringify(fact));
      }
    });

    it('is listed beside the others, and revoked', async () => {
      const { alice } = scene();
      const [mine, other] = [await scene().asPage(alice), await scene().asPage(alice)];
      const before = resultOf(await other('/api/my/session'), something);
      const sessions = resultOf(
        await mine('/api/my/sessions'),
        z.array(z.looseObject({ id: z.string(), current: z.boolean() })),
      );
      expect(sessions.filter((session) => session.current)).toHaveLength(1);
      expect(before).toBeTruthy();
      for (const { id, current } of sessions) {
        if (!current)
          resultOf(await mine(`/api/my/sessions/${id}`, { method: 'DELETE' }), anything);
      }
      expectFailure(await other('/api/my/session'), 401, 'unauthorized');
      resultOf(await mine('/api/my/session'), anything);
    });

    it('ends with a sign-out, and so do its registrations', async () => {
      const { client, bob } = scene();
      const ask = await scene().asPage(bob);
      const device = { device_id: `web__${crypto.randomUUID()}`, device_type: 'web' };
      const path = `/api/registrations/${bob.account}/new_session`;
      const { token } = resultOf(await ask(path, { json: device }), registered);
      const { inbox } = await scene().stream(client.registrationEventsByHeader(bob.account, token));
      resultOf(await ask('/api/my/session', { method: 'DELETE' }), anything);
      await inbox.closed;
      expectFailure(await ask('/api/my/session'), 401, 'unauthorized');
      await expect(client.registrationEventsByHeader(bob.account, token)).rejects.toMatchObject({
        status: 401,
      });
    });
  });

  describe('my password', () => {
    it('changes, and ends everything but the session that changed it', async () => {
      const { client } = scene();
      const [person] = await makePeople(running(), 1);
      if (!person) throw new Error('nobody was made');
      const [mine, other] = [await scene().asPage(person), await scene().asPage(person)];
      const device = await client.device(person);
      const password = 'another long passphrase';
      const json = { current: person.password, new: password };
      resultOf(await mine('/api/my/password', { json }), anything);
      await device.inbox.closed;
      resultOf(await mine('/api/my/session'), anything);
      expectFailure(await other('/api/my/session'), 401, 'unauthorized');
      expectCode(await client.verifyUser(person.account, person.password), '401');
      resultsOf(await client.verifyUser(person.account, password), signedIn);
      const header = credentialsHeader(person.account, person.password);
      const path = `/api/registrations/${person.account}/new_session`;
      const old = await client.ask(path, { json: {}, headers: { authorization: header } });
      expectFailure(old, 401, 'unauthorized');
    });

    it('stays where the current one is wrong', async () => {
      const { client, carol } = scene();
      const ask = await scene().asPage(carol);
      const json = { current: 'wrong', new: 'another long passphrase' };
      expectFailure(await ask('/api/my/password', { json }), [400, 401, 403]);
      await client.signIn(carol);
    });
  });
});
