import { describe, expect, it } from 'vitest';
import type { KnownAccount } from '@/lib/server/authority';
import { controlRoom, type Control } from '@/lib/server/calls/controls';
import { dial } from '@/lib/server/calls/dial';
import { participants, serviceStatus } from '@/lib/server/calls/own-side';
import { newSession } from '@/lib/server/calls/placing';
import { createMeeting } from '@/lib/server/meetings/meetings';
import type { NewRoom } from '@/lib/platform/own';
import { bothDatabases } from '@/tests/support/context';
import { Random, seedOfRun } from '@/tests/support/random';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage, type Seat } from './stage';

const seed = seedOfRun();

describe.each(bothDatabases)('bad luck in meetings on %s', (database) => {
  const stage = useStage(database);

  async function meeting(owner: KnownAccount, wishes: NewRoom = {}) {
    const who = await credentialsOf(stage().context, owner);
    return valueOf(await createMeeting(stage().context, who, wishes)).address;
  }

  it('somebody who is in, or waits at the door, is not rung into it', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const bob = await stage().person('bob');
    const address = await meeting(owner, { waiting_room: true });
    const host = await (await stage().device(owner)).calls(address);
    const his = await stage().device(bob);
    const seat = await his.calls(address);
    const ring = () => dial(context, host.authority, { destination: bob.address });
    expect(await ring()).toMatchObject({
      refusal: { reason: 'bad_request', because: 'already_in' },
    });
    const admit = { do: 'admit', participant: seat.uuid } as const;
    valueOf(await controlRoom(context, host.authority, admit));
    expect(await ring()).toMatchObject({ refusal: { because: 'already_in' } });
    await stage().told();
    expect(his.stream.names()).not.toContain('incoming');
    valueOf(await seat.leave());
    valueOf(await ring());
  });

  it('one account is in with two devices; the same device comes once', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const address = await meeting(owner);
    const phone = await stage().device(owner);
    const first = await phone.calls(address, { client: 'one' });
    const desk = await (await stage().device(owner)).calls(address);
    expect(valueOf(await participants(context, desk.authority))).toHaveLength(2);
    const again = await phone.calls(address, { client: 'two' });
    await stage().told();
    const inside = valueOf(await participants(context, desk.authority)).map(({ uuid }) => uuid);
    expect(inside.sort()).toEqual([desk.uuid, again.uuid].sort());
    expect(phone.stream.last('disconnect')).toMatchObject({ cause: 'moved' });
    expect(again.uuid).not.toBe(first.uuid);
  });

  it('two hosts who lock and unlock at once agree with everybody in the end', async () => {
    process.stdout.write(`two hosts on ${database}: SEED=${seed}\n`);
    const { context } = stage();
    const random = new Random(seed);
    const owner = await stage().person('owner');
    const address = await meeting(owner);
    const devices = [await stage().device(owner)];
    for (const name of ['second', 'guest']) {
      devices.push(await stage().device(await stage().person(name)));
    }
    const seats: Seat[] = [];
    for (const device of devices) seats.push(await device.calls(address));
    const [host, second] = seats;
    if (host === undefined || second === undefined) throw new Error('nobody');
    const chair = { do: 'set_role', participant: second.uuid, role: 'host' } as const;
    valueOf(await controlRoom(context, host.authority, chair));
    const wishes = (): Control[] =>
      Array.from({ length: 40 }, () => ({
        do: random.pick(['lock', 'unlock', 'mute_guests', 'unmute_guests'] as const),
      }));
    const asks = async ({ authority }: Seat, controls: readonly Control[]) => {
      for (const control of controls) {
        // Some together, some one after the other.
        const asked = controlRoom(context, authority, control);
        if (random.chance(0.7)) valueOf(await asked);
        else pending.push(asked);
      }
    };
    const pending: ReturnType<typeof controlRoom>[] = [];
    await Promise.all([asks(host, wishes()), asks(second, wishes())]);
    for (const asked of pending) valueOf(await asked);
    await stage().told();

    const told = devices.map(({ stream }) => stream.all('conference_update'));
    const truth = valueOf(await serviceStatus(context, second.authority));
    for (const updates of told) expect(updates.at(-1), `SEED=${seed}`).toMatchObject(truth);
    // Nobody is told what was so already, and everybody is told the same in the same order.
    const changes = told.map((updates) =>
      updates.map(({ locked, guests_muted }) => `${locked} ${guests_muted}`),
    );
    const ofHost = changes[0] ?? [];
    expect(ofHost.length).toBeGreaterThan(1);
    for (const one of changes) expect(ofHost.slice(-one.length), `SEED=${seed}`).toEqual(one);
    const muted = valueOf(await participants(context, host.authority)).find(
      ({ role }) => role === 'guest',
    );
    expect(muted?.is_muted, `SEED=${seed}`).toBe(truth.guests_muted ? 'YES' : 'NO');
    const late = await (await stage().device(await stage().person('late'))).calls(address);
    const expected = truth.locked ? 'waiting_room' : 'conference';
    expect(late.session.service_type, `SEED=${seed}`).toBe(expected);
  });

  it('of a hundred who join at once as many come in as fit, and the others are told in words', async () => {
    const { context } = stage();
    const owner = await stage().person('owner');
    const address = await meeting(owner, { guests: true });
    const asked = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        newSession(context, {
          address,
          body: { display_name: `Guest ${index}`, client: `tab ${index}`, max_peers: 3 },
          authority: null,
          ring: null,
          network: `198.51.100.${index}`,
          page: true,
        }),
      ),
    );
    expect(asked.filter(({ ok }) => ok)).toHaveLength(4);
    for (const one of asked) {
      if (!one.ok) {
        expect(one.refusal).toMatchObject({ reason: 'full', text: 'Participant limit reached' });
      }
    }
    const rooms = await context.db
      .selectFrom('room')
      .select('id')
      .where('address', '=', address)
      .execute();
    expect(rooms).toHaveLength(1);
    expect(reasonOf(await (await stage().device(owner)).call(address))).toBe('full');
  });
});
