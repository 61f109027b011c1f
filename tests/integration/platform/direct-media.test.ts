import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { JoinWishes } from '../../support/outside/client';
import { fieldsOf, type Inbox } from '../../support/outside/events';
import type { Participant } from '../../support/outside/participant';
import { expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';
import { joined, resultOf } from '../../support/outside/shapes';
import { fakeSdp, notSdp } from '../../support/outside/sdp';

const anything = z.unknown();
const able: JoinWishes = { direct_media: true, answer_by_event: true, max_peers: 3 };
const elsewhere = '11111111-2222-4333-8444-555555555555';

onEachDatabase('Direct media', (running) => {
  const scene = useScene(running);

  interface End {
    readonly who: Participant;
    readonly inbox: Inbox;
  }

  const pins = { pin: '8642', guest_pin: '1357' };

  const meeting = async () =>
    scene().client.createMeeting(await scene().cookie(scene().alice), pins);

  const end = async (address: string, pin: string, by: 'sse' | 'socket' = 'sse'): Promise<End> => {
    const { client } = scene();
    const who = await scene().in(client.join(address, { nobody: true }, { ...able, pin }));
    const opening = by === 'sse' ? who.events() : who.socketEvents();
    const { inbox } = await scene().stream(opening);
    await inbox.next('participant_sync_end');
    return { who, inbox };
  };

  /** Two in one room; the later one offers. */
  const pair = async (by: 'sse' | 'socket' = 'sse') => {
    const { address } = await meeting();
    const answerer = await end(address, pins.pin, by);
    const offerer = await end(address, pins.guest_pin, by);
    return { address, answerer, offerer };
  };

  /** A leg that was offered and answered, with both ends' names for it. */
  const leg = async (by: 'sse' | 'socket' = 'sse') => {
    const both = await pair(by);
    const { answerer, offerer } = both;
    const offererLeg = await offerer.who.offer(answerer.who.uuid, fakeSdp('offer'));
    const event = await answerer.inbox.next('new_offer', { peer: offerer.who.uuid });
    const answererLeg = z.string().parse(fieldsOf(event).call_uuid);
    resultOf(await answerer.who.leg(answererLeg, 'ack', { sdp: fakeSdp('answer') }), anything);
    await offerer.inbox.next('new_answer', { call_uuid: offererLeg });
    return { ...both, offererLeg, answererLeg };
  };

  describe.each(['sse', 'socket'] as const)('over %s', (by) => {
    it('carries an offer and its answer', async () => {
      const { answerer, offerer } = await pair(by);
      const mine = await offerer.who.offer(answerer.who.uuid, fakeSdp('offer'));
      const offered = await answerer.inbox.next('new_offer');
      const { call_uuid: theirs } = fieldsOf(offered);
      expect(fieldsOf(offered)).toMatchObject({
        sdp: fakeSdp('offer'),
        peer: offerer.who.uuid,
      });
      expect(theirs).not.toBe(mine);
      await answerer.who.leg(String(theirs), 'ack', { sdp: fakeSdp('answer') });
      const answered = await offerer.inbox.next('new_answer');
      expect(fieldsOf(answered)).toMatchObject({
        sdp: fakeSdp('answer'),
        peer: answerer.who.uuid,
        call_uuid: mine,
      });
    });

    it('carries candidates in their order, one or several at once, to their end', async () => {
      const { answerer, offerer, offererLeg, answererLeg } = await leg(by);
      for (let n = 0; n < 20; n += 1) {
        const body = {
          candidate: `candidate:${n} 1 udp 1 127.0.0.1 9 typ host`,
          mid: '0',
          ufrag: 'u',
        };
        resultOf(await offerer.who.leg(offererLeg, 'new_candidate', body), anything);
      }
      const last = { candidate: '', mid: '0', ufrag: 'u' };
      resultOf(await offerer.who.leg(offererLeg, 'new_candidate', last), anything);
      await answerer.inbox.next('new_candidate', { candidate: '' });
      const seen = answerer.inbox.named('new_candidate').map((event) => fieldsOf(event));
      expect(seen.map((fields) => fields.call_uuid)).toEqual(Array(21).fill(answererLeg));
      expect(seen.map((fields) => fields.peer)).toEqual(Array(21).fill(offerer.who.uuid));
      const order = seen.slice(0, 20).map((fields) => String(fields.candidate).split(' ', 1)[0]);
      expect(order).toEqual(Array.from({ length: 20 }, (_, n) => `candidate:${n}`));
      const candidates = [
        { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', mid: '0', ufrag: 'v' },
        { candidate: '', mid: '0', ufrag: 'v' },
      ];
      resultOf(await answerer.who.leg(answererLeg, 'new_candidate', { candidates }), anything);
      const several = await offerer.inbox.next('new_candidate', { call_uuid: offererLeg });
      expect(fieldsOf(several).candidates).toEqual(candidates);
    });

    it('carries an update from either end, and its answer', async () => {
      const { answerer, offerer, offererLeg, answererLeg } = await leg(by);
      const turns = [
        { from: offerer, own: offererLeg, to: answerer, other: answererLeg },
        { from: answerer, own: answererLeg, to: offerer, other: offererLeg },
      ];
      for (const { from, own, to, other } of turns) {
        const answer = await from.who.leg(own, 'update', { sdp: fakeSdp('again') });
        const shape = z.object({ call_uuid: z.literal(own), sdp: z.literal('') });
        resultOf(answer, shape);
        const update = await to.inbox.next('update_sdp', { call_uuid: other });
        expect(fieldsOf(update)).toMatchObject({ sdp: fakeSdp('again'), peer: from.who.uuid });
        resultOf(await to.who.leg(other, 'ack', { sdp: fakeSdp('well') }), anything);
        const answered = await from.inbox.next('new_answer', { call_uuid: own });
        expect(fieldsOf(answered)).toMatchObject({ sdp: fakeSdp('well'), peer: to.who.uuid });
      }
    });

    it('tells the other end of an ignored offer', async () => {
      const { answerer, offerer, offererLeg, answererLeg } = await leg(by);
      resultOf(await answerer.who.leg(answererLeg, 'update', { sdp: fakeSdp('glare') }), anything);
      await offerer.inbox.next('update_sdp');
      resultOf(await offerer.who.leg(offererLeg, 'ack', { offer_ignored: true }), anything);
      const event = await answerer.inbox.next('offer_ignored');
      expect(fieldsOf(event)).toMatchObject({ peer: offerer.who.uuid, call_uuid: answererLeg });
    });

    it('tells the other end when one closes the leg', async () => {
      const { answerer, offerer, offererLeg, answererLeg } = await leg(by);
      resultOf(await offerer.who.leg(offererLeg, 'disconnect'), anything);
      const event = await answerer.inbox.next('peer_disconnect');
      expect(fieldsOf(event)).toMatchObject({ peer: offerer.who.uuid, call_uuid: answererLeg });
      const late = await answerer.who.leg(answererLeg, 'update', { sdp: fakeSdp('late') });
      expectFailure(late, 403);
    });

    it('tells the other end when one leaves', async () => {
      const { answerer, offerer, answererLeg } = await leg(by);
      await offerer.who.leave();
      await answerer.inbox.next('peer_disconnect', { call_uuid: answererLeg });
      await answerer.inbox.next('participant_delete', { uuid: offerer.who.uuid });
    });
  });

  it('lets the later joiner offer to everyone who is in', async () => {
    const { address } = await meeting();
    const first = await end(address, pins.pin);
    const second = await end(address, pins.guest_pin);
    const third = await end(address, pins.guest_pin);
    const offerOf = ({ inbox }: End, { who }: End) => {
      const events = inbox.named('participant_create', 'participant_update');
      const about = events.map(fieldsOf).filter((fields) => fields.uuid === who.uuid);
      return about.at(-1)?.offer;
    };
    await first.inbox.next('participant_create', { uuid: third.who.uuid });
    await second.inbox.next('participant_create', { uuid: third.who.uuid });
    expect([offerOf(third, first), offerOf(third, second)]).toEqual(['me', 'me']);
    expect([offerOf(second, first), offerOf(first, second)]).toEqual(['me', 'peer']);
    expect([offerOf(first, third), offerOf(second, third)]).toEqual(['peer', 'peer']);
  });

  it('replaces a leg by a new offer: peer_disconnect, then new_offer', async () => {
    const { answerer, offerer, answererLeg } = await leg();
    await offerer.who.offer(answerer.who.uuid, fakeSdp('reloaded'));
    const again = await answerer.inbox.next('new_offer', { sdp: fakeSdp('reloaded') });
    expect(fieldsOf(again).call_uuid).not.toBe(answererLeg);
    const names = answerer.inbox.all.map((event) => event.name);
    expect(names.indexOf('peer_disconnect')).toBeGreaterThan(names.indexOf('new_offer'));
    expect(names.indexOf('peer_disconnect')).toBeLessThan(names.lastIndexOf('new_offer'));
    const old = await answerer.who.leg(answererLeg, 'ack', { sdp: fakeSdp('old') });
    expectFailure(old, 403);
  });

  it('ends the legs of a page that joins again as the same participant', async () => {
    const { client } = scene();
    const { address } = await meeting();
    const stays = await end(address, pins.pin);
    const wishes = { ...able, checkdup: 'one tab', pin: pins.guest_pin };
    const nobody = { nobody: true } as const;
    const page = await scene().in(client.join(address, nobody, wishes));
    const mine = await page.offer(stays.who.uuid, fakeSdp('before'));
    await stays.inbox.next('new_offer', { peer: page.uuid });
    const again = resultOf(await client.newSession(address, nobody, wishes), joined);
    expect(again.participant_uuid).toBe(page.uuid);
    await stays.inbox.next('peer_disconnect', { peer: page.uuid });
    expectFailure(await page.leg(mine, 'update', { sdp: fakeSdp('stale') }), [401, 403]);
    const { inbox } = await scene().stream(client.participant(address, again).events());
    await inbox.next('participant_sync_end');
    const entry = inbox.named('participant_create').map(fieldsOf);
    expect(entry.find((fields) => fields.uuid === stays.who.uuid)?.offer).toBe('me');
  });

  it('keeps events while a stream is down, and brings each once', async () => {
    const { address } = await meeting();
    const { client } = scene();
    const nobody = { nobody: true } as const;
    const sleeper = await scene().in(client.join(address, nobody, { ...able, pin: pins.pin }));
    const speaker = await end(address, pins.guest_pin);
    const early = await scene().stream(sleeper.events());
    await early.inbox.next('participant_sync_end');
    early.close();
    await early.inbox.closed;
    const callUuid = await speaker.who.offer(sleeper.uuid, fakeSdp('while away'));
    for (let n = 0; n < 5; n += 1) {
      const body = { candidate: `candidate:${n}`, mid: '0', ufrag: 'u' };
      resultOf(await speaker.who.leg(callUuid, 'new_candidate', body), anything);
    }
    const late = await scene().stream(sleeper.events());
    await late.inbox.until(
      ({ all }) => all.some(({ data }) => JSON.stringify(data).includes('candidate:4')),
      'the last candidate',
    );
    expect(late.inbox.named('new_offer')).toHaveLength(1);
    const order = late.inbox.named('new_candidate').map((event) => fieldsOf(event).candidate);
    expect(order).toEqual([0, 1, 2, 3, 4].map((n) => `candidate:${n}`));
  });

  it('continues after Last-Event-ID', async () => {
    const { answerer, offerer, offererLeg } = await leg();
    for (const n of [1, 2, 3]) {
      const body = { candidate: `candidate:${n}`, mid: '0', ufrag: 'u' };
      resultOf(await offerer.who.leg(offererLeg, 'new_candidate', body), anything);
    }
    const seen = await answerer.inbox.next('new_candidate', { candidate: 'candidate:1' });
    await answerer.inbox.next('new_candidate', { candidate: 'candidate:3' });
    const again = await scene().stream(answerer.who.eventsByHeader({ 'last-event-id': seen.id }));
    resultOf(
      await offerer.who.leg(offererLeg, 'new_candidate', {
        candidate: 'candidate:4',
        mid: '0',
        ufrag: 'u',
      }),
      anything,
    );
    await again.inbox.next('new_candidate', { candidate: 'candidate:4' });
    const order = again.inbox.named('new_candidate').map((event) => fieldsOf(event).candidate);
    expect(order).not.toContain('candidate:1');
    expect(order.at(-1)).toBe('candidate:4');
    expect(new Set(order).size).toBe(order.length);
  });

  describe('is refused', () => {
    it.each(notSdp.map((sdp, index) => [index, sdp] as const))(
      'SDP that is not SDP (%i)',
      async (_index, sdp) => {
        const { answerer, offerer } = await pair();
        expectFailure(await offerer.who.offering(answerer.who.uuid, sdp), [400, 403]);
        await offerer.who.offer(answerer.who.uuid, fakeSdp('good'));
        await answerer.inbox.next('new_offer', { sdp: fakeSdp('good') });
        expect(answerer.inbox.named('new_offer')).toHaveLength(1);
      },
    );

    it('an SDP of the wrong type, or none', async () => {
      const { answerer, offerer } = await pair();
      const peer = answerer.who.uuid;
      for (const body of [{ peer }, { peer, sdp: 5 }, { peer, sdp: null }, [], 'sdp']) {
        const path = `participants/${offerer.who.uuid}/calls`;
        expectFailure(await offerer.who.post(path, body), [400, 403]);
      }
    });

    it('an SDP of more than 64 KiB', async () => {
      const { answerer, offerer } = await pair();
      const large = fakeSdp('large') + 'a=x\r\n'.repeat(14_000);
      const answer = await offerer.who.offering(answerer.who.uuid, large);
      expectFailure(answer, [403, 413]);
    });

    it('an offer to somebody who is not in the room, or to oneself', async () => {
      const { offerer } = await pair();
      for (const peer of [elsewhere, offerer.who.uuid, '']) {
        expectFailure(await offerer.who.offering(peer, fakeSdp('x')), [400, 403]);
      }
    });

    it('everything on a leg that does not exist', async () => {
      const { offerer } = await pair();
      expectFailure(await offerer.who.leg(elsewhere, 'ack', { sdp: fakeSdp('x') }), 403);
      expectFailure(await offerer.who.leg(elsewhere, 'update', { sdp: fakeSdp('x') }), 403);
      const body = { candidate: 'candidate:1', mid: '0', ufrag: 'u' };
      expectFailure(await offerer.who.leg(elsewhere, 'new_candidate', body), 403);
    });

    it('an answer out of turn', async () => {
      const { answerer, offerer, offererLeg, answererLeg } = await leg();
      const own = await offerer.who.leg(offererLeg, 'ack', { sdp: fakeSdp('own answer') });
      expectFailure(own, 403);
      const second = await answerer.who.leg(answererLeg, 'ack', { sdp: fakeSdp('twice') });
      expectFailure(second, 403);
    });

    it("the other end's name of the leg", async () => {
      const { offerer, answererLeg } = await leg();
      const answer = await offerer.who.leg(answererLeg, 'update', { sdp: fakeSdp('x') });
      expectFailure(answer, 403);
    });

    it("another participant's name in the path", async () => {
      const { answerer, offerer } = await pair();
      const path = `participants/${answerer.who.uuid}/calls`;
      const body = { call_type: 'WEBRTC', sdp: fakeSdp('x'), peer: offerer.who.uuid };
      expectFailure(await offerer.who.post(path, body), 403);
    });

    it('to an unknown token with 401, never 403', async () => {
      const { answerer, offerer, offererLeg } = await leg();
      const body = { call_type: 'WEBRTC', sdp: fakeSdp('x'), peer: answerer.who.uuid };
      const base = `participants/${offerer.who.uuid}/calls`;
      for (const token of ['', 'made-up', `${offerer.who.token}x`]) {
        expectFailure(await offerer.who.post(base, body, token), 401, 'unauthorized');
        const update = await offerer.who.post(`${base}/${offererLeg}/update`, body, token);
        expectFailure(update, 401, 'unauthorized');
        await expect(offerer.who.events(encodeURIComponent(token))).rejects.toMatchObject({
          status: 401,
        });
        await expect(offerer.who.socketEvents(encodeURIComponent(token))).rejects.toMatchObject({
          status: 401,
        });
      }
    });

    it.each([
      ['the wrong type', '{"sdp": 5}', 'application/json'],
      ['no JSON', '{"sdp":', 'application/json'],
      ['XML', '<sdp/>', 'application/xml'],
      ['600 kB', `{"sdp": "${'x'.repeat(600_000)}"}`, 'application/json'],
    ])('to an unknown token with 401, whatever it sends: %s', async (_name, raw, type) => {
      const { offerer } = await pair();
      const path = `/api/services/x/participants/${offerer.who.uuid}/calls`;
      const headers = { 'content-type': type, token: 'made-up' };
      expectFailure(await scene().client.ask(path, { raw, headers }), 401, 'unauthorized');
      const known = { ...headers, token: offerer.who.token };
      expectFailure(await scene().client.ask(path, { raw, headers: known }), [403, 413]);
    });

    it('before the invitation was answered', async () => {
      const { client, alice, bob } = scene();
      const device = await scene().device(bob);
      const call = await scene().in(client.join(bob.userName, { credentials: alice }, able));
      const invited = await device.rung();
      expectFailure(await call.offering(elsewhere, fakeSdp('early')), 403);
      expectFailure(await call.offering(invited.invitation, fakeSdp('early')), 403);
      const ticket = await call.post(
        `participants/${call.uuid}/calls`,
        { call_type: 'WEBRTC', sdp: fakeSdp('early'), peer: call.uuid },
        invited.token,
      );
      expectFailure(ticket, [401, 403]);
    });

    it('when the room has ended', async () => {
      const { answerer, offerer, offererLeg } = await leg();
      resultOf(await answerer.who.room('disconnect'), anything);
      await offerer.inbox.next('disconnect');
      const late = await offerer.who.leg(offererLeg, 'update', { sdp: fakeSdp('late') });
      expectFailure(late, [401, 403]);
    });
  });

  it('carries the events of a call on the stream of the registration that it named', async () => {
    const { client, alice, bob } = scene();
    const [caller, device] = [await scene().device(alice), await scene().device(bob)];
    const call = await scene().in(caller.call(bob.userName, able));
    const mine = await scene().in(client.answer(await device.rung(), able));
    const { inbox } = await scene().stream(mine.events());
    const created = await caller.inbox.next('participant_create', { uuid: mine.uuid });
    expect(fieldsOf(created).participant).toBe(call.uuid);
    expect(fieldsOf(created).room).toBeTypeOf('string');
    await inbox.next('participant_sync_end');
    const callUuid = await mine.offer(call.uuid, fakeSdp('offer'));
    const offered = await caller.inbox.next('new_offer', { participant: call.uuid });
    await call.leg(String(fieldsOf(offered).call_uuid), 'ack', { sdp: fakeSdp('answer') });
    await inbox.next('new_answer', { call_uuid: callUuid });
  });
});
