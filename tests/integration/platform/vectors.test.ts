import { beforeAll, describe, expect, it } from 'vitest';
import { makePerson, type Newcomer } from '../../support/outside/administration';
import {
  appKey,
  credentialsHeader,
  iosDeviceId,
  pathForms,
  pathSegment,
} from '../../support/outside/codec';
import { askRaw, rawRequest } from '../../support/outside/http';
import {
  expectCode,
  expectFailsAtOnce,
  expectFailure,
  onEachDatabase,
  useScene,
} from '../../support/outside/scene';
import { envelope, failure, registered, resultOf, resultsOf } from '../../support/outside/shapes';
import vectors from '../../support/vectors.json';

describe('The worked examples, by the client from outside', () => {
  it.each(vectors.md5_app_key)('app key of $certificate_name', ({ certificate_name, md5 }) => {
    expect(appKey(certificate_name)).toBe(md5);
  });

  it.each(vectors.credentials_header)('header of $account', ({ account, password, header }) => {
    expect(credentialsHeader(account, password)).toBe(header);
  });

  it.each(vectors.account_path)('path of $account', ({ account, path_segment }) => {
    expect(pathSegment(account)).toBe(path_segment);
  });

  it.each(vectors.device_id)('device id of $certificate_name', (vector) => {
    const { token_bytes_hex, certificate_name, device_id } = vector;
    expect(iosDeviceId(token_bytes_hex, certificate_name)).toBe(device_id);
  });
});

