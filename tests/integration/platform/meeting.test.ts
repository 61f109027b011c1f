import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { JoinWishes, Meeting, Proof } from '../../support/outside/client';
import { fieldsOf } from '../../support/outside/events';
import type { Participant } from '../../support/outside/participant';
import { expectFailure, onEachDatabase, toldEnd, useScene } from '../../support/outside/scene';
import {
  joined,
  participantEntry,
  pinWanted,
  refreshed,
  resultOf,
} from '../../support/outside/shapes';

const anything = z.unknown();
const nobody: Proof = { nobody: true };
const able: JoinWishes = { direct_media: true, answer_by_event: true, max_peers: 3 };

onEachDatabase('A meeting', (running) => {
  const scene = useScene(running, 4);

  const meetingOf = async (wishes: { name?: string; pin?: string; guest_pin?: string } = {}) =>
    scene().client.createMeeting(await scene().cookie(scene().alice), wishes);

  const enter = (meeting: Meeting, pin: string, wishes: JoinWishes = able, proof: Proof = nobody) =>
    scene().in(scene().client.join(meeting.address, proof, { ...wishes, pin }));

  /** A host and two guests in one room, each with the room's events. */
  const crowd = async () => {
    const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
    const host = await enter(meeting, '8642', { ...able, display_name: 'Host' });
    const first = await enter(meeting, '1357', { ...able, display_name: 'First' });
    const second = await enter(meeting, '1357', { ...able, display_name: 'Second' });
    const eventsOf = async (participant: Participant) => {
      const { inbox } = await scene().stream(participant.events());
      await inbox.next('participant_sync_end');
      return inbox;
    };
    return {
      meeting,
      host,
      first,
      second,
      hostEvents: await eventsOf(host),
      firstEvents: await eventsOf(first),
      secondEvents: await eventsOf(second),
    };
  };

  describe('joined by address or short number', () => {
    it('without a PIN by whoever has an account', async () => {
      const { client, bob } = scene();
      const meeting = await meetingOf({ name: 'Open' });
      const proof = { credentials: bob };
      const byAddress = await scene().in(client.join(meeting.address, proof, able));
      expect(byAddress.session.service_type).toBe('conference');
      const byNumber = await scene().in(client.join(meeting.sipkey, proof, able));
      expect(await byAddress.participants()).toHaveLength(2);
      expect(byNumber.uuid).not.toBe(byAddress.uuid);
    });

    it('says that a PIN is wanted', async () => {
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      const answer = await scene().client.newSession(meeting.address, nobody, able);
      expect(answer.status).toBe(403);
      expect(pinWanted.parse(answer.body).result).toEqual({
        pin: 'required',
        guest_pin: 'required',
      });
    });

    it('says that guests need no PIN where only the host has one', async () => {
      const meeting = await meetingOf({ pin: '8642' });
      const answer = await scene().client.newSession(meeting.address, nobody, able);
      expect(answer.status).toBe(403);
      expect(pinWanted.parse(answer.body).result.pin).toBe('required');
    });

    it('refuses a wrong PIN', async () => {
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      const wishes = { ...able, pin: '0000' };
      const answer = await scene().client.newSession(meeting.address, nobody, wishes);
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain('8642');
    });

    it('with either PIN by whoever has it, in the role of the PIN', async () => {
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      const host = await enter(meeting, '8642');
      const guest = await enter(meeting, '1357');
      expect([host.session.role, guest.session.role]).toEqual(['HOST', 'GUEST']);
      const entries = await guest.participants();
      expect(entries.map((entry) => entry.uuid).sort()).toEqual([host.uuid, guest.uuid].sort());
    });

    it('holds as many as the smallest max_peers allows', async () => {
      const { client } = scene();
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      await enter(meeting, '8642', {});
      await enter(meeting, '1357', {});
      const third = await client.newSession(meeting.address, nobody, { ...able, pin: '1357' });
      expectFailure(third, 403, 'full');
      expect(third.text).toContain('Participant limit reached');
    });

    it('holds four who can, and no fifth', async () => {
      const { client } = scene();
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      for (const pin of ['8642', '1357', '1357', '1357']) await enter(meeting, pin);
      const fifth = await client.newSession(meeting.address, nobody, { ...able, pin: '1357' });
      expectFailure(fifth, 403, 'full');
    });

    it('ends when the last participant leaves, and opens anew', async () => {
      const meeting = await meetingOf({ pin: '8642', guest_pin: '1357' });
      const only = await enter(meeting, '8642');
      resultOf(await only.leave(), anything);
      const again = await enter(meeting, '1357');
      expect(again.uuid).not.toBe(only.uuid);
      expect(await again.participants()).toHaveLength(1);
    });
  });

  describe('the host', () => {
    it('locks and unlocks the room', async () => {
      const { meeting, host, second } = await crowd();
      await second.leave();
      resultOf(await host.room('lock'), anything);
      const locked = z.looseObject({ locked: z.boolean() });
      expect(resultOf(await host.serviceStatus(), locked).locked).toBe(true);
      const { client } = scene();
      const old = await client.newSession(meeting.address, nobody, { pin: '1357' });
      expectFailure(old, 403, ['locked', 'full']);
      resultOf(await host.room('unlock'), anything);
      expect(resultOf(await host.serviceStatus(), locked).locked).toBe(false);
      await enter(meeting, '1357');
    });

    it('admits from the waiting room', async () => {
      const { meeting, host, hostEvents, second } = await crowd();
      await second.leave();
      resultOf(await host.room('lock'), anything);
      const proof = await scene().ownPage(scene().bob);
      const waiting = await enter(meeting, '1357', able, proof);
      expect(waiting.session.service_type).toBe('waiting_room');
      expect(waiting.session.media).toBeUndefined();
      expectFailure(await waiting.offering(host.uuid, 'v=0\r\nm=audio 9 x 0\r\n'), 403);
      await hostEvents.until(
        ({ all }) => all.some((event) => fieldsOf(event).uuid === waiting.uuid),
        'the host hears of who waits',
      );
      resultOf(await host.on(waiting.uuid, 'unlock'), anything);
      const result = resultOf(await waiting.refresh(), refreshed);
      expect(result.media).toMatchObject({ mode: 'direct' });
      const entry = await host.entryOf(waiting.uuid);
      expect(entry?.service_type).not.toBe('waiting_room');
    });

    it('mutes and unmutes everyone, and one of them', async () => {
      const { host, first, second, firstEvents } = await crowd();
      resultOf(await host.room('muteguests'), anything);
      expect((await host.entryOf(first.uuid))?.is_muted).toBe('YES');
      expect((await host.entryOf(second.uuid))?.is_muted).toBe('YES');
      expect((await host.entryOf(host.uuid))?.is_muted).toBe('NO');
      await firstEvents.next('participant_update', { uuid: first.uuid, is_muted: 'YES' });
      resultOf(await host.room('unmuteguests'), anything);
      expect((await host.entryOf(first.uuid))?.is_muted).toBe('NO');
      resultOf(await host.on(second.uuid, 'mute'), anything);
      expect((await host.entryOf(second.uuid))?.is_muted).toBe('YES');
      expect((await host.entryOf(first.uuid))?.is_muted).toBe('NO');
      resultOf(await host.on(second.uuid, 'unmute'), anything);
      expect((await host.entryOf(second.uuid))?.is_muted).toBe('NO');
    });

    it('gives and takes the host role', async () => {
      const { host, first, secondEvents } = await crowd();
      resultOf(await host.setRole(first.uuid, 'chair'), anything);
      await secondEvents.next('participant_update', { uuid: first.uuid });
      resultOf(await first.room('lock'), anything);
      resultOf(await host.setRole(first.uuid, 'guest'), anything);
      expectFailure(await first.room('unlock'), 403, 'forbidden');
    });

    it('removes one, and the room goes on', async () => {
      const { host, first, firstEvents, secondEvents } = await crowd();
      resultOf(await host.on(first.uuid, 'disconnect'), anything);
      await firstEvents.next('disconnect');
      await secondEvents.next('participant_delete', { uuid: first.uuid });
      expect(await host.participants()).toHaveLength(2);
      expectFailure(await first.message('still here'), [401, 403, 404, 409, 410]);
    });

    it('ends it for all', async () => {
      const { host, firstEvents, secondEvents } = await crowd();
      resultOf(await host.room('disconnect'), anything);
      await Promise.all([toldEnd(firstEvents, 'ended'), toldEnd(secondEvents, 'ended')]);
    });

    it('alone may do these things', async () => {
      const { host, first, second } = await crowd();
      for (const verb of ['lock', 'unlock', 'muteguests', 'unmuteguests', 'disconnect'] as const) {
        expectFailure(await first.room(verb), 403, 'forbidden');
      }
      for (const verb of ['disconnect', 'unlock', 'mute', 'unmute'] as const) {
        expectFailure(await first.on(second.uuid, verb), 403, 'forbidden');
        expectFailure(await first.on(host.uuid, verb), 403, 'forbidden');
      }
      expectFailure(await first.setRole(first.uuid, 'chair'), 403, 'forbidden');
      expect(await host.participants()).toHaveLength(3);
    });
  });

  describe('everyone', () => {
    it('hears a message of another', async () => {
      const { first, hostEvents, secondEvents } = await crowd();
      resultOf(await first.message('你好, "all"'), anything);
      for (const inbox of [hostEvents, secondEvents]) {
        const event = await inbox.next('message_received', { payload: '你好, "all"' });
        expect(fieldsOf(event)).toMatchObject({ uuid: first.uuid, origin: 'Guest "First"' });
      }
    });

    it('raises and lowers the own hand', async () => {
      const { host, first, second, hostEvents } = await crowd();
      resultOf(await first.on(first.uuid, 'buzz'), anything);
      await hostEvents.next('participant_update', { uuid: first.uuid });
      resultOf(await first.on(first.uuid, 'clearbuzz'), anything);
      await hostEvents.next('participant_update', { uuid: first.uuid });
      expectFailure(await second.on(first.uuid, 'buzz'), 403, 'forbidden');
      expect(await host.participants()).toHaveLength(3);
    });

    it('says the own state, and nobody else says it', async () => {
      const { host, first, second, hostEvents } = await crowd();
      const state = { audio: false, video: true, hold: true, paused: false };
      resultOf(await first.state(state), anything);
      const event = await hostEvents.next('participant_update', { uuid: first.uuid });
      expect(fieldsOf(event).state).toMatchObject(state);
      expect((await host.entryOf(first.uuid))?.state).toMatchObject(state);
      const forged = await second.post(`participants/${first.uuid}/state`, { audio: true });
      expectFailure(forged, 403, 'forbidden');
    });

    it('says it in the right form only', async () => {
      const { first } = await crowd();
      for (const body of [{ audio: 'loud' }, [], { flowing: 'all' }, 7]) {
        expectFailure(await first.post(`participants/${first.uuid}/state`, body), [400, 403]);
      }
    });

    it('gets the list of participants between its begin and its end', async () => {
      const { host, first, second, secondEvents } = await crowd();
      const names = secondEvents.all.map((event) => event.name);
      const [begin, end] = [
        names.indexOf('participant_sync_begin'),
        names.indexOf('participant_sync_end'),
      ];
      expect(begin).toBeGreaterThanOrEqual(0);
      const listed = secondEvents.all
        .slice(begin + 1, end)
        .map((event) => participantEntry.parse(event.data));
      const uuids = listed.map((entry) => entry.uuid);
      expect(uuids).toEqual(expect.arrayContaining([host.uuid, first.uuid]));
      for (const entry of listed) {
        if (entry.uuid !== second.uuid) expect(entry.offer, 'the later joiner offers').toBe('me');
      }
      expect(secondEvents.all[begin]?.data).toBeNull();
    });

    it('hears who comes, and who goes', async () => {
      const { meeting, second, hostEvents, firstEvents } = await crowd();
      await second.leave();
      for (const inbox of [hostEvents, firstEvents]) {
        await inbox.next('participant_delete', { uuid: second.uuid });
      }
      const third = await enter(meeting, '1357', { ...able, display_name: 'Third' });
      const event = await hostEvents.next('participant_create', { uuid: third.uuid });
      const entry = participantEntry.parse(event.data);
      expect(entry).toMatchObject({ display_name: 'Guest "Third"', is_muted: 'NO', offer: 'peer' });
    });

    it('hears the same over a WebSocket', async () => {
      const { meeting, first } = await crowd();
      await first.leave();
      const watcher = await enter(meeting, '1357', { ...able, display_name: 'Watcher' });
      const { inbox } = await scene().stream(watcher.socketEvents());
      await inbox.next('participant_sync_end');
      expect(inbox.named('participant_create').length).toBeGreaterThanOrEqual(2);
      resultOf(await watcher.message('from the socket'), anything);
      await watcher.leave();
      await inbox.closed;
    });
  });

  it('answers a member who is not in the room as one who does not exist', async () => {
    const { host } = await crowd();
    for (const verb of ['disconnect', 'mute', 'unlock'] as const) {
      const answer = await host.on('11111111-2222-4333-8444-555555555555', verb);
      expectFailure(answer, [403, 404]);
    }
  });

  it('keeps its door shut to a token of another room', async () => {
    const { host, first } = await crowd();
    const elsewhere = await enter(await meetingOf({ pin: '8642' }), '8642');
    const answer = await elsewhere.post(`participants/${first.uuid}/mute`);
    expectFailure(answer, [403, 404]);
    expect((await host.entryOf(first.uuid))?.is_muted).toBe('NO');
    expect(joined.parse(elsewhere.session)).toBeTruthy();
  });
});
