import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { finishedCallsPageSchema, liveCallSchema } from '@/lib/platform/admin';
import { legRecordBytes, type LegRecord } from '@/lib/platform/leg-record';
import { makePeople, makePerson } from '../../support/outside/administration';
import type { Credentials, JoinWishes } from '../../support/outside/client';
import { fieldsOf } from '../../support/outside/events';
import { expectFailure, onEachDatabase, useScene } from '../../support/outside/scene';
import { resultOf } from '../../support/outside/shapes';
import { fakeSdp } from '../../support/outside/sdp';

const anything = z.unknown();
const able: JoinWishes = { direct_media: true, answer_by_event: true, max_peers: 3 };

const record: LegRecord = {
  engine: 'direct',
  duration_ms: 60_000,
  connected_after_ms: 300,
  path: { local: 'host', remote: 'relay', protocol: 'udp', relay: null },
  round_trip_ms: { min: 1, median: 20, max: 90 },
  loss_in: 0.4,
  loss_out: null,
  concealed: 0,
  freezes: { count: 1, duration_ms: 400 },
  picture_in: { width: 640, height: 480, frames_per_second: 24.5 },
  picture_out: null,
  bitrate_in: { audio: 32, video: 700 },
  bitrate_out: { audio: 30, video: 0 },
  picture_rested_ms: 0,
  restarts: 2,
  end: 'here',
};

