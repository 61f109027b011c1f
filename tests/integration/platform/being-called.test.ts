import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Device } from '../../support/outside/client';
import { credentialsHeader } from '../../support/outside/codec';
import { fieldsOf } from '../../support/outside/events';
import { expectFailure, onEachDatabase, toldEnd, useScene } from '../../support/outside/scene';
import {
  incoming,
  incomingCancelled,
  invitationState,
  joined,
  resultOf,
  type Incoming,
} from '../../support/outside/shapes';

const anything = z.unknown();

onEachDatabase('Being called', (running) => {
  const scene = useScene(running, 4);

  /** Alice calls Bob, whose devices ring. */
  const alicesCall = async (rung = 1) => {
    const caller = await scene().device(scene().alice);
    const devices = await Promise.all(
      Array.from({ length: rung }, () => scene().device(scene().bob)),
    );
    const call = await scene().in(caller.call(scene().bob.userName, { call_type: 'audio' }));
    const like = { remote_address: scene().alice.userName };
    const invitations = await Promise.all(devices.map((device) => device.rung(like)));
    const [device, invited] = [devices[0], invitations[0]];
    if (!device || !invited) throw new Error('nothing was rung');
    return { caller, call, devices, invitations, device, invited };
  };

  const cancelled = async (device: Device, invited: Incoming) =>
    incomingCancelled.parse(
      (await device.inbox.next('incoming_cancelled', { token: invited.token })).data,
    );

  describe('incoming', () => {
    it('carries every field of section 3', async () => {
      const { alice, client } = scene();
      const before = Math.floor(Date.now() / 1000);
      const { invited } = await alicesCall();
      expect(`${invited.remote_alias}@${invited.owner}`).toBe(alice.userName);
      expect(invited).toMatchObject({
        remote_address: alice.userName,
        remote_display_name: alice.displayName,
        service_type: 'gateway',
        call_type: 'audio',
      });
      expect(Number(invited.time)).toBeGreaterThanOrEqual(before);
      const ringTime = invited.expires_at - Number(invited.time);
      expect(ringTime).toBeGreaterThanOrEqual(29);
      expect(ringTime).toBeLessThanOrEqual(61);
      expect(new URL(invited.origin).port).toBe(new URL(client.origin).port);
      expect(invited.waiting ?? false).toBe(false);
    });

    it('carries nothing to connect media with before the answer', async () => {
      const { device } = await alicesCall();
      const [event] = device.inbox.named('incoming');
      expect(JSON.stringify(event?.data)).not.toMatch(/iceServers|"media"|"sdp"|candidate/);
    });

    it('carries one invitation and one token for each device', async () => {
      const { invitations } = await alicesCall(3);
      expect(new Set(invitations.map((invited) => invited.invitation)).size).toBe(1);
      expect(new Set(invitations.map((invited) => invited.token)).size).toBe(3);
    });

    it('comes once to a registration whose stream reconnects while it rings', async () => {
      const { call, device, invited } = await alicesCall();
      const earlier = device.inbox;
      device.cut();
      await device.reconnect();
      await call.leave();
      await cancelled(device, invited);
      const rings = [...earlier.named('incoming'), ...device.inbox.named('incoming')];
      expect(
        rings.filter((event) => incoming.parse(event.data).token === invited.token),
      ).toHaveLength(1);
    });

    it('reaches a device that registers while it rings, and so does the end', async () => {
      const { call, invited } = await alicesCall();
      const late = await scene().device(scene().bob);
      const lately = await late.rung({ invitation: invited.invitation });
      expect(lately.token).not.toBe(invited.token);
      await call.leave();
      expect(await cancelled(late, lately)).toMatchObject({ reason: 'cancelled' });
    });
  });

  describe('ringing', () => {
    it('answers with the state of the invitation, repeated or not', async () => {
      const { client } = scene();
      const { invited } = await alicesCall();
      for (let round = 0; round < 2; round += 1) {
        const state = resultOf(await client.ringing(invited), invitationState);
        expect(state).toMatchObject({ invitation: invited.invitation, state: 'ringing' });
        expect(state.expires_at).toBe(invited.expires_at);
      }
    });

    it('is told to the caller, and so is that the person answers', async () => {
      const { client } = scene();
      const { caller, invited } = await alicesCall();
      expect(caller.inbox.named('invitation_update')).toHaveLength(0);
      resultOf(await client.ringing(invited), invitationState);
      await caller.inbox.next('invitation_update', {
        invitation: invited.invitation,
        state: 'ringing',
      });
      const state = resultOf(await client.ringing(invited, { answering: true }), invitationState);
      expect(state).toMatchObject({ state: 'ringing', expires_at: invited.expires_at });
    });

    it('tells the final state after the end', async () => {
      const { client } = scene();
      const { call, device, invited } = await alicesCall();
      await call.leave();
      await cancelled(device, invited);
      const state = resultOf(await client.ringing(invited), invitationState);
      expect(state).toMatchObject({ invitation: invited.invitation, state: 'cancelled' });
    });

    it('is refused to any token but the one of the invitation', async () => {
      const { client } = scene();
      const { caller, call, invited } = await alicesCall();
      for (const token of ['made-up', caller.token, call.token, '']) {
        const answer = await client.ringing({ ...invited, token });
        expectFailure(answer, [401, 403], ['unauthorized', 'forbidden']);
      }
    });
  });

  describe('answering', () => {
    it('connects to conference_alias', async () => {
      const { client, bob } = scene();
      const { caller, call, invited } = await alicesCall();
      const mine = await scene().in(client.answer(invited));
      expect(mine.session.service_type).toBe('gateway');
      expect(mine.uuid).not.toBe(call.uuid);
      await caller.inbox.next('participant_create', { uuid: mine.uuid });
      const entries = await call.participants();
      expect(entries.map((entry) => entry.uri).sort()).toEqual(
        [scene().alice.userName, bob.userName].sort(),
      );
    });

    it.each(['standard', 'doubled', 'twice', 'bare'] as const)(
      "connects to the caller's address, written in the %s form",
      async (form) => {
        const { client } = scene();
        const { call, invited } = await alicesCall();
        const address = `${invited.remote_alias}@${invited.owner}`;
        const answer = await client.answering(invited, { form }, address);
        const mine = await scene().in(
          Promise.resolve(client.participant(address, resultOf(answer, joined))),
        );
        expect((await call.participants()).map((entry) => entry.uuid)).toContain(mine.uuid);
      },
    );

    it.each<Record<string, string>>([
      { authorization: 'x-cloud-basic !!!' },
      { authorization: credentialsHeader('bob', 'the password before') },
      { token: 'the token of a registration that ended' },
      { sessionid: 'made-up' },
    ])('is authorised by the one-time token alone, beside %o', async (headers) => {
      const { client } = scene();
      const { call, invited } = await alicesCall();
      const answer = await client.ask(`/api/services/${invited.conference_alias}/new_session`, {
        json: { token: invited.token },
        headers,
      });
      const { participant_uuid } = resultOf(answer, joined);
      await expect.poll(() => call.entryOf(participant_uuid)).toBeDefined();
    });

    it('tells the other devices answered_elsewhere, and refuses them with 409', async () => {
      const { client } = scene();
      const { devices, invitations, invited } = await alicesCall(3);
      await scene().in(client.answer(invited));
      for (const [index, other] of devices.entries()) {
        const theirs = invitations[index];
        if (!theirs || theirs === invited) continue;
        expect(await cancelled(other, theirs)).toMatchObject({ reason: 'answered_elsewhere' });
        expectFailure(await client.answering(theirs), 409, 'answered_elsewhere');
        const state = resultOf(await client.ringing(theirs), invitationState);
        expect(state.state).toBe('accepted');
      }
    });

    it.each(['checkdup', 'client'] as const)(
      'returns the same participant to a repeat with the same %s',
      async (name) => {
        const { client } = scene();
        const { call, invited } = await alicesCall();
        const wishes = { [name]: 'the same value, kept by the page' };
        const first = await scene().in(client.answer(invited, wishes));
        const again = resultOf(await client.answering(invited, wishes), joined);
        expect(again.participant_uuid).toBe(first.uuid);
        expect(await call.participants()).toHaveLength(2);
      },
    );

    it('refuses a repeat with another value, or with none', async () => {
      const { client } = scene();
      const { call, invited } = await alicesCall();
      await scene().in(client.answer(invited, { checkdup: 'mine' }));
      expectFailure(await client.answering(invited, { checkdup: 'yours' }), 409);
      const bare = await client.ask(`/api/services/${invited.conference_alias}/new_session`, {
        json: { display_name: 'Replay', token: invited.token },
      });
      expectFailure(bare, 409);
      expect(await call.participants()).toHaveLength(2);
    });

    it('ends in 200 for one and 409 for the others when all answer at once', async () => {
      const { client } = scene();
      const { call, invitations } = await alicesCall(4);
      const answers = await Promise.all(invitations.map((invited) => client.answering(invited)));
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status !== 200) expectFailure(answer, 409, 'answered_elsewhere');
      }
      expect(await call.participants()).toHaveLength(2);
    });
  });

  describe('rejecting', () => {
    it('by the token in the query ends the ringing everywhere', async () => {
      const { client } = scene();
      const { caller, devices, invitations, invited } = await alicesCall(2);
      resultOf(await client.reject(invited), anything);
      const [, other] = devices;
      const [, theirs] = invitations;
      if (!other || !theirs) throw new Error('two devices were rung');
      expect(await cancelled(other, theirs)).toMatchObject({ reason: 'rejected_elsewhere' });
      await toldEnd(caller.inbox, 'rejected');
      expectFailure(await client.answering(theirs), 409, 'rejected_elsewhere');
      expect(resultOf(await client.ringing(theirs), invitationState).state).toBe('rejected');
    });

    it('by header token may carry a message for the caller', async () => {
      const { client } = scene();
      const { caller, invited } = await alicesCall();
      resultOf(await client.rejectByHeader(invited, 'In a meeting, 稍后回电'), anything);
      const update = await caller.inbox.next('invitation_update', { state: 'rejected' });
      expect(fieldsOf(update)).toMatchObject({
        invitation: invited.invitation,
        message: 'In a meeting, 稍后回电',
      });
    });

    it('is harmless when repeated', async () => {
      const { client } = scene();
      const { caller, invited } = await alicesCall();
      for (let round = 0; round < 3; round += 1) resultOf(await client.reject(invited), anything);
      await toldEnd(caller.inbox, 'rejected');
      expect(caller.inbox.named('disconnect')).toHaveLength(1);
    });

    it('refuses a message of more than 200 characters', async () => {
      const { client } = scene();
      const { invited } = await alicesCall();
      const answer = await client.rejectByHeader(invited, 'a'.repeat(201));
      expectFailure(answer, [400, 413], ['bad_request', 'too_large']);
      resultOf(await client.rejectByHeader(invited, '字'.repeat(200)), anything);
    });

    it('does not end a call that was answered', async () => {
      const { client } = scene();
      const { call, invited, invitations } = await alicesCall(2);
      const theirs = invitations[1];
      if (!theirs) throw new Error('two devices were rung');
      await scene().in(client.answer(invited));
      await client.reject(theirs);
      expect(await call.participants()).toHaveLength(2);
    });
  });

  it('is over everywhere when the caller cancels', async () => {
    const { client } = scene();
    const { call, devices, invitations } = await alicesCall(2);
    resultOf(await call.leave(), anything);
    for (const [index, device] of devices.entries()) {
      const invited = invitations[index];
      if (!invited) throw new Error('each device was rung');
      expect(await cancelled(device, invited)).toMatchObject({ reason: 'cancelled' });
      expectFailure(await client.answering(invited), 409, 'cancelled');
      expect(device.inbox.named('incoming_cancelled')).toHaveLength(1);
    }
  });

  it('is over when the caller hangs up after the answer, and the other way round', async () => {
    const { client } = scene();
    for (const side of ['caller', 'callee'] as const) {
      const { caller, call, invited } = await alicesCall();
      const mine = await scene().in(client.answer(invited));
      const events = await scene().stream(mine.events());
      await events.inbox.next('participant_sync_end');
      await (side === 'caller' ? call : mine).leave();
      const told = side === 'caller' ? events.inbox : caller.inbox;
      await toldEnd(told, 'ended');
    }
  });
});
