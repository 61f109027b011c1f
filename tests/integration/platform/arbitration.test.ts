import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Device } from '../../support/outside/client';
import type { Answer } from '../../support/outside/http';
import {
  expectFailsAtOnce,
  expectFailure,
  onEachDatabase,
  toldEnd,
  useScene,
} from '../../support/outside/scene';
import {
  incomingCancelled,
  invitationState,
  joined,
  resultOf,
  type Incoming,
} from '../../support/outside/shapes';

const anything = z.unknown();

// Rules that need the ring deadline, a grace time or the 20 s of a silent winner to pass are
// tried with an injected clock elsewhere; races.test.ts meets the real deadline once.
onEachDatabase('The rules of a call', (running) => {
  const scene = useScene(running, 4);

  const endOf = async (device: Device, invited: Incoming) => {
    const like = { token: invited.token };
    const { data } = await device.inbox.next('incoming_cancelled', like);
    return incomingCancelled.parse(data).reason;
  };

  describe('one winner', () => {
    it('among answers at once: each other device hears answered_elsewhere once', async () => {
      const { client, alice, bob } = scene();
      const devices = await Promise.all([1, 2, 3].map(() => scene().device(bob)));
      const caller = await scene().device(alice);
      const call = await scene().in(caller.call(bob.userName));
      const rung = await Promise.all(
        devices.map(async (device) => ({ device, invited: await device.rung() })),
      );
      const answers = await Promise.all(
        rung.map(async ({ device, invited }) => ({
          device,
          invited,
          answer: await client.answering(invited),
        })),
      );
      const losers = answers.filter(({ answer }) => answer.status !== 200);
      expect(losers).toHaveLength(2);
      for (const { device, invited, answer } of losers) {
        expectFailure(answer, 409, 'answered_elsewhere');
        expect(await endOf(device, invited)).toBe('answered_elsewhere');
      }
      expect(await call.participants()).toHaveLength(2);
    });

    it('between answer and cancel: the loser is told the final state', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(bob);
      const caller = await scene().device(alice);
      for (let round = 0; round < 6; round += 1) {
        const call = await scene().in(caller.call(bob.userName));
        const invited = await device.rung();
        const answers: Answer[] = [];
        const acts = [
          async () => {
            answers.push(await client.answering(invited));
          },
          async () => {
            resultOf(await call.leave(), anything);
          },
        ];
        if (round % 2 === 1) acts.reverse();
        await Promise.all(acts.map((act) => act()));
        const [answer] = answers;
        if (!answer) throw new Error('no answer came');
        const state = resultOf(await client.ringing(invited), invitationState).state;
        if (answer.status === 200) expect(state).toBe('accepted');
        else {
          expectFailure(answer, 409, 'cancelled');
          expect(state).toBe('cancelled');
        }
      }
    });

    it('between answer and reject from two devices', async () => {
      const { client, alice, bob } = scene();
      const [first, second] = [await scene().device(bob), await scene().device(bob)];
      const caller = await scene().device(alice);
      for (let round = 0; round < 6; round += 1) {
        const call = await scene().in(caller.call(bob.userName));
        const [mine, theirs] = [await first.rung(), await second.rung()];
        const [answer] = await Promise.all([client.answering(mine), client.reject(theirs)]);
        const state = resultOf(await client.ringing(mine), invitationState).state;
        expect(state).toBe(answer.status === 200 ? 'accepted' : 'rejected');
        if (answer.status !== 200) expectFailure(answer, 409, 'rejected_elsewhere');
        await call.leave();
      }
    });
  });

  it('a final state never changes', async () => {
    const { client, alice, bob } = scene();
    const [first, second] = [await scene().device(bob), await scene().device(bob)];
    const caller = await scene().device(alice);
    const call = await scene().in(caller.call(bob.userName));
    const [mine, theirs] = [await first.rung(), await second.rung()];
    resultOf(await client.reject(mine), anything);
    await call.leave();
    expectFailure(await client.answering(mine), 409);
    expectFailure(await client.answering(theirs), 409, 'rejected_elsewhere');
    await client.reject(theirs);
    for (const invited of [mine, theirs]) {
      const state = resultOf(await client.ringing(invited), invitationState).state;
      expect(state).toBe('rejected');
    }
  });

  describe('glare', () => {
    it('a call to someone who rings me is my answer', async () => {
      const { client, alice, bob } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      const others = await scene().device(bob);
      const first = await scene().in(mine.call(bob.userName));
      const [invited, elsewhere] = [await theirs.rung(), await others.rung()];
      const second = await scene().in(theirs.call(alice.userName));
      const entries = await first.participants();
      expect(entries.map((entry) => entry.uuid).sort()).toEqual([first.uuid, second.uuid].sort());
      expect(await endOf(others, elsewhere)).toBe('answered_elsewhere');
      expect(mine.inbox.named('incoming')).toHaveLength(0);
      const state = resultOf(await client.ringing(invited), invitationState).state;
      expect(state).toBe('accepted');
    });

    it('both at once end in the same room', async () => {
      const { alice, bob } = scene();
      for (let round = 0; round < 5; round += 1) {
        const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
        const [first, second] = await Promise.all([
          scene().in(mine.call(bob.userName)),
          scene().in(theirs.call(alice.userName)),
        ]);
        const uuids = [first.uuid, second.uuid].sort();
        const inFirst = (await first.participants()).map((entry) => entry.uuid).sort();
        const inSecond = (await second.participants()).map((entry) => entry.uuid).sort();
        expect(inFirst).toEqual(uuids);
        expect(inSecond).toEqual(uuids);
        await first.leave();
        await toldEnd(theirs.inbox, 'ended');
      }
    });
  });

  describe('busy', () => {
    const inCall = async () => {
      const { client, alice, bob } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      const call = await scene().in(mine.call(bob.userName));
      const answered = await scene().in(client.answer(await theirs.rung()));
      return { mine, theirs, call, answered };
    };

    const bobPrefers = async (busy: 'waiting' | 'reject') => {
      const { client, bob } = scene();
      const headers = await scene().ownPage(bob);
      const answer = await client.ask('/api/my/profile', {
        method: 'PATCH',
        json: { busy },
        headers,
      });
      resultOf(answer, anything);
    };

    it('a second call waits', async () => {
      const { client, carol, bob } = scene();
      await bobPrefers('waiting');
      const { theirs, call } = await inCall();
      const third = await scene().device(carol);
      const waiting = await scene().in(third.call(bob.userName));
      const invited = await theirs.rung({ remote_address: carol.userName });
      expect(invited.waiting).toBe(true);
      const accepted = await scene().in(client.answer(invited));
      expect(await waiting.participants()).toHaveLength(2);
      expect(await call.participants()).toHaveLength(2);
      expect(accepted.uuid).not.toBe(call.uuid);
    });

    it('a second call is refused where the account chose so', async () => {
      const { carol, bob } = scene();
      await bobPrefers('reject');
      const { theirs } = await inCall();
      const third = await scene().device(carol);
      await expectFailsAtOnce(third, bob.userName, 'busy');
      expect(theirs.inbox.named('incoming')).toHaveLength(1);
      await bobPrefers('waiting');
    });
  });

  describe('calling again', () => {
    it('from the same device replaces a call that rings', async () => {
      const { client, alice, bob } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      const first = await scene().in(mine.call(bob.userName));
      const invited = await theirs.rung();
      const second = await scene().in(mine.call(bob.userName));
      expect(second.uuid).not.toBe(first.uuid);
      expect(await endOf(theirs, invited)).toBe('cancelled');
      const anew = await theirs.rung();
      expect(anew.invitation).not.toBe(invited.invitation);
      await scene().in(client.answer(anew));
      expect(await second.participants()).toHaveLength(2);
    });

    it('from the same device ends the answered call with replaced', async () => {
      const { client, alice, bob } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      await scene().in(mine.call(bob.userName));
      const answered = await scene().in(client.answer(await theirs.rung()));
      const { inbox } = await scene().stream(answered.events());
      await inbox.next('participant_sync_end');
      await scene().in(mine.call(bob.userName));
      await toldEnd(inbox, 'replaced');
      await theirs.rung();
    });
  });

  describe('unreachable', () => {
    it('at once, where no device is there', async () => {
      const { alice, bob } = scene();
      const mine = await scene().device(alice);
      await expectFailsAtOnce(mine, bob.userName, 'unreachable');
    });

    it('at once, where there is only a push channel', async () => {
      const { client, alice, bob } = scene();
      const { token } = await scene().device(bob);
      await client.endRegistration(bob.account, token);
      const mine = await scene().device(alice);
      await expectFailsAtOnce(mine, bob.userName, 'unreachable');
    });

    it('not while a stream was open a moment ago', async () => {
      const { client, alice, bob } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      theirs.cut();
      await theirs.inbox.closed;
      const call = await scene().in(mine.call(bob.userName));
      await theirs.reconnect();
      await scene().in(client.answer(await theirs.rung()));
      expect(await call.participants()).toHaveLength(2);
    });
  });

  it('calling oneself rings the second device', async () => {
    const { client, alice } = scene();
    const [mine, other] = [await scene().device(alice), await scene().device(alice)];
    const call = await scene().in(mine.call(alice.userName));
    const invited = await other.rung({ remote_address: alice.userName });
    await scene().in(client.answer(invited));
    expect(await call.participants()).toHaveLength(2);
    expect(mine.inbox.named('incoming')).toHaveLength(0);
  });

  it('only the rung account answers, only the caller cancels', async () => {
    const { client, alice, bob, carol } = scene();
    const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
    const stranger = await scene().device(carol);
    const call = await scene().in(mine.call(bob.userName));
    const invited = await theirs.rung();
    for (const token of [stranger.token, theirs.token, call.token]) {
      const forged = { ...invited, token };
      expectFailure(await client.answering(forged), [401, 403, 409]);
      const path = `/api/services/${invited.conference_alias}/end_session?token=${token}`;
      if (token !== call.token) {
        expectFailure(await client.ask(path, { method: 'POST' }), [401, 403]);
      }
    }
    expect(resultOf(await client.ringing(invited), invitationState).state).toBe('ringing');
  });

  it('a late joiner of the same account may cancel by repeating its checkdup', async () => {
    const { client, alice, bob } = scene();
    const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
    const checkdup = 'a tap';
    await scene().in(mine.call(bob.userName, { checkdup }));
    const invited = await theirs.rung();
    const again = await client.newSession(bob.userName, mine.proof, { checkdup });
    const same = client.participant(bob.userName, resultOf(again, joined));
    resultOf(await same.leave(), anything);
    expect(await endOf(theirs, invited)).toBe('cancelled');
  });

  describe('spam', () => {
    it('is limited for the pair, and others still get through', async () => {
      const { client, alice, bob, carol } = scene();
      const [mine, theirs] = [await scene().device(alice), await scene().device(bob)];
      let refused = false;
      for (let round = 0; round < 300 && !refused; round += 1) {
        const answer = await client.newSession(bob.userName, mine.proof);
        if (answer.status === 200) {
          await client.participant(bob.userName, resultOf(answer, joined)).leave();
        } else {
          expectFailure(answer, 429, 'too_many');
          refused = true;
        }
      }
      expect(refused).toBe(true);
      const third = await scene().device(carol);
      await scene().in(third.call(bob.userName));
      await theirs.rung({ remote_address: carol.userName });
    });
  });
});
