import { beforeEach, describe, expect, it } from 'vitest';
import { heedLiveKitPresence } from '@/lib/server/calls/livekit-presence';
import { changeState } from '@/lib/server/calls/own-side';
import { refreshSession } from '@/lib/server/calls/session';
import { connectLiveKit, liveKitName } from '@/lib/server/media/livekit/livekit';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { signatureOver } from '@/tests/support/livekit/news';
import { ScriptedLiveKit } from '@/tests/support/livekit/scripted';
import { credentialsOf, valueOf } from '../people/people';
import { useStage, type Device, type Seat } from './stage';

const apiKey = 'ringway';
const apiSecret = 'a-secret-of-the-tests-that-is-long-enough';
const environment = {
  LIVEKIT_URL: 'wss://livekit.example.com',
  LIVEKIT_API_KEY: apiKey,
  LIVEKIT_API_SECRET: apiSecret,
};

const able = { engines: ['direct', 'livekit'] as ('direct' | 'livekit')[] };

/** How long a page may be away, and how often it refreshes, ms (call-rules.md 17). */
const grace = 30_000;
const refreshEvery = 40_000;

describe.each(bothDatabases)('whoever comes to LiveKit and goes from it, on %s', (database) => {
  const livekit = new ScriptedLiveKit();
  const stage = useStage(database, environment, { livekit });

  beforeEach(() => livekit.connected.clear());

  /** Three are in by LiveKit: their media flows there. */
  async function three({ page = true } = {}) {
    const owner = await stage().person('owner');
    const who = await credentialsOf(stage().context, owner);
    const { address } = valueOf(await createMeeting(stage().context, who, { name: 'Weekly' }));
    const joins = async (device: Device) => {
      const seat = await device.calls(address, able);
      return { device, seat };
    };
    const host = await joins(await stage().device(owner));
    const guest = await joins(await stage().device(await stage().person('guest'), { page }));
    const third = await joins(await stage().device(await stage().person('third')));
    for (const { seat } of [host, guest, third]) {
      valueOf(await changeState(stage().context, seat.authority, { engine: 'livekit' }));
    }
    const { livekit_name } = await stage()
      .context.db.selectFrom('room')
      .select('livekit_name')
      .where('id', '=', host.seat.session.room)
      .executeTakeFirstOrThrow();
    const name = livekit_name ?? '';
    for (const { seat } of [host, guest, third]) livekit.connects(name, seat.uuid);
    await stage().told();
    return { host, guest, third, name };
  }

  const heeds = async (event: string, room: string, { uuid: participant }: Seat) => {
    await heedLiveKitPresence(stage().context, livekit, { event, room, participant });
    await stage().told();
  };
  const goes = async (name: string, seat: Seat) => {
    livekit.connected.get(name)?.delete(seat.uuid);
    await heeds('participant_left', name, seat);
  };
  const refreshes = async (seat: Seat) => {
    valueOf(await refreshSession(stage().context, seat.authority));
    await stage().told();
  };
  const connectedTo = ({ stream }: Device, { uuid }: Seat) =>
    stream
      .all('participant_update')
      .filter((one) => one.uuid === uuid)
      .at(-1)?.connected;

  it('is out after the grace time when its tab crashed, though another keeps its stream open', async () => {
    const { host, guest, name } = await three();
    await goes(name, guest.seat);
    // All are told, itself too: a page that is there says so.
    for (const { device } of [host, guest]) expect(connectedTo(device, guest.seat)).toBe(false);
    await stage().advance(grace - 1_000);
    expect(host.device.stream.names()).not.toContain('participant_delete');
    await stage().advance(1_000);
    expect(host.device.stream.last('participant_delete')).toMatchObject({ uuid: guest.seat.uuid });
    expect(guest.device.stream.last('disconnect')).toMatchObject({ cause: 'connection_lost' });
  });

  it('stays when its page says anything, by a refresh, a state, or by being back', async () => {
    const { host, guest, name } = await three();
    const signs = [
      () => refreshes(guest.seat),
      () => changeState(stage().context, guest.seat.authority, { audio: true }),
      () => {
        livekit.connects(name, guest.seat.uuid);
        return heeds('participant_joined', name, guest.seat);
      },
    ];
    for (const sign of signs) {
      await goes(name, guest.seat);
      expect(connectedTo(host.device, guest.seat)).toBe(false);
      await sign();
      await stage().told();
      expect(connectedTo(host.device, guest.seat)).toBe(true);
    }
    for (let n = 1; n <= 5; n += 1) {
      for (const { seat } of [host, guest]) await refreshes(seat);
      await stage().advance(refreshEvery);
    }
    expect(guest.device.stream.names()).not.toContain('disconnect');
  });

  it('is believed of who is gone by LiveKit itself alone: news may be late, or of a restart', async () => {
    const { host, guest, third, name } = await three();
    // It came back before the news of its going did.
    await heeds('participant_left', name, guest.seat);
    expect(connectedTo(host.device, guest.seat)).not.toBe(false);
    // Nobody is there: LiveKit has started again.
    livekit.connected.set(name, new Set());
    for (const { seat } of [host, guest, third]) await heeds('participant_left', name, seat);
    // The room goes on under another name by now.
    const before = liveKitName(host.seat.session.room, 0);
    livekit.connects(before, host.seat.uuid);
    await heeds('participant_left', before, guest.seat);
    expect(connectedTo(host.device, guest.seat)).not.toBe(false);
  });

  it('does not count as away by it whose stream is its own, or whose media flows elsewhere', async () => {
    const { host, guest, third, name } = await three({ page: false });
    await goes(name, guest.seat);
    expect(connectedTo(host.device, guest.seat)).not.toBe(false);
    valueOf(await changeState(stage().context, third.seat.authority, { engine: 'direct' }));
    await goes(name, third.seat);
    expect(connectedTo(host.device, third.seat)).not.toBe(false);
  });

  it('does not come back by it whose stream is gone', async () => {
    const { host, guest, name } = await three();
    guest.device.stream.close();
    await stage().told();
    await heeds('participant_joined', name, guest.seat);
    expect(connectedTo(host.device, guest.seat)).toBe(false);
  });
});

it('LiveKit’s news names whom it is of', async () => {
  const [url, apiUrl] = ['wss://livekit.example.com', 'http://127.0.0.1:9'];
  const livekit = connectLiveKit({ url, apiUrl, apiKey, apiSecret });
  const told = async (news: object) => {
    const text = JSON.stringify(news);
    return livekit.webhook(text, await signatureOver(text, { apiKey, apiSecret }));
  };
  const room = { name: 'ringway-room-1' };
  const event = 'participant_left';
  const participant = { identity: 'uuid' };
  expect(await told({ event, room, participant })).toEqual({
    event,
    room: room.name,
    participant: participant.identity,
  });
  expect(await told({ event: 'room_started', room })).toMatchObject({ participant: null });
});