onEachDatabase(
  'The worked examples, by the server',
  (running) => {
    const scene = useScene(running);
    const people = new Map<string, Newcomer>();
    const accounts = [
      ...new Set(
        [...vectors.credentials_header, ...vectors.account_path].map(({ account }) => account),
      ),
    ];

    // The passwords of the examples are too short to be set: these end in none, one or two `=`.
    const passwordOf = (account: string) => {
      const user = account.split('@', 1)[0] ?? '';
      const short = 'pass:密码:with colons';
      const over = Buffer.byteLength(`${user}:${short}`) % 3;
      return short + 'x'.repeat((accounts.indexOf(account) - over + 6) % 3);
    };

    const personOf = (account: string): Newcomer => {
      const person = people.get(account);
      if (!person) throw new Error(`nobody made ${account}`);
      return person;
    };

    beforeAll(async () => {
      for (const account of accounts) {
        const password = passwordOf(account);
        people.set(account, await makePerson(running(), { account, password }));
      }
    });

    const register = (segment: string, header: string) => {
      const { client } = scene();
      const request = rawRequest(
        'POST',
        `/api/registrations/${segment}/new_session`,
        {
          Host: new URL(client.origin).host,
          'Content-Type': 'application/json',
          'X-Cloud-Authorization': header,
          Authorization: header,
        },
        '{}',
      );
      return askRaw(client.origin, request);
    };

    it.each(accounts)('the header of %s with any number of trailing =', async (account) => {
      const { password } = personOf(account);
      const header = credentialsHeader(account, password);
      const bare = header.replace(/=+$/, '');
      const upper = bare.replace('x-cloud-basic', 'X-Cloud-Basic');
      for (const written of [header, bare, `${bare}=`, `${bare}==`, `${upper}===`]) {
        resultOf(await register(pathSegment(account), written), registered);
      }
      expectFailure(await register(pathSegment(account), `${bare}====`), [400, 401]);
    });

    it.each(vectors.account_path)('the path of $account, however it is written', async (vector) => {
      const { account, path_segment, also_accepted = [] } = vector;
      const header = credentialsHeader(account, personOf(account).password);
      const forms = pathForms.map((form) => pathSegment(account, form));
      for (const segment of [path_segment, ...also_accepted, ...forms]) {
        resultOf(await register(segment, header), registered);
      }
    });

    it.each(pathForms)('the whole life of a registration in the %s form', async (form) => {
      const { client, carol } = scene();
      const person = personOf('test@example.com');
      const segment = pathSegment(person.account, form);
      const header = credentialsHeader(person.account, person.password);
      const { token } = resultOf(await register(segment, header), registered);
      const { inbox } = await scene().stream(
        client.registrationEvents(person.account, token, form),
      );
      const caller = await scene().device(carol);
      const call = await scene().in(client.join(person.userName, caller.proof, { form }));
      await inbox.next('incoming');
      await call.leave();
      await inbox.next('incoming_cancelled');
      const ending = rawRequest(
        'POST',
        `/api/registrations/${segment}/end_session?token=${token}`,
        { Host: new URL(client.origin).host },
        '',
      );
      expect((await askRaw(client.origin, ending)).status).toBe(200);
      await inbox.closed;
    });

    it('signs these accounts in', async () => {
      const { client } = scene();
      for (const account of accounts) {
        const person = personOf(account);
        expect(await client.signIn(person)).toMatchObject({ account, userName: person.userName });
      }
    });

    it('the one account with that local part, where the path names none', async () => {
      const { client, bob } = scene();
      await scene().device(bob);
      const person = personOf('ab@example.com');
      const call = client.join(bob.userName, { credentials: person });
      await scene().in(call);
    });

    it('says that it must be told which account, where several have that local part', async () => {
      const { client, bob } = scene();
      const twin = await makePerson(running(), { account: 'u@example.com' });
      for (const password of [twin.password, personOf('u').password, 'wrong']) {
        const authorization = credentialsHeader('u', password);
        const answer = await client.newSession(bob.userName, { authorization });
        expectFailure(answer, 401, 'unauthorized');
        expect(failure.parse(answer.body).result).toMatch(/which account/i);
      }
      const named = await client.newSession(
        bob.userName,
        { authorization: credentialsHeader('u', twin.password) },
        { account: 'u@example.com' },
      );
      expect(named.text).not.toMatch(/which account/i);
      expect(named.status).not.toBe(401);
    });

    describe('device ids', () => {
      const [vector] = vectors.device_id;
      const device_id = vector?.device_id ?? '';
      const secondCertificate = vectors.md5_app_key[1]?.certificate_name ?? '';

      it('are accepted in both clouds, and rung by nothing yet: unreachable', async () => {
        const { client, bob, alice } = scene();
        const device = { device_id, device_type: 'ios' };
        const publicly = resultOf(await client.registerPublic(bob, device), registered);
        const { session_id } = await client.signIn(bob);
        resultsOf(await client.registerDedicated(bob, session_id, device), registered);
        const caller = await scene().device(alice);
        await expectFailsAtOnce(caller, bob.userName, 'unreachable');
        await client.endRegistration(bob.account, publicly.token);
      });

      it('are accepted as the JPush RegistrationID where the app key is for JPush', async () => {
        const { client, bob } = scene();
        for (const device of [
          { device_id: `13065ffa4e39e21f5a2__${appKey(secondCertificate)}`, device_type: 'ios' },
          { device_id: '13065ffa4e39e21f5a2__0123456789abcdef01234567', device_type: 'android' },
        ]) {
          const { token } = resultOf(await client.registerPublic(bob, device), registered);
          await client.endRegistration(bob.account, token);
        }
      });

      it.each(vectors.device_id_refused)('refuses %s', async (refused) => {
        const { client, bob } = scene();
        const device = { device_id: refused, device_type: 'ios' };
        expectFailure(await client.registerPublic(bob, device), 400, 'bad_request');
        const { session_id } = await client.signIn(bob);
        expectCode(await client.registerDedicated(bob, session_id, device), '400');
      });

      it('refuses an unknown app key, and names the known ones by their hashes', async () => {
        const { client, bob } = scene();
        const unknown = appKey('apns_somebodyElse');
        const device = { device_id: `${'ab'.repeat(32)}__${unknown}`, device_type: 'ios' };
        const answer = await client.registerPublic(bob, device);
        expectFailure(answer, 400, 'bad_request');
        expect(answer.text).toContain(appKey('apns_exampleTest'));
        const { session_id } = await client.signIn(bob);
        const dedicated = await client.registerDedicated(bob, session_id, device);
        expectCode(dedicated, '400');
        expect(envelope.parse(dedicated.body).results).toContain(appKey('apns_exampleTest'));
      });
    });
  },
  {
    APP_KEYS: JSON.stringify([
      { provider: 'apns', certificateName: 'apns_exampleTest' },
      { provider: 'jpush', certificateName: '证书' },
      { provider: 'jpush', appKey: '0123456789abcdef01234567' },
    ]),
  },
);
