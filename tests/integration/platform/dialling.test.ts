import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { JoinWishes } from '../../support/outside/client';
import { expectFailure, onEachDatabase, toldEnd, useScene } from '../../support/outside/scene';
import { incomingCancelled, resultOf } from '../../support/outside/shapes';

const anything = z.unknown();
const able: JoinWishes = { direct_media: true, answer_by_event: true, max_peers: 3 };

onEachDatabase('A room that grows', (running) => {
  const scene = useScene(running, 4);

  const meetingOf = async (wishes: { name?: string; pin?: string; guest_pin?: string } = {}) =>
    scene().client.createMeeting(await scene().cookie(scene().alice), wishes);

  describe('dialling', () => {
    const dialling = async () => {
      const { client, alice, bob } = scene();
      const meeting = await meetingOf({ pin: '8642' });
      const device = await scene().device(bob);
      const proof = { credentials: alice };
      const host = await scene().in(client.join(meeting.address, proof, { ...able, pin: '8642' }));
      const events = await scene().stream(host.events());
      return { meeting, device, host, inbox: events.inbox };
    };

    it('rings another into the room, whose uuid was reserved', async () => {
      const { client, alice, bob } = scene();
      const { device, host, inbox } = await dialling();
      const { uuid, invitation } = await host.dial(bob.userName);
      const invited = await device.rung({ invitation });
      expect(invited).toMatchObject({
        service_type: 'conference',
        remote_address: alice.userName,
      });
      expect(await host.participants()).toHaveLength(1);
      const theirs = await scene().in(client.answer(invited, able));
      expect(theirs.uuid).toBe(uuid);
      expect(theirs.session.service_type).toBe('conference');
      await inbox.next('participant_create', { uuid });
      await theirs.leave();
      await inbox.next('participant_delete', { uuid });
      expect(await host.participants()).toHaveLength(1);
    });

    it('returns the same to a repeat while it rings', async () => {
      const { bob } = scene();
      const { device, host } = await dialling();
      const first = await host.dial(bob.userName);
      await device.rung({ invitation: first.invitation });
      expect(await host.dial(bob.userName)).toEqual(first);
      resultOf(await host.on(first.uuid, 'disconnect'), anything);
      await device.inbox.next('incoming_cancelled');
      expect(device.inbox.named('incoming')).toHaveLength(1);
    });

    it('is cancelled by its inviter', async () => {
      const { client, bob } = scene();
      const { device, host } = await dialling();
      const { uuid, invitation } = await host.dial(bob.userName);
      const invited = await device.rung({ invitation });
      resultOf(await host.on(uuid, 'disconnect'), anything);
      const { data } = await device.inbox.next('incoming_cancelled', { token: invited.token });
      expect(incomingCancelled.parse(data).reason).toBe('cancelled');
      expectFailure(await client.answering(invited, able), 409, 'cancelled');
      expect(await host.participants()).toHaveLength(1);
    });

    it('is rejected without ending the meeting', async () => {
      const { client, bob } = scene();
      const { device, host, inbox } = await dialling();
      const { invitation } = await host.dial(bob.userName);
      resultOf(await client.reject(await device.rung({ invitation })), anything);
      await inbox.next('invitation_update', { invitation, state: 'rejected' });
      expect(await host.participants()).toHaveLength(1);
      expect(inbox.named('disconnect')).toHaveLength(0);
    });

    it('is for participants with an account', async () => {
      const { bob } = scene();
      const { meeting } = await dialling();
      const guest = await scene().in(
        scene().client.join(meeting.address, { nobody: true }, { ...able, pin: '8642' }),
      );
      expectFailure(await guest.dialling(bob.userName), 403, 'forbidden');
    });

    it.each([
      ['an unknown address', { destination: 'nobody@localhost' }, [404, 403]],
      ['a number for an address', { destination: 5 }, [400, 403]],
      ['no address', { destination: undefined }, [400, 403]],
    ] as const)('refuses %s', async (_name, wishes, statuses) => {
      const { host } = await dialling();
      expectFailure(await host.dialling('', wishes), statuses);
    });

    it('turns a point-to-point call into a meeting, its caller the host', async () => {
      const { client, alice, bob, carol } = scene();
      const [theirs, others] = [await scene().device(bob), await scene().device(carol)];
      const call = await scene().in(client.join(bob.userName, { credentials: alice }, able));
      const mine = await scene().in(client.answer(await theirs.rung(), able));
      const { uuid, invitation } = await mine.dial(carol.userName);
      const invited = await others.rung({ invitation });
      expect(invited).toMatchObject({
        service_type: 'conference',
        remote_address: bob.userName,
      });
      const third = await scene().in(client.answer(invited, able));
      expect(third.uuid).toBe(uuid);
      expect(await call.participants()).toHaveLength(3);
      resultOf(await call.room('lock'), anything);
      expectFailure(await mine.room('unlock'), 403, 'forbidden');
      await call.leave();
      expect(await mine.participants()).toHaveLength(2);
      const events = await scene().stream(mine.events());
      await third.leave();
      await toldEnd(events.inbox, 'ended');
    });
  });
});
