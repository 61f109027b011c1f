import { describe, expect, it } from 'vitest';
import { checkJoin } from '@/lib/server/calls/check-join';
import { controlRoom, removeParticipant } from '@/lib/server/calls/controls';
import { dial } from '@/lib/server/calls/dial';
import { openLeg } from '@/lib/server/calls/legs';
import { liveCalls } from '@/lib/server/calls/live';
import { changeHand, participants, sendMessage, serviceStatus } from '@/lib/server/calls/own-side';
import type { KnownAccount } from '@/lib/server/authority';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

describe.each(bothDatabases)('meetings on %s', (database) => {
  const stage = useStage(database);

  async function meeting(owner: KnownAccount, pins: { pin?: string; guest_pin?: string } = {}) {
    const who = await credentialsOf(stage().context, owner);
    return valueOf(await createMeeting(stage().context, who, { name: 'Weekly', ...pins }));
  }

  async function people(count: number) {
    const accounts = await Promise.all(
      Array.from({ length: count }, () => stage().person('person')),
    );
    return Promise.all(
      accounts.map(async (account) => ({ account, device: await stage().device(account) })),
    );
  }

  /** A meeting with its host and some guests in it. */
  async function gathered(count: number) {
    const all = await people(count);
    const [first] = all;
    if (first === undefined) throw new Error('nobody');
    const { address } = await meeting(first.account);
    const seats: Seat[] = [];
    for (const { device } of all) seats.push(await device.calls(address));
    await stage().told();
    const [host, guest, other] = seats;
    if (host === undefined || guest === undefined) throw new Error('too few');
    return { address, all, seats, host, guest, other: other ?? guest };
  }

  it('hold four people, who hear of each other and who offers; the fifth is refused', async () => {
    const { address, all, seats } = await gathered(4);
    expect(seats.map(({ session }) => session.role)).toEqual(['HOST', 'GUEST', 'GUEST', 'GUEST']);
    const last = all.at(-1)?.device;
    const offers = last?.stream.all('participant_create').map(({ offer }) => offer);
    expect(offers).toEqual(['me', 'me', 'me', undefined]);
    const first = all.at(0)?.device;
    const heard = first?.stream.all('participant_create').filter(({ offer }) => offer === 'peer');
    expect(heard).toHaveLength(3);
    const [late] = await people(1);
    const refusal = await late?.device.call(address);
    expect(refusal).toMatchObject({
      refusal: { reason: 'full', text: 'Participant limit reached' },
    });
  });

  it('go on until the last one leaves, and open anew', async () => {
    const { address, all, host, guest } = await gathered(2);
    const { context } = stage();
    const live = await liveCalls(context, all[0]?.account.organisation ?? null);
    expect(live.find(({ room }) => room === host.session.room)).toMatchObject({
      kind: 'conference',
      participants: [{ uuid: host.uuid }, { uuid: guest.uuid }],
    });
    valueOf(await host.leave());
    await stage().told();
    expect(all[1]?.device.stream.last('participant_delete')).toMatchObject({ uuid: host.uuid });
    expect(all[1]?.device.stream.names()).not.toContain('disconnect');
    valueOf(await guest.leave());
    const again = await all[0]?.device.calls(address);
    expect(again?.session.room).not.toBe(host.session.room);
  });

  it('let in by PIN: the first of two makes a host, the other a guest', async () => {
    const [owner, visitor] = await people(2);
    if (owner === undefined || visitor === undefined) throw new Error('nobody');
    const { address, sipkey } = await meeting(owner.account, { pin: '1234', guest_pin: '5678' });
    expect(await visitor.device.call(address)).toMatchObject({
      refusal: { reason: 'pin_required', pins: { pin: 'required', guest_pin: 'required' } },
    });
    expect(await visitor.device.call(address, {}, '9999')).toMatchObject({
      refusal: { reason: 'pin_required', text: 'Invalid PIN' },
    });
    const guest = await visitor.device.calls(sipkey, {}, '5678');
    expect(guest.session.role).toBe('GUEST');
    valueOf(await guest.leave());
    expect((await visitor.device.calls(address, {}, '1234')).session.role).toBe('HOST');
    expect((await owner.device.calls(address)).session.role).toBe('HOST');
  });

  it('count wrong PINs, by checkJoin too, and make the guesser wait', async () => {
    const [owner, visitor] = await people(2);
    if (owner === undefined || visitor === undefined) throw new Error('nobody');
    const { address } = await meeting(owner.account, { pin: '1234' });
    const ask = (joinPwd: string) =>
      checkJoin(stage().context, {
        body: { joinAccount: address, joinPwd },
        authority: visitor.device.authority,
        network: '192.0.2.1',
      });
    expect(valueOf(await ask('1234'))).toMatchObject({
      isDot: false,
      password: '1234',
      roleType: 'guest',
      conferenceName: 'Weekly',
      mcuHost: 'calls.example.com',
    });
    for (const guess of ['0001', '0002', '0003']) {
      expect(valueOf(await ask(guess))).toMatchObject({ password: '', conferenceName: '' });
    }
    await visitor.device.call(address, {}, '0004');
    await visitor.device.call(address, {}, '0005');
    expect(reasonOf(await visitor.device.call(address, {}, '1234'))).toBe('too_many');
    await stage().advance(10 * 60_000 + 1);
    expect((await visitor.device.calls(address, {}, '1234')).session.role).toBe('GUEST');
  });

  it('obey their host alone: lock, waiting room, admit', async () => {
    const { context } = stage();
    const { address, all, host, guest } = await gathered(2);
    const locks = { do: 'lock' } as const;
    expect(reasonOf(await controlRoom(context, guest.authority, locks))).toBe('forbidden');
    valueOf(await controlRoom(context, host.authority, locks));
    await stage().told();
    expect(all[1]?.device.stream.last('conference_update')).toMatchObject({ locked: true });
    expect(valueOf(await serviceStatus(context, guest.authority))).toMatchObject({ locked: true });

    const [late] = await people(1);
    if (late === undefined) throw new Error('nobody');
    const waiting = await late.device.calls(address);
    await stage().told();
    expect(waiting.session).toMatchObject({ service_type: 'waiting_room' });
    expect(waiting.session.media).toBeUndefined();
    // Whoever comes hears what the room is: nothing told it before.
    expect(late.device.stream.last('conference_update')).toMatchObject({ locked: true });
    const knock = { uuid: waiting.uuid, service_type: 'waiting_room' };
    expect(all[0]?.device.stream.last('participant_create')).toMatchObject(knock);
    const hostsView = all[1]?.device.stream.all('participant_create').map(({ uuid }) => uuid);
    expect(hostsView).not.toContain(waiting.uuid);
    const sdp = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
    const early = await openLeg(context, waiting.authority, { sdp, peer: host.uuid });
    expect(reasonOf(early)).toBe('forbidden');

    const admits = { do: 'admit', participant: waiting.uuid } as const;
    valueOf(await controlRoom(context, host.authority, admits));
    await stage().told();
    expect(all[1]?.device.stream.last('participant_create')).toMatchObject({
      uuid: waiting.uuid,
      service_type: 'conference',
      offer: 'peer',
    });
    expect(late.device.stream.names()).toContain('participant_sync_end');
    valueOf(await openLeg(context, waiting.authority, { sdp, peer: host.uuid }));

    const outside = await stage().device(await stage().person('outside'), { page: false });
    expect(reasonOf(await outside.call(address))).toBe('locked');
  });

  it('obey their host alone: mute, roles, hands, remove, end', async () => {
    const { context } = stage();
    const { all, host, guest, other } = await gathered(3);
    valueOf(await controlRoom(context, host.authority, { do: 'mute_guests' }));
    await stage().told();
    const muted = valueOf(await participants(context, host.authority));
    expect(muted.map(({ is_muted }) => is_muted)).toEqual(['NO', 'YES', 'YES']);
    const chairs = { do: 'set_role', participant: guest.uuid, role: 'host' } as const;
    valueOf(await controlRoom(context, host.authority, chairs));
    valueOf(await changeHand(context, other.authority, other.uuid, 'raised'));
    valueOf(await sendMessage(context, other.authority, { payload: 'Hello' }));
    await stage().told();
    expect(all[0]?.device.stream.last('message_received')).toMatchObject({
      payload: 'Hello',
      uuid: other.uuid,
    });
    expect(all[0]?.device.stream.last('participant_update').buzz_time).toBeDefined();
    valueOf(await removeParticipant(context, guest.authority, other.uuid));
    await stage().told();
    expect(all[2]?.device.stream.last('disconnect')).toMatchObject({ cause: 'removed' });
    valueOf(await controlRoom(context, host.authority, { do: 'end' }));
    await stage().told();
    expect(all[1]?.device.stream.last('disconnect')).toMatchObject({ cause: 'host_ended' });
  });

  it('grow out of a call by dial: the caller is host, the uuid is reserved', async () => {
    const { context } = stage();
    const [a, b, c] = await people(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error('nobody');
    const caller = await a.device.calls(b.account.address);
    await stage().told();
    const callee = await b.device.answers();
    const destination = { destination: c.account.sipkey };
    const dialled = valueOf(await dial(context, callee.authority, destination));
    expect(valueOf(await dial(context, callee.authority, destination))).toEqual(dialled);
    await stage().told();
    expect(c.device.incoming()).toMatchObject({
      service_type: 'conference',
      remote_address: b.account.address,
      conference_alias: a.account.address,
    });
    expect(a.device.stream.last('conference_update')).toMatchObject({
      service_type: 'conference',
    });
    const third = await c.device.answers();
    expect(third.uuid).toBe(dialled.participant);
    const roles = valueOf(await participants(context, third.authority)).map(({ role }) => role);
    expect(roles).toEqual(['chair', 'guest', 'guest']);

    valueOf(await caller.leave());
    await stage().told();
    expect(b.device.stream.names()).not.toContain('disconnect');
    valueOf(await third.leave());
    await stage().told();
    expect(b.device.stream.last('disconnect')).toMatchObject({ reason: 'ended' });
  });

  it('cancel what they dialled by its reserved uuid; only inviter or host may', async () => {
    const { context } = stage();
    const { host, guest, other, all } = await gathered(3);
    const [late] = await people(1);
    if (late === undefined) throw new Error('nobody');
    const destination = { destination: late.account.address };
    const { participant } = valueOf(await dial(context, guest.authority, destination));
    await stage().told();
    expect(reasonOf(await removeParticipant(context, other.authority, participant))).toBe(
      'forbidden',
    );
    valueOf(await removeParticipant(context, host.authority, participant));
    valueOf(await removeParticipant(context, host.authority, participant));
    await stage().told();
    expect(late.device.stream.all('incoming_cancelled')).toMatchObject([{ reason: 'cancelled' }]);
    expect(all[1]?.device.stream.last('invitation_update')).toMatchObject({ state: 'cancelled' });
  });
});
