import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Proof } from '../../support/outside/client';
import { basicHeader, pathForms, pathSegment } from '../../support/outside/codec';
import { StreamRefused } from '../../support/outside/events';
import { askRaw, rawRequest } from '../../support/outside/http';
import {
  expectCode,
  expectFailure,
  onEachDatabase,
  toldEnd,
  useScene,
} from '../../support/outside/scene';
import {
  envelope,
  joinable,
  joined,
  refreshed,
  resultOf,
  resultsOf,
} from '../../support/outside/shapes';

const anything = z.unknown();

onEachDatabase('Calling', (running) => {
  const scene = useScene(running, 6);

  describe('a person', () => {
    it.each(pathForms)('by address in the %s form', async (form) => {
      const { alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(caller.call(bob.userName, { form }));
      expect(call.session).toMatchObject({ service_type: 'gateway', expires: '120' });
      await device.rung({ remote_address: alice.userName });
    });

    it('by address with the doubled % over a raw socket', async () => {
      const { client, alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      const path = `/api/services/${pathSegment(bob.userName, 'doubled')}/new_session`;
      expect(path).toContain('%%40');
      const body = JSON.stringify({ display_name: 'Alice', registration_token: caller.token });
      const headers = { Host: new URL(client.origin).host, 'Content-Type': 'application/json' };
      const answer = await askRaw(client.origin, rawRequest('POST', path, headers, body));
      const session = resultOf(answer, joined);
      await scene().in(Promise.resolve(client.participant(bob.userName, session)));
      await device.rung({ remote_address: alice.userName });
    });

    it('by short number', async () => {
      const { alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      await scene().in(caller.call(bob.sipkey));
      await device.rung({ remote_address: alice.userName });
    });

    it('with audio alone, or with video', async () => {
      const { alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      for (const call_type of ['audio', 'video'] as const) {
        const call = await scene().in(caller.call(bob.userName, { call_type }));
        await device.rung({ call_type });
        await call.leave();
      }
    });

    it('answers with direct media', async () => {
      const { alice, bob } = scene();
      const [caller] = [await scene().device(alice), await scene().device(bob)];
      const wishes = { direct_media: true, answer_by_event: true, max_peers: 3 };
      const call = await scene().in(caller.call(bob.userName, wishes));
      expect(call.session.media).toMatchObject({ mode: 'direct' });
      expect(call.session.max_peers).toBeGreaterThanOrEqual(1);
    });

    it.each(['nobody@localhost', 'nobody@elsewhere.example', '00000000', 'no address'])(
      'who does not exist (%s) is not found',
      async (address) => {
        const caller = await scene().device(scene().alice);
        const answer = await scene().client.newSession(address, caller.proof);
        expectFailure(answer, [400, 404], ['not_found', 'bad_request']);
      },
    );

    it('returns the same participant to a repeat with the same checkdup', async () => {
      const { client, alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      const checkdup = randomUUID();
      const call = await scene().in(caller.call(bob.userName, { checkdup }));
      const again = await client.newSession(bob.userName, caller.proof, { checkdup });
      expect(resultOf(again, joined).participant_uuid).toBe(call.uuid);
      await device.rung();
      await call.leave();
      await device.inbox.next('incoming_cancelled');
      expect(device.inbox.named('incoming')).toHaveLength(1);
    });
  });

  describe('who is calling', () => {
    const proofs: readonly [string, () => Promise<Proof>][] = [
      ['registration_token', async () => (await scene().device(scene().alice)).proof],
      [
        'header token of a registration',
        async () => ({ registrationHeader: (await scene().device(scene().alice)).token }),
      ],
      ['the cookie', async () => scene().ownPage(scene().alice)],
      ['x-cloud-basic', async () => ({ credentials: scene().alice })],
      [
        'Basic',
        async () => ({
          authorization: basicHeader(scene().alice.account, scene().alice.password),
        }),
      ],
    ];

    it.each(proofs)('is proved by %s', async (_name, proof) => {
      const { client, alice, bob, carol } = scene();
      const device = await scene().device(bob);
      const proved = await proof();
      // With a credentials header, `account` says which account its user means.
      const named = 'credentials' in proved || 'authorization' in proved ? alice : carol;
      const wishes = { account: named.account, display_name: 'Mallory' };
      await scene().in(client.join(bob.userName, proved, wishes));
      const invited = await device.rung();
      expect(invited.remote_address).toBe(alice.userName);
      expect(invited.remote_display_name).toBe(alice.displayName);
    });

    it('is not proved by account and display_name: 403 in words', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(bob);
      const wishes = { account: alice.account, display_name: alice.displayName };
      expectFailure(
        await client.newSession(bob.userName, { nobody: true }, wishes),
        403,
        'forbidden',
      );
      expect(device.inbox.named('incoming')).toHaveLength(0);
    });

    it.each<[string, Proof]>([
      ['a made-up registration token', { registration: 'made-up' }],
      ['a made-up header token', { registrationHeader: 'made-up' }],
      ['a wrong password', { authorization: basicHeader('alice', 'wrong') }],
      ['wrong credentials', { credentials: { account: 'alice', password: 'wrong' } }],
      ['a malformed header', { authorization: 'Basic !!!' }],
      ['a made-up cookie', { cookie: 'session=made-up', origin: 'http://elsewhere.example' }],
    ])('is not proved by %s', async (_name, proof) => {
      const { client, bob } = scene();
      await scene().device(bob);
      const answer = await client.newSession(bob.userName, proof);
      expectFailure(answer, [400, 401, 403], ['unauthorized', 'forbidden', 'bad_request']);
    });

    it("is not proved by a participant's token or a registration that ended", async () => {
      const { client, alice, bob, carol } = scene();
      await scene().device(bob);
      const caller = await scene().device(alice);
      const call = await scene().in(caller.call(bob.userName));
      const gone = await scene().device(carol);
      await client.endRegistration(carol.account, gone.token);
      for (const token of [call.token, gone.token]) {
        const answer = await client.newSession(bob.userName, { registration: token });
        expectFailure(answer, [401, 403], ['unauthorized', 'forbidden']);
      }
    });
  });

  describe('its session', () => {
    const inCall = async () => {
      const { client, alice, bob } = scene();
      const [caller, device] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(caller.call(bob.userName));
      const mine = await scene().in(client.answer(await device.rung()));
      return { caller, device, call, mine };
    };

    it('is refreshed, and every older token stays good', async () => {
      const { call, mine } = await inCall();
      const result = resultOf(await mine.refresh(), refreshed);
      expect(result.token).not.toBe(mine.token);
      expect(result.expires).toBe('120');
      expect(result.media).toMatchObject({ mode: 'direct' });
      for (const token of [mine.token, result.token]) {
        resultOf(await mine.get('participants', token), anything);
      }
      expect(await call.participants()).toHaveLength(2);
    });

    it('lists both people, and tells the state of the room', async () => {
      const { call, mine } = await inCall();
      const entries = await mine.participants();
      expect(entries.map((entry) => entry.uuid).sort()).toEqual([call.uuid, mine.uuid].sort());
      expect(entries.map((entry) => entry.is_muted)).toEqual(['NO', 'NO']);
      const status = resultOf(await mine.serviceStatus(), z.looseObject({ locked: z.boolean() }));
      expect(status.locked).toBe(false);
    });

    it('is named by its token alone, whatever the address in the path', async () => {
      const { client } = scene();
      const { mine } = await inCall();
      const answer = await client.ask('/api/services/somewhere%40else.example/participants', {
        headers: { token: mine.token },
      });
      expect(resultOf(answer, z.array(anything))).toHaveLength(2);
    });

    it('ends for both when either leaves, and again is harmless', async () => {
      const { caller, mine } = await inCall();
      resultOf(await mine.leave(), anything);
      await toldEnd(caller.inbox, 'ended');
      resultOf(await mine.leave(), anything);
      expect(caller.inbox.named('disconnect')).toHaveLength(1);
    });

    it('has no stream any more once its end was told', async () => {
      const { call, mine } = await inCall();
      const stream = await scene().stream(mine.events());
      await call.leave();
      await toldEnd(stream.inbox, 'ended');
      // What was written counts as got a moment later.
      await expect
        .poll(() =>
          mine.events().then(
            (again) => again.close(),
            (refusal: unknown) => (refusal instanceof StreamRefused ? refusal.status : refusal),
          ),
        )
        .toBe(409);
    });

    it('takes nothing more when the room has ended', async () => {
      const { caller, call, mine } = await inCall();
      await mine.leave();
      await toldEnd(caller.inbox, 'ended');
      for (const answer of [await call.message('late'), await call.state({ audio: false })]) {
        expectFailure(answer, [401, 403, 404, 409, 410]);
      }
      expectFailure(await call.refresh(), [401, 403, 404, 409, 410]);
      expectFailure(await call.get('participants'), [401, 403, 404, 409, 410]);
    });

    it.each(['participants', 'service_status'])('is refused without a token: %s', async (path) => {
      const { mine } = await inCall();
      expectFailure(await mine.get(path, 'made-up'), 401, 'unauthorized');
      expectFailure(await mine.get(path, ''), 401, 'unauthorized');
    });
  });

  describe('checkJoin', () => {
    it('tells of a person', async () => {
      const { client, alice, bob } = scene();
      const cookie = await scene().ownPage(alice);
      for (const name of [bob.userName, bob.sipkey]) {
        const found = resultsOf(await client.checkJoin(name, '', cookie), joinable);
        expect(found).toMatchObject({ isDot: true, alias: bob.userName, sipkey: bob.sipkey });
        expect(found.participantName).toBe('Outside');
        expect(found.password).toBe('');
      }
    });

    it('tells of a meeting, and repeats only a right password', async () => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const meeting = await client.createMeeting(cookie, {
        name: 'Weekly',
        pin: '8642',
        guest_pin: '1357',
      });
      const host = resultsOf(await client.checkJoin(meeting.address, '8642'), joinable);
      expect(host).toMatchObject({
        isDot: false,
        alias: meeting.address,
        sipkey: meeting.sipkey,
        password: '8642',
        roleType: 'host',
        conferenceName: 'Weekly',
      });
      const guest = resultsOf(await client.checkJoin(meeting.sipkey, '1357'), joinable);
      expect(guest).toMatchObject({ password: '1357', roleType: 'guest' });
      const wrong = await client.checkJoin(meeting.address, '9999');
      expect(wrong.status).toBe(200);
      expect(wrong.text).not.toContain('9999');
      expect(wrong.text).not.toContain('8642');
      expect(wrong.text).not.toContain('1357');
    });

    it('takes mcuHost from the configuration, not from the Host header', async () => {
      const { client, bob } = scene();
      const cookie = await scene().ownPage(scene().alice);
      const plain = resultsOf(await client.checkJoin(bob.userName, '', cookie), joinable);
      const port = new URL(client.origin).port;
      const other = await client.checkJoin(bob.userName, '', {
        ...cookie,
        host: `carol.localhost:${port}`,
      });
      expect(resultsOf(other, joinable).mcuHost).toBe(plain.mcuHost);
      expect(plain.mcuHost).not.toContain('carol');
    });

    it.each(['nobody@localhost', '00000000'])('does not find %s', async (name) => {
      const { client, alice } = scene();
      const cookie = await scene().ownPage(alice);
      expectCode(await client.checkJoin(name, '', cookie), '404');
    });

    it.each([
      ['nothing', {}],
      ['a number', { joinAccount: 5 }],
      ['an array', []],
    ])('refuses %s', async (_name, json) => {
      expectCode(await scene().client.ask('/api/v3/meet/checkJoin.shtml', { json }), '400');
    });

    it('counts wrong passwords as wrong PINs', async () => {
      const { client, alice } = scene();
      const cookie = await scene().cookie(alice);
      const meeting = await client.createMeeting(cookie, { pin: '864213', guest_pin: '135724' });
      let refused = false;
      for (let guess = 0; guess < 60 && !refused; guess += 1) {
        const answer = await client.checkJoin(meeting.address, String(100_000 + guess));
        refused = ['423', '429', '403'].includes(envelope.parse(answer.body).code);
        const joining = await client.newSession(meeting.address, { nobody: true }, { pin: 'x' });
        refused &&= joining.status === 429 || joining.status === 403;
      }
      expect(refused).toBe(true);
    });
  });
});

onEachDatabase(
  'Calling where anonymous callers are allowed',
  (running) => {
    const scene = useScene(running);

    it('shows them as a guest without an owner', async () => {
      const { client, bob } = scene();
      const device = await scene().device(bob);
      await scene().in(client.join(bob.userName, { nobody: true }, { display_name: 'Dora' }));
      const invited = await device.rung();
      expect(invited.remote_display_name).toBe('Guest "Dora"');
      expect(invited.owner).toBe('');
    });

    it('lets a guest hang up and be rejected as anybody', async () => {
      const { client, bob } = scene();
      const device = await scene().device(bob);
      const wishes = { display_name: 'Dora' };
      const call = await scene().in(client.join(bob.userName, { nobody: true }, wishes));
      const events = await scene().stream(call.events());
      resultOf(await client.reject(await device.rung()), anything);
      await toldEnd(events.inbox, 'rejected');
    });
  },
  { ANONYMOUS_CALLERS: 'true' },
);
