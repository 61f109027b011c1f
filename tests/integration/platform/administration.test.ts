import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { makePeople, makePerson, secretOf } from '../../support/outside/administration';
import type { Credentials } from '../../support/outside/client';
import type { Question } from '../../support/outside/http';
import {
  expectCode,
  expectFailsAtOnce,
  expectFailure,
  onEachDatabase,
  useScene,
  type Scene,
} from '../../support/outside/scene';
import { joinable, registered, resultOf, resultsOf } from '../../support/outside/shapes';

const anything = z.unknown();
const listed = z.looseObject({
  accounts: z.array(z.looseObject({ id: z.number().int(), account: z.string() })),
});

/** Asks as the page of an administrator does. */
async function asAdministrator({ client }: Scene, who: Credentials) {
  const cookie = await client.signInForCookie(who);
  const ask = (path: string, question: Question = {}) =>
    client.ask(path, { ...question, headers: { cookie, origin: client.origin } });
  return { cookie, ask };
}

/** Somebody of another organisation. */
async function stranger(scene: Scene) {
  const { cookie, ask } = await asAdministrator(scene, await scene.server.operator());
  const made = await ask('/api/admin/organisations', { json: { name: 'Elsewhere' } });
  const { id } = resultOf(made, z.looseObject({ id: z.number().int() }));
  const account = `stranger-${crypto.randomUUID().slice(0, 8)}`;
  return makePerson(scene.server, { account, companyId: id }, cookie);
}