onEachDatabase('The record of a leg', (running) => {
  const scene = useScene(running);

  /** The room of a participant, as administrators see it while the call goes on. */
  const roomOf = async (participant: string): Promise<string> => {
    const ask = await scene().asPage(running().accounts.alice);
    const live = z.array(anything).parse(resultOf(await ask('/api/admin/calls'), anything));
    const found = live
      .map((call) => liveCallSchema.parse(call))
      .find(({ participants }) => participants.some(({ uuid }) => uuid === participant));
    return z.string().parse(found?.room);
  };

  /** A call that was answered, with a leg between its two. */
  const called = async (from: Credentials, to: Credentials & { readonly userName: string }) => {
    const { client } = scene();
    const [calling, rung] = [await scene().device(from), await scene().device(to)];
    const caller = await scene().in(calling.call(to.userName, able));
    const callee = await scene().in(client.answer(await rung.rung(), able));
    const { inbox } = await scene().stream(caller.events());
    await inbox.next('participant_sync_end');
    const calleesLeg = await callee.offer(caller.uuid, fakeSdp('offer'));
    const offered = await inbox.next('new_offer');
    const callersLeg = z.string().parse(fieldsOf(offered).call_uuid);
    return { caller, callee, callersLeg, calleesLeg, room: await roomOf(caller.uuid) };
  };

  const finished = async (who: Credentials, query = '') => {
    const ask = await scene().asPage(who);
    const answer = await ask(`/api/admin/calls/finished${query}`);
    return finishedCallsPageSchema.parse(resultOf(answer, anything));
  };
  const entryOf = async (room: string, who: Credentials = scene().alice) =>
    (await finished(who)).calls.find((call) => call.room === room);

  it('is taken from each end, during the call and after its end, and stands in the call’s entry', async () => {
    const { alice, bob } = scene();
    const { caller, callee, callersLeg, calleesLeg, room } = await called(alice, bob);
    resultOf(await callee.leg(calleesLeg, 'record', { ...record, end: null }), anything);
    // A call that goes on is not over.
    expect(await entryOf(room)).toBeUndefined();
    await caller.leave();
    resultOf(await caller.leg(callersLeg, 'record', record), anything);
    resultOf(await callee.leg(calleesLeg, 'record', { ...record, end: 'there' }), anything);
    const entry = await entryOf(room);
    expect(entry).toMatchObject({
      kind: 'gateway',
      outcome: 'answered',
      from: { address: alice.userName },
      to: { address: bob.userName },
    });
    const names = [entry?.from.display_name, entry?.to.display_name];
    const written = entry?.records.map((one) => [one.from, one.to, one.record]) ?? [];
    expect(written).toHaveLength(2);
    expect(written).toContainEqual([...names, record]);
    expect(written).toContainEqual([...names.toReversed(), { ...record, end: 'there' }]);
  });

  it('keeps what it knows and nothing else', async () => {
    const { alice, bob } = scene();
    const { caller, callersLeg, room } = await called(alice, bob);
    const more = { ...record, note: 'said', path: { ...record.path, address: '192.0.2.7' } };
    resultOf(await caller.leg(callersLeg, 'record', more), anything);
    await caller.leave();
    expect((await entryOf(room))?.records.map((one) => one.record)).toEqual([record]);
  });

  describe('is refused', () => {
    it('for a leg of others, by the other end’s name, or of no leg', async () => {
      const { alice, bob, carol } = scene();
      const { caller, callee, callersLeg, calleesLeg, room } = await called(alice, bob);
      const stranger = await scene().in((await scene().device(carol)).call(alice.userName, able));
      expectFailure(await caller.leg(calleesLeg, 'record', record), 403, 'forbidden');
      expectFailure(await caller.leg(crypto.randomUUID(), 'record', record), 403, 'forbidden');
      expectFailure(await stranger.leg(callersLeg, 'record', record), 403, 'forbidden');
      const forged = `participants/${callee.uuid}/calls/${calleesLeg}/record`;
      expectFailure(await caller.post(forged, record), 403, 'forbidden');
      expectFailure(await callee.post(forged, record, 'made-up'), 401, 'unauthorized');
      await caller.leave();
      expect((await entryOf(room))?.records).toEqual([]);
    });

    it('when it is too long, or not of its form', async () => {
      const { alice, bob } = scene();
      const { caller, callersLeg } = await called(alice, bob);
      const long = { ...record, note: 'x'.repeat(legRecordBytes) };
      expectFailure(await caller.leg(callersLeg, 'record', long), 413, 'too_large');
      for (const wrong of [
        undefined,
        {},
        [],
        { ...record, loss_in: 101 },
        { ...record, restarts: -1 },
        { ...record, duration_ms: '1' },
        { ...record, end: 'a word' },
        { ...record, path: { ...record.path, local: '192.0.2.7' } },
      ]) {
        expectFailure(await caller.leg(callersLeg, 'record', wrong), 403, 'bad_request');
      }
    });
  });

  describe('is read', () => {
    it('by administrators of the organisation alone', async () => {
      const { alice, bob, carol, client, server } = scene();
      const { caller, room } = await called(alice, bob);
      await caller.leave();
      expect(await entryOf(room)).toBeDefined();
      const asCarol = await scene().asPage(carol);
      expectFailure(await asCarol('/api/admin/calls/finished'), 403, 'forbidden');
      expectFailure(await client.ask('/api/admin/calls/finished'), 401, 'unauthorized');
      const operator = await server.operator();
      expect(await entryOf(room, operator)).toBeDefined();
      const asOperator = await scene().asPage(operator);
      const made = await asOperator('/api/admin/organisations', { json: { name: 'Elsewhere' } });
      const { id } = resultOf(made, z.looseObject({ id: z.number().int() }));
      const account = `other-${crypto.randomUUID().slice(0, 8)}`;
      const other = await makePerson(
        server,
        { account, companyId: id, role: 'administrator' },
        await scene().cookie(operator),
      );
      expect((await finished(other)).calls).toEqual([]);
    });

    it('page by page, each call once', async () => {
      const { alice, bob } = scene();
      const rooms: string[] = [];
      for (let calls = 0; calls < 3; calls += 1) {
        const { caller, room } = await called(alice, bob);
        await caller.leave();
        rooms.unshift(room);
      }
      const seen: string[] = [];
      let next: string | null = '';
      while (next !== null && seen.length < 3) {
        const query = next === '' ? '?limit=1' : `?limit=1&before=${encodeURIComponent(next)}`;
        const page: Awaited<ReturnType<typeof finished>> = await finished(alice, query);
        seen.push(...page.calls.map(({ room }) => room));
        next = page.next;
      }
      expect(seen).toEqual(rooms);
    });

    it('no longer than the history that it belongs to', async () => {
      const { alice } = scene();
      const [one, other] = await makePeople(running(), 2);
      if (!one || !other) throw new Error('nobody was made');
      const { caller, callee, callersLeg, calleesLeg, room } = await called(one, other);
      resultOf(await caller.leg(callersLeg, 'record', record), anything);
      resultOf(await callee.leg(calleesLeg, 'record', { ...record, end: 'there' }), anything);
      await caller.leave();
      expect((await entryOf(room))?.records).toHaveLength(2);
      const ask = await scene().asPage(alice);
      const listed = resultOf(
        await ask(`/api/admin/accounts?query=${one.account}`),
        z.looseObject({ accounts: z.array(z.looseObject({ id: z.number() })) }),
      );
      const [found] = listed.accounts;
      resultOf(await ask(`/api/admin/accounts/${found?.id}`, { method: 'DELETE' }), anything);
      const left = await entryOf(room);
      expect(left?.records.map((one) => one.record.end)).toEqual(['there']);
    });
  });
});
