import { beforeEach, describe, expect, it } from 'vitest';
import { controlRoom, removeParticipant } from '@/lib/server/calls/controls';
import { lookOverLiveKit, lookOverLiveKitRoom } from '@/lib/server/calls/livekit-look-over';
import { watchLiveKit } from '@/lib/server/calls/livekit-watch';
import { changeState } from '@/lib/server/calls/own-side';
import { liveKitName } from '@/lib/server/media/livekit/livekit';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { ScriptedLiveKit } from '@/tests/support/livekit/scripted';
import { credentialsOf, valueOf } from '../people/people';
import { useStage, type Device, type Seat } from './stage';

const environment = {
  LIVEKIT_URL: 'wss://livekit.example.com',
  LIVEKIT_API_KEY: 'ringway',
  LIVEKIT_API_SECRET: 'a secret of the tests that is long enough'.replaceAll(' ', '-'),
};

const able = { engines: ['direct', 'livekit'] as ('direct' | 'livekit')[] };

/** How often LiveKit is asked whether it is there, ms (lib/server/calls/livekit-watch.ts). */
const lookEvery = 5_000;

/** How long a hundred accounts may take to be made and to come in, beside other tests, ms. */
const crowdLimit = 120_000;

interface Present {
  readonly device: Device;
  readonly seat: Seat;
}