onEachDatabase('Administering accounts', (running) => {
  const scene = useScene(running);
  const administrator = () => asAdministrator(scene(), running().accounts.alice);

  const idOf = async (account: string) => {
    const { ask } = await administrator();
    const { accounts } = resultOf(await ask(`/api/admin/accounts?query=${account}`), listed);
    const found = accounts.find((candidate) => candidate.account === account);
    if (!found) throw new Error(`${account} is not listed`);
    return found.id;
  };

  const newcomer = async () => {
    const [person] = await makePeople(running(), 1);
    if (!person) throw new Error('nobody was made');
    return person;
  };

  it('creates one that can be called by address and by short number', async () => {
    const { client, bob } = scene();
    const person = await newcomer();
    const device = await scene().device(person);
    const caller = await scene().device(bob);
    for (const address of [person.userName, person.sipkey]) {
      const call = await scene().in(client.join(address, caller.proof));
      await device.rung({ remote_address: bob.userName });
      await call.leave();
    }
  });

  it('changes name and short number, and refuses one that is taken', async () => {
    const { client, bob } = scene();
    const { ask } = await administrator();
    const person = await newcomer();
    const path = `/api/admin/accounts/${await idOf(person.account)}`;
    const sipkey = String(70_000_000 + Math.floor(Date.now() % 10_000_000));
    const json = { display_name: 'Renamed 改名', sipkey };
    resultOf(await ask(path, { method: 'PATCH', json }), anything);
    expect(await client.signIn(person)).toMatchObject({ trueName: 'Renamed 改名', sipkey });
    const taken = await ask(path, { method: 'PATCH', json: { sipkey: bob.sipkey } });
    expectFailure(taken, [400, 409]);
    const again = { account: person.account, display_name: 'Twice' };
    expectFailure(await ask('/api/admin/accounts', { json: again }), [400, 409]);
  });

  it('disables: streams close at once, nothing is rung, nothing is let in', async () => {
    const { client, bob } = scene();
    const { ask } = await administrator();
    const person = await newcomer();
    const device = await client.device(person);
    const path = `/api/admin/accounts/${await idOf(person.account)}`;
    resultOf(await ask(path, { method: 'PATCH', json: { disabled: true } }), anything);
    await device.inbox.closed;
    expectCode(await client.verifyUser(person.account, person.password), '401', '403');
    expectFailure(await client.registerPublic(person), [401, 403]);
    await expect(client.registrationEvents(person.account, device.token)).rejects.toMatchObject({
      status: 401,
    });
    const caller = await scene().device(bob);
    const answer = await client.newSession(person.userName, caller.proof);
    expectFailure(answer, [403, 404, 409, 410, 422, 480, 503], ['unreachable', 'not_found']);
    resultOf(await ask(path, { method: 'PATCH', json: { disabled: false } }), anything);
    await client.signIn(person);
    await expectFailsAtOnce(caller, person.userName, 'unreachable');
  });

  it('deletes: the address is not found any more', async () => {
    const { client, bob } = scene();
    const { ask } = await administrator();
    const person = await newcomer();
    const device = await client.device(person);
    const path = `/api/admin/accounts/${await idOf(person.account)}`;
    resultOf(await ask(path, { method: 'DELETE' }), anything);
    await device.inbox.closed;
    const caller = await scene().device(bob);
    const answer = await client.newSession(person.userName, caller.proof);
    expectFailure(answer, 404, 'not_found');
    expectCode(await client.verifyUser(person.account, person.password), '401');
  });

  it('voids an invitation by the next one, and ends all sessions by its redemption', async () => {
    const { client } = scene();
    const { ask } = await administrator();
    const person = await newcomer();
    const device = await client.device(person);
    const path = `/api/admin/accounts/${await idOf(person.account)}/invitation`;
    const shape = z.looseObject({ link: z.url() });
    const first = resultOf(await ask(path, { method: 'POST' }), shape);
    const second = resultOf(await ask(path, { method: 'POST' }), shape);
    const redeem = (link: string, origin = client.origin) =>
      client.ask('/api/invitation', {
        json: { secret: secretOf(link), password: 'a brand new passphrase' },
        headers: { origin },
      });
    expect(new URL(first.link).search).toBe('');
    expectFailure(await redeem(first.link), [400, 401, 403, 404, 409, 410]);
    expectFailure(await redeem(second.link, 'https://elsewhere.example'), [401, 403]);
    resultOf(await redeem(second.link), anything);
    await device.inbox.closed;
    expectFailure(await redeem(second.link), [400, 401, 403, 404, 409, 410]);
    expectCode(await client.verifyUser(person.account, person.password), '401');
    await client.signIn({ account: person.account, password: 'a brand new passphrase' });
  });

  it('is for administrators alone', async () => {
    const { bob } = scene();
    const { ask } = await asAdministrator(scene(), bob);
    for (const path of ['accounts', 'devices', 'calls', 'health']) {
      expectFailure(await ask(`/api/admin/${path}`), 403, 'forbidden');
    }
    const json = { account: 'mine', display_name: 'Mine' };
    expectFailure(await ask('/api/admin/accounts', { json }), 403, 'forbidden');
  });

  it('shows live calls, devices and health', async () => {
    const { client, bob, carol } = scene();
    const { ask } = await administrator();
    const [caller, device] = [await scene().device(bob), await scene().device(carol)];
    await scene().in(caller.call(carol.userName));
    await scene().in(client.answer(await device.rung()));
    expect((await ask('/api/admin/calls')).text).toContain(carol.userName);
    const devices = await ask('/api/admin/devices');
    resultOf(devices, anything);
    expect(devices.text).not.toContain(device.token);
    const health = await ask('/api/admin/health');
    resultOf(health, anything);
    // The server asks itself by its public address: WebSocket and event stream come through.
    expect(health.text).toContain('"id":"proxy","state":"good"');
  });

  describe('another organisation', () => {
    it('is not found: neither called, nor looked up, nor administered', async () => {
      const { client, alice, bob } = scene();
      const other = await stranger(scene());
      const theirs = await scene().device(other);
      const mine = await scene().device(bob);
      for (const [device, address] of [
        [mine, other.userName],
        [mine, other.sipkey],
        [theirs, bob.userName],
      ] as const) {
        expectFailure(await client.newSession(address, device.proof), 404, 'not_found');
      }
      const page = await scene().ownPage(bob);
      expectCode(await client.checkJoin(other.userName, '', page), '404');
      const people = await client.ask(`/api/my/people?query=${other.account}`, { headers: page });
      expect(people.text).not.toContain(other.account);
      const { ask } = await asAdministrator(scene(), alice);
      expect((await ask(`/api/admin/accounts?query=${other.account}`)).text).not.toContain(
        other.account,
      );
      const operator = await asAdministrator(scene(), await running().operator());
      const everyone = await operator.ask(`/api/admin/accounts?query=${other.account}`);
      const [found] = resultOf(everyone, listed).accounts;
      if (!found) throw new Error('the operator does not see everybody');
      const path = `/api/admin/accounts/${found.id}`;
      expectFailure(await ask(path, { method: 'DELETE' }), [403, 404]);
      resultOf(await client.registerPublic(other), registered);
    });
  });
});

onEachDatabase(
  'Organisations that the operator opened',
  (running) => {
    const scene = useScene(running);

    it('call each other', async () => {
      const { client, bob } = scene();
      const other = await stranger(scene());
      const [theirs, mine] = [await scene().device(other), await scene().device(bob)];
      await scene().in(client.join(other.userName, mine.proof));
      await theirs.rung({ remote_address: bob.userName });
      const page = await scene().ownPage(bob);
      const found = resultsOf(await client.checkJoin(other.userName, '', page), joinable);
      expect(found.alias).toBe(other.userName);
    });
  },
  { OPEN_ORGANISATIONS: 'true' },
);
