import { describe, expect, it } from 'vitest';
import type { NewRoom } from '@/lib/platform/own';
import type { KnownAccount } from '@/lib/server/authority';
import { checkJoin } from '@/lib/server/calls/check-join';
import { controlRoom } from '@/lib/server/calls/controls';
import { dial } from '@/lib/server/calls/dial';
import { newSession } from '@/lib/server/calls/placing';
import { participants } from '@/lib/server/calls/own-side';
import {
  changeMeeting,
  createMeeting,
  deleteMeeting,
  listMeetings,
} from '@/lib/server/meetings/meetings';
import type { Outcome } from '@/lib/server/outcome';
import { bothDatabases } from '@/tests/support/context';
import { credentialsOf, organisation, reasonOf, valueOf } from '../people/people';
import { Seat, useStage, type Stage } from './stage';

function refusalOf(outcome: Outcome<unknown>) {
  if (outcome.ok) throw new Error('it was granted');
  return outcome.refusal;
}

async function meetingOf(stage: Stage, owner: KnownAccount, wishes: NewRoom = {}) {
  const who = await credentialsOf(stage.context, owner);
  return { who, ...valueOf(await createMeeting(stage.context, who, wishes)) };
}

/** One of our pages, where nobody is signed in. */
function guest(
  stage: Stage,
  address: string,
  { pin, network = '192.0.2.9', client = stage.context.random.uuid(), key = false } = {} as {
    pin?: string;
    network?: string;
    client?: string;
    key?: boolean;
  },
) {
  return newSession(stage.context, {
    address,
    pin,
    body: { display_name: 'Gisela', client, checkdup: client, max_peers: 3, has_key: key },
    authority: null,
    ring: null,
    network,
    page: true,
  });
}