describe.each(bothDatabases)('LiveKit has bad luck, on %s', (database) => {
  const livekit = new ScriptedLiveKit();
  const stage = useStage(database, environment, { livekit });

  beforeEach(() => {
    livekit.atHand = 'ready';
    livekit.connected.clear();
    livekit.silenced.clear();
  });

  async function meeting(): Promise<string> {
    const who = await credentialsOf(stage().context, await stage().person('host'));
    return valueOf(await createMeeting(stage().context, who, { name: 'Weekly' })).address;
  }

  async function joins(address: string): Promise<Present> {
    const device = await stage().device(await stage().person('person'));
    const seat = await device.calls(address, able);
    await stage().told();
    return { device, seat };
  }

  /** Three are in by LiveKit, and their legs are over. */
  async function onLiveKit() {
    const who = await stage().person('host');
    const credentials = await credentialsOf(stage().context, who);
    const { address } = valueOf(
      await createMeeting(stage().context, credentials, { name: 'Weekly' }),
    );
    const device = await stage().device(who);
    const host = { device, seat: await device.calls(address, able) };
    const [second, third] = [await joins(address), await joins(address)];
    for (const { seat } of [host, second, third]) {
      valueOf(await changeState(stage().context, seat.authority, { engine: 'livekit' }));
    }
    await stage().told();
    const name = await nameOf(host.seat);
    for (const { seat } of [host, second, third]) livekit.connects(name, seat.uuid);
    return { address, host, second, third, name };
  }

  async function nameOf({ session }: Seat): Promise<string> {
    const { livekit_name } = await stage()
      .context.db.selectFrom('room')
      .select('livekit_name')
      .where('id', '=', session.room)
      .executeTakeFirstOrThrow();
    return livekit_name ?? '';
  }

  const inside = (name: string) => [...(livekit.connected.get(name) ?? [])];

  const comesBack = async (name: string, uuid: string) => {
    livekit.connects(name, uuid);
    await lookOverLiveKitRoom(stage().context, livekit, name);
  };

  it('goes on under another name when somebody removed keeps coming back, without them', async () => {
    const { host, second, third, name } = await onLiveKit();
    valueOf(await removeParticipant(stage().context, host.seat.authority, third.seat.uuid));
    for (let n = 1; n <= 2; n += 1) {
      await comesBack(name, third.seat.uuid);
      expect(inside(name)).toEqual([host.seat.uuid, second.seat.uuid]);
      expect(await nameOf(host.seat)).toBe(name);
    }
    await comesBack(name, third.seat.uuid);
    const next = liveKitName(host.seat.session.room, 2);
    expect(await nameOf(host.seat)).toBe(next);
    await expect.poll(() => [...livekit.connected.keys()]).toEqual([next]);
    await stage().told();
    for (const { device, seat } of [host, second]) {
      expect(device.stream.last('media_change')).toMatchObject({
        keep_until_flowing: false,
        media: { mode: 'livekit', token: `${next} ${seat.uuid}` },
      });
    }
    expect(third.device.stream.all('media_change').map(({ media }) => media)).not.toContainEqual(
      expect.objectContaining({ token: `${next} ${third.seat.uuid}` }),
    );
    // Its token still opens a room of the old name, which ends.
    await comesBack(name, third.seat.uuid);
    expect(livekit.connected.has(name)).toBe(false);
  });

  it('counts a connection once, however often it is seen before it is gone', async () => {
    const { host, third, name } = await onLiveKit();
    valueOf(await removeParticipant(stage().context, host.seat.authority, third.seat.uuid));
    livekit.connects(name, third.seat.uuid);
    const lingering = await livekit.inside(name);
    const slow = Object.assign(Object.create(livekit) as ScriptedLiveKit, {
      inside: () => Promise.resolve(lingering),
      remove: () => Promise.resolve(),
    });
    for (let n = 1; n <= 5; n += 1) await lookOverLiveKitRoom(stage().context, slow, name);
    expect(await nameOf(host.seat)).toBe(name);
  });

  it('has its rooms again once it is back, as soon as that is seen', async () => {
    const { host, second, name } = await onLiveKit();
    const watch = watchLiveKit(stage().context);
    await watch.settled();
    livekit.atHand = 'down';
    await stage().advance(lookEvery);
    await watch.settled();
    livekit.connected.clear();
    livekit.atHand = 'ready';
    await stage().advance(lookEvery);
    await watch.settled();
    watch.stop();
    expect(livekit.connected.has(name)).toBe(true);
    expect(await nameOf(host.seat)).toBe(name);
    expect(second.device.stream.names()).not.toContain('disconnect');
  });

  it('takes the microphone again, or not, as the host said meanwhile, whatever a token says', async () => {
    const { host, second, third, name } = await onLiveKit();
    const by = host.seat.authority;
    const mute = { do: 'mute', participant: second.seat.uuid } as const;
    valueOf(await controlRoom(stage().context, by, mute));
    livekit.silenced.clear();
    livekit.silenced.add(third.seat.uuid);
    for (const { seat } of [host, second, third]) livekit.connects(name, seat.uuid);
    await lookOverLiveKit(stage().context, livekit);
    expect([...livekit.silenced]).toEqual([second.seat.uuid]);
  });

  it(
    'takes a hundred who come at once: all are in, in one room of LiveKit',
    async () => {
      const address = await meeting();
      const devices = await Promise.all(
        Array.from({ length: 100 }, async () =>
          stage().device(await stage().person('one'), { stream: false }),
        ),
      );
      const seats = await Promise.all(devices.map((device) => device.calls(address, able)));
      await stage().told();
      expect(new Set(seats.map(({ session }) => session.room)).size).toBe(1);
      const [first] = seats;
      if (first === undefined) throw new Error('somebody came');
      const name = await nameOf(first);
      const { count } = await stage()
        .context.db.selectFrom('participant')
        .select((is) => is.fn.countAll<number>().as('count'))
        .where('room_id', '=', first.session.room)
        .where('state', '=', 'in')
        .executeTakeFirstOrThrow();
      expect(count).toBe(100);
      expect([...livekit.connected.keys()]).toEqual([name]);
      // Two began by a leg; everybody else was told at once where to go.
      const byLiveKit = seats.filter(({ session }) => session.media?.mode === 'livekit');
      expect(byLiveKit).toHaveLength(98);
      for (const { uuid } of seats) livekit.connects(name, uuid);
      await lookOverLiveKitRoom(stage().context, livekit, name);
      expect(inside(name)).toHaveLength(100);
    },
    crowdLimit,
  );
});