describe.each(bothDatabases)('a meeting’s door on %s', (database) => {
  const stage = useStage(database);
  const open = useStage(database, { ANONYMOUS_CALLERS: 'true' });

  it('is everybody’s own at a personal address, made once, never deleted', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const { who, address } = await meetingOf(stage(), owner, { name: 'Weekly' });
    const lists = await Promise.all([listMeetings(context, who), listMeetings(context, who)]);
    for (const list of lists) {
      expect(list.map(({ personal }) => personal)).toEqual([true, false]);
      expect(list[1]).toMatchObject({ address, name: 'Weekly' });
    }
    const [personal] = await listMeetings(context, who);
    const [local, domain] = owner.address.split('@');
    expect(personal).toMatchObject({
      address: `${local}.meeting@${domain}`,
      waiting_room: true,
      guests: false,
      encrypted: false,
    });
    const mine = personal?.address ?? '';
    expect(reasonOf(await deleteMeeting(context, who, mine))).toBe('forbidden');
    const pins = { pin: '1234', guest_pin: '5678', guests: true };
    expect(valueOf(await changeMeeting(context, who, mine, pins))).toMatchObject(pins);
    expect((await listMeetings(context, who))[0]).toMatchObject(pins);
    expect(reasonOf(await changeMeeting(context, who, mine, { pin: '5678' }))).toBe('bad_request');
  });

  it('has a number for its address where somebody has that name already', async () => {
    const { context } = stage();
    const owner = await stage().person('taken');
    await context.db
      .insertInto('address')
      .values({
        address: owner.address.replace('@', '.meeting@'),
        sipkey: '1234567',
        account_id: null,
        meeting_id: null,
      })
      .execute();
    const [personal] = await listMeetings(context, await credentialsOf(context, owner));
    expect(personal?.address).toMatch(/^\d{7}@/);
  });

  it('opens to the first who comes, who waits; its host lets nobody in by coming', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const { who, address } = await meetingOf(stage(), owner, { waiting_room: true });
    const visitor = await stage().device(await stage().person('visitor'));
    const waiting = await visitor.calls(address);
    expect(waiting.session).toMatchObject({ service_type: 'waiting_room', role: 'GUEST' });
    expect(waiting.session.media).toBeUndefined();
    const doorOf = (device: typeof visitor) => device.stream.last('conference_update');
    await stage().told();
    expect(doorOf(visitor)).toMatchObject({ hosted: false });
    const hosting = await stage().device(owner);
    const host = await hosting.calls(address);
    expect(host.session).toMatchObject({ role: 'HOST', service_type: 'conference' });
    await stage().told();
    expect(visitor.stream.names()).not.toContain('participant_update');
    expect(doorOf(visitor)).toMatchObject({ hosted: true });
    expect(hosting.stream.all('participant_create')).toContainEqual(
      expect.objectContaining({ uuid: waiting.uuid, service_type: 'waiting_room' }),
    );
    const admit = { do: 'admit', participant: waiting.uuid } as const;
    valueOf(await controlRoom(context, host.authority, admit));
    expect(valueOf(await participants(context, waiting.authority))).toHaveLength(2);

    // Whoever waits, waits on while the host is away.
    const late = await stage().device(await stage().person('late'));
    const other = await late.calls(address);
    valueOf(await host.leave());
    await stage().told();
    expect(doorOf(late)).toMatchObject({ hosted: false });
    valueOf(await waiting.leave());
    await stage().told();
    expect(late.stream.names()).not.toContain('disconnect');
    const again = await hosting.calls(address);
    expect(again.session.room).toBe(other.session.room);

    const outside = await stage().device(await stage().person('outside'), { page: false });
    const refusal = refusalOf(await outside.call(address));
    expect(refusal).toMatchObject({ reason: 'locked' });
    expect(refusal.text).toContain('one by one');
    valueOf(await changeMeeting(context, who, address, { waiting_room: false }));
    expect((await outside.calls(address)).session.service_type).toBe('conference');
    expect(valueOf(await participants(context, again.authority))).toContainEqual(
      expect.objectContaining({ uuid: other.uuid, service_type: 'waiting_room' }),
    );
  });

  it('tells whoever waits that nobody hosts any more, when the last host becomes a guest', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const { address } = await meetingOf(stage(), owner, { waiting_room: true });
    const host = await (await stage().device(owner)).calls(address);
    const waiting = await stage().device(await stage().person('waiting'));
    await waiting.calls(address);
    await stage().told();
    expect(waiting.stream.last('conference_update')).toMatchObject({ hosted: true });
    const stepsBack = { do: 'set_role', participant: host.uuid, role: 'guest' } as const;
    valueOf(await controlRoom(context, host.authority, stepsBack));
    await stage().told();
    expect(waiting.stream.last('conference_update')).toMatchObject({ hosted: false });
  });

  it('leaves no room behind when the first who comes is refused', async () => {
    const owner = await stage().person('owner');
    const { address } = await meetingOf(stage(), owner, { waiting_room: true });
    const outside = await stage().device(owner, { page: false });
    const old = await stage().device(await stage().person('old'), { page: false });
    expect(reasonOf(await old.call(address))).toBe('locked');
    const rooms = await stage()
      .context.db.selectFrom('room')
      .select('id')
      .where('address', '=', address)
      .execute();
    expect(rooms).toEqual([]);
    expect((await outside.calls(address)).session.role).toBe('HOST');
  });

  it('tells everybody who is in how screens are shared, also when that changes', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const { who, address } = await meetingOf(stage(), owner, { shares: 'several' });
    const device = await stage().device(owner);
    await device.calls(address);
    await stage().told();
    const told = { shares: 'several', encrypted: false };
    expect(device.stream.last('conference_update')).toMatchObject(told);
    valueOf(await changeMeeting(context, who, address, { shares: 'one' }));
    await stage().told();
    expect(device.stream.last('conference_update')).toMatchObject({ shares: 'one' });
  });

  it('is open to guests as its owner says, and else as the operator does', async () => {
    const owner = await stage().person('owner');
    const closed = await meetingOf(stage(), owner, { pin: '1234', guests: false });
    expect(refusalOf(await guest(stage(), closed.address, { pin: '1234' }))).toMatchObject({
      reason: 'forbidden',
      because: 'no_guests',
    });
    const opened = await meetingOf(stage(), owner, { guests: true });
    const seat = await Seat.of(
      stage().context,
      valueOf(await guest(stage(), opened.address, { client: 'first' })),
    );
    expect(seat.session).toMatchObject({ role: 'GUEST', display_name: 'Guest "Gisela"' });
    const destination = { destination: owner.address };
    expect(reasonOf(await dial(stage().context, seat.authority, destination))).toBe('forbidden');
    const silent = await meetingOf(stage(), owner);
    expect(silent.guests).toBe(false);
    expect(reasonOf(await guest(stage(), silent.address))).toBe('forbidden');
    const withPin = await meetingOf(stage(), owner, { guest_pin: '5678' });
    expect(withPin.guests).toBe(true);

    const hers = await open().person('hers');
    expect((await meetingOf(open(), hers)).guests).toBe(true);
    const no = await meetingOf(open(), hers, { guests: false });
    expect(reasonOf(await guest(open(), no.address))).toBe('forbidden');
  });

  it('is open to members of other organisations where guests come', async () => {
    const owner = await stage().person('owner');
    const elsewhere = await organisation(stage().context, 'Elsewhere');
    const stranger = await stage().device(await stage().person('stranger', elsewhere));
    const opened = await meetingOf(stage(), owner, { guests: true });
    const closed = await meetingOf(stage(), owner, { guests: false });
    expect((await stranger.calls(opened.address)).session.role).toBe('GUEST');
    expect(reasonOf(await stranger.call(closed.address))).toBe('not_found');
  });

  it('tells a guest beforehand what joining would tell, and no more', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const ask = async (address: string, joinPwd?: string) =>
      checkJoin(context, {
        body: { joinAccount: address, ...(joinPwd === undefined ? {} : { joinPwd }) },
        authority: null,
        network: '192.0.2.30',
      });
    const opened = await meetingOf(stage(), owner, { name: 'Open', guests: true });
    expect(valueOf(await ask(opened.address))).toMatchObject({
      conferenceName: 'Open',
      pin: 'none',
      allowGuest: true,
      encrypted: false,
    });
    const sealed = await meetingOf(stage(), owner, { guests: true, encrypted: true });
    expect(valueOf(await ask(sealed.address))).toMatchObject({ encrypted: true });
    const behind = { guests: true, encrypted: true, guest_pin: '246810' };
    const { address: hidden } = await meetingOf(stage(), owner, behind);
    // Before the PIN joining says nothing of it either.
    expect(valueOf(await ask(hidden)).encrypted).toBeUndefined();
    expect(valueOf(await ask(hidden, '246810'))).toMatchObject({ encrypted: true });
    const locked = await meetingOf(stage(), owner, { name: 'Secret', pin: '1234', guests: true });
    const told = valueOf(await ask(locked.address));
    expect(told).toMatchObject({ conferenceName: '', pin: 'required', password: '' });
    expect(JSON.stringify(told)).not.toMatch(/Secret|1234/);
  });

  it('that takes no guests is to strangers what a person is, and what nobody has', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const closed = await meetingOf(stage(), owner, { guests: false, pin: '1234' });
    const [personal] = await listMeetings(context, closed.who);
    const gone = await stage().person('gone');
    const abandoned = await meetingOf(stage(), gone, { guests: true });
    await context.db
      .updateTable('account')
      .set({ disabled_at: context.clock.now() })
      .where('id', '=', gone.id)
      .execute();
    const told = refusalOf(await guest(stage(), 'nobody@example.com'));
    expect(told).toMatchObject({ reason: 'forbidden', because: 'no_guests' });
    for (const address of [
      'nobody.meeting@example.com',
      '99999999',
      owner.address,
      owner.sipkey,
      personal?.address ?? '',
      personal?.sipkey ?? '',
      closed.address,
      abandoned.address,
    ]) {
      // To the letter: nothing more, and the same words.
      expect(refusalOf(await guest(stage(), address, { pin: '1234' }))).toEqual(told);
      const asking = { body: { joinAccount: address, joinPwd: '1234' }, authority: null };
      const asked = await checkJoin(context, { ...asking, network: '192.0.2.30' });
      expect(refusalOf(asked)).toEqual(told);
    }
  });

  it('slows whoever guesses its PIN and locks them out, and nobody else', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const { who, address } = await meetingOf(stage(), owner, { pin: '1234', guests: true });
    const guesses = async (pin: string, network = '198.51.100.1') =>
      refusalOf(await guest(stage(), address, { pin, network }));
    const seated = await Seat.of(
      context,
      valueOf(await guest(stage(), address, { pin: '1234', client: 'tab' })),
    );
    await seated.listen(true);
    for (const pin of ['0001', '0002']) {
      expect(await guesses(pin)).toMatchObject({ reason: 'pin_required' });
    }
    const third = await guesses('0003', '198.51.100.1');
    expect(third).toMatchObject({ reason: 'pin_required' });
    expect(await guesses('1234')).toMatchObject({
      reason: 'too_many',
      because: 'wrong_pins',
      retryAfter: 5,
    });
    for (const wait of [5_000, 15_000, 45_000, 135_000]) {
      await stage().advance(wait);
      await guesses('0004');
    }
    expect(await guesses('1234')).toMatchObject({ reason: 'too_many', retryAfter: 3_600 });

    // From elsewhere it goes on until there were too many, wherever they came from.
    for (let network = 0; network < 60; network += 1) {
      await guesses('0005', `203.0.113.${network}`);
    }
    expect(await guesses('1234', '192.0.2.200')).toMatchObject({ because: 'wrong_pins' });
    const member = await stage().device(await stage().person('member'));
    const inside = await member.calls(address, {}, '1234');
    valueOf(await inside.leave());
    // Who is in comes back after a reload; the network that had it right is let in, too.
    const again = valueOf(await guest(stage(), address, { client: 'tab' }));
    expect(again.participant_uuid).toBe(seated.uuid);
    valueOf(await guest(stage(), address, { pin: '1234' }));
    // Its owner ends it by another PIN.
    valueOf(await changeMeeting(context, who, address, { pin: '987654' }));
    valueOf(await guest(stage(), address, { pin: '987654', network: '198.51.100.1' }));
  });

  it('of an encrypted meeting opens to whoever has its key; nobody is rung into it', async () => {
    const owner = await stage().person('owner');
    const { address, encrypted } = await meetingOf(stage(), owner, {
      encrypted: true,
      guests: true,
    });
    expect(encrypted).toBe(true);
    const device = await stage().device(owner);
    expect(refusalOf(await device.call(address))).toMatchObject({
      reason: 'forbidden',
      because: 'no_key',
    });
    const host = await device.calls(address, { has_key: true });
    await stage().told();
    expect(device.stream.last('conference_update')).toMatchObject({ encrypted: true });
    const outside = await stage().device(await stage().person('outside'), { page: false });
    expect(refusalOf(await outside.call(address, { has_key: true }))).toMatchObject({
      because: 'no_key',
    });
    const other = await stage().person('other');
    await stage().device(other);
    const destination = { destination: other.address };
    const refusal = refusalOf(await dial(stage().context, host.authority, destination));
    expect(refusal).toMatchObject({ reason: 'forbidden', because: 'no_key' });
    expect(refusalOf(await guest(stage(), address))).toMatchObject({ because: 'no_key' });
    valueOf(await guest(stage(), address, { key: true }));
  });
});
