import { beforeEach, describe, expect, it } from 'vitest';
import { legRecordSchema, type LegRecord } from '@/lib/platform/leg-record';
import { controlRoom, removeParticipant } from '@/lib/server/calls/controls';
import { dial } from '@/lib/server/calls/dial';
import { recordLeg } from '@/lib/server/calls/leg-records';
import { openLeg } from '@/lib/server/calls/legs';
import { lookOverLiveKitRoom } from '@/lib/server/calls/livekit-look-over';
import { changeState } from '@/lib/server/calls/own-side';
import { refreshSession } from '@/lib/server/calls/session';
import { createMeeting } from '@/lib/server/meetings/meetings';
import { bothDatabases } from '@/tests/support/context';
import { ScriptedLiveKit } from '@/tests/support/livekit/scripted';
import { credentialsOf, reasonOf, valueOf } from '../people/people';
import { useStage, type Device, type Seat } from './stage';

const environment = {
  LIVEKIT_URL: 'wss://livekit.example.com',
  LIVEKIT_API_KEY: 'ringway',
  LIVEKIT_API_SECRET: 'a secret of the tests that is long enough'.replaceAll(' ', '-'),
};

const sdp = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
const page = { engines: ['direct', 'livekit'] } as const;
const able = { ...page, engines: [...page.engines] };

const record: LegRecord = {
  engine: 'livekit',
  duration_ms: 60_000,
  connected_after_ms: 300,
  path: { local: 'host', remote: 'host', protocol: 'udp', relay: null },
  round_trip_ms: { min: 1, median: 20, max: 90 },
  loss_in: 0.4,
  loss_out: null,
  concealed: 0,
  freezes: { count: 0, duration_ms: 0 },
  picture_in: null,
  picture_out: null,
  bitrate_in: { audio: 32, video: 0 },
  bitrate_out: { audio: 30, video: 0 },
  picture_rested_ms: 0,
  restarts: 0,
  end: null,
};

describe.each(bothDatabases)('a room that goes to LiveKit, on %s', (database) => {
  const livekit = new ScriptedLiveKit();
  const stage = useStage(database, environment, { livekit });

  beforeEach(() => {
    livekit.atHand = 'ready';
    livekit.turnsOut = undefined;
    livekit.broken = false;
  });

  interface Present {
    readonly device: Device;
    readonly seat: Seat;
  }

  async function newDevice() {
    const account = await stage().person('person');
    return { account, device: await stage().device(account) };
  }

  async function meetingOfTwo() {
    const host = await newDevice();
    const who = await credentialsOf(stage().context, host.account);
    const { address } = valueOf(await createMeeting(stage().context, who, { name: 'Weekly' }));
    const guest = await newDevice();
    const first = { ...host, seat: await host.device.calls(address, able) };
    const second = { ...guest, seat: await guest.device.calls(address, able) };
    await stage().told();
    return { address, host: first, guest: second };
  }

  async function joins(address: string): Promise<Present> {
    const { device } = await newDevice();
    const seat = await device.calls(address, able);
    await stage().told();
    return { device, seat };
  }

  const flows = async ({ seat }: Present) => {
    valueOf(await changeState(stage().context, seat.authority, { engine: 'livekit' }));
    await stage().told();
  };

  async function row(seat: Seat) {
    return stage()
      .context.db.selectFrom('room')
      .selectAll()
      .where('id', '=', seat.session.room)
      .executeTakeFirstOrThrow();
  }

  /** Three are in, and nobody's media flows through LiveKit yet. */
  async function grown() {
    const two = await meetingOfTwo();
    const leg = await openLeg(stage().context, two.guest.seat.authority, { sdp });
    valueOf(leg);
    const third = await joins(two.address);
    const name = (await row(third.seat)).livekit_name ?? '';
    return { ...two, third, name };
  }

  it('takes a third, who goes there at once; the others are told where and keep their leg', async () => {
    const { host, guest, third, name } = await grown();
    expect(host.seat.session).toMatchObject({ max_peers: 1, media: { mode: 'direct' } });
    expect(third.seat.session.media).toEqual({
      mode: 'livekit',
      url: 'wss://livekit.example.com',
      token: `${name} ${third.seat.uuid}`,
    });
    for (const { device, seat } of [host, guest]) {
      expect(device.stream.last('media_change')).toMatchObject({
        keep_until_flowing: true,
        media: { mode: 'livekit', token: `${name} ${seat.uuid}`, iceServers: [] },
      });
      expect(device.stream.names()).not.toContain('peer_disconnect');
      expect(device.stream.names()).not.toContain('media_changed');
    }
    const offers = third.device.stream.all('participant_create').map(({ offer }) => offer);
    expect(offers).toEqual([undefined, undefined, undefined]);
    expect(livekit.connected.has(name)).toBe(true);
  });

  it('opens no leg with whoever came after it went there', async () => {
    const { host, third } = await grown();
    const asks = { sdp, peer: host.seat.uuid };
    const refusal = await openLeg(stage().context, third.seat.authority, asks);
    expect(reasonOf(refusal)).toBe('forbidden');
  });

  it('ends the legs once everybody’s media flows there, and not before', async () => {
    const { host, guest, third } = await grown();
    await flows(third);
    await flows(guest);
    expect(host.device.stream.names()).not.toContain('media_changed');
    expect((await row(host.seat)).engine).toBe('changing');
    await flows(host);
    for (const { device } of [host, guest, third]) {
      expect(device.stream.names().filter((name) => name === 'media_changed')).toHaveLength(1);
    }
    expect((await row(host.seat)).engine).toBe('livekit');
    const open = await stage()
      .context.db.selectFrom('leg')
      .select('id')
      .where('room_id', '=', host.seat.session.room)
      .where('open', '=', 1)
      .execute();
    expect(open).toEqual([]);
    // It never goes back, and a fresh token is there for whoever asks.
    await third.seat.leave();
    const again = valueOf(await refreshSession(stage().context, host.seat.authority));
    expect(again.media).toMatchObject({ mode: 'livekit' });
  });

  it('carries a call of two that a third is rung into', async () => {
    const alice = await newDevice();
    const bob = await newDevice();
    const carol = await newDevice();
    const hers = await alice.device.calls(bob.account.address, able);
    await stage().told();
    await bob.device.answers(able);
    const destination = carol.account.address;
    valueOf(await dial(stage().context, hers.authority, { destination }));
    await stage().told();
    const third = await carol.device.answers(able);
    expect(third.session.media).toMatchObject({ mode: 'livekit' });
    await stage().told();
    expect(alice.device.stream.last('media_change').media).toMatchObject({ mode: 'livekit' });
  });

  it('stays direct while LiveKit does not answer, and says so to whoever wants to come', async () => {
    livekit.atHand = 'down';
    const { address, host } = await meetingOfTwo();
    const { account, device } = await newDevice();
    expect(reasonOf(await device.call(address, able))).toBe('unavailable');
    const invited = { destination: account.address };
    expect(reasonOf(await dial(stage().context, host.seat.authority, invited))).toBe('unavailable');
    expect((await row(host.seat)).engine).toBe('direct');
    expect(host.device.stream.names()).not.toContain('disconnect');
  });

  const chances = [
    { was: 'ready', is: 'down', outcome: 'unavailable', engine: 'direct' },
    { was: 'down', is: 'ready', outcome: 'in', engine: 'changing' },
  ] as const;
  for (const { was, is, outcome, engine } of chances) {
    it(`goes there by who is admitted, or answers, as LiveKit is then: ${is}`, async () => {
      const { address, host } = await meetingOfTwo();
      valueOf(await controlRoom(stage().context, host.seat.authority, { do: 'lock' }));
      const waiting = await joins(address);
      livekit.atHand = was;
      livekit.turnsOut = is;
      const admit = { do: 'admit', participant: waiting.seat.uuid } as const;
      const admitted = await controlRoom(stage().context, host.seat.authority, admit);
      expect(admitted.ok ? 'in' : admitted.refusal.reason).toBe(outcome);
      expect((await row(host.seat)).engine).toBe(engine);

      const other = await meetingOfTwo();
      const { account, device } = await newDevice();
      livekit.turnsOut = 'ready';
      valueOf(
        await dial(stage().context, other.host.seat.authority, { destination: account.address }),
      );
      await stage().told();
      livekit.atHand = was;
      livekit.turnsOut = is;
      const answered = await device.answer(able);
      expect(answered.ok ? 'in' : answered.refusal.reason).toBe(outcome);
      expect((await row(other.host.seat)).engine).toBe(engine);
    });
  }

  it('asks nothing of LiveKit before the answer to a call of two', async () => {
    const alice = await newDevice();
    const bob = await newDevice();
    await alice.device.calls(bob.account.address, able);
    await stage().told();
    livekit.turnsOut = 'down';
    await bob.device.answers(able);
    expect(livekit.atHand).toBe('ready');
  });

  it('is full for a client that has legs alone', async () => {
    const { address } = await meetingOfTwo();
    const { device } = await newDevice();
    expect(reasonOf(await device.call(address, {}))).toBe('full');
  });

  it('disconnects there whoever left or was removed, and ends there what has ended', async () => {
    const { host, guest, third, name } = await grown();
    for (const { seat } of [host, guest, third]) livekit.connects(name, seat.uuid);
    valueOf(await removeParticipant(stage().context, host.seat.authority, third.seat.uuid));
    expect([...(livekit.connected.get(name) ?? [])]).toEqual([host.seat.uuid, guest.seat.uuid]);
    await guest.seat.leave();
    expect([...(livekit.connected.get(name) ?? [])]).toEqual([host.seat.uuid]);
    await host.seat.leave();
    expect(livekit.connected.has(name)).toBe(false);
  });

  it('removes again whoever comes back with an old token', async () => {
    const { host, third, name } = await grown();
    valueOf(await removeParticipant(stage().context, host.seat.authority, third.seat.uuid));
    for (const uuid of [host.seat.uuid, third.seat.uuid, 'nobody we know']) {
      livekit.connects(name, uuid);
    }
    await lookOverLiveKitRoom(stage().context, livekit, name);
    expect([...(livekit.connected.get(name) ?? [])]).toEqual([host.seat.uuid]);
  });

  it('makes good what LiveKit did not do when it was asked, and leaves alone what is not ours', async () => {
    const { host, guest, third, name } = await grown();
    livekit.broken = true;
    for (const { seat } of [host, guest, third]) await seat.leave();
    expect(livekit.connected.has(name)).toBe(true);
    livekit.broken = false;
    await lookOverLiveKitRoom(stage().context, livekit, name);
    expect(livekit.connected.has(name)).toBe(false);
    livekit.connects('ringway-of another-1', 'somebody');
    await lookOverLiveKitRoom(stage().context, livekit, 'ringway-of another-1');
    expect(livekit.connected.get('ringway-of another-1')?.size).toBe(1);
  });

  it('lets LiveKit take no microphone of whoever a host muted, with a token from before, too', async () => {
    const { host, third, name } = await grown();
    const mutes = { do: 'mute', participant: third.seat.uuid } as const;
    valueOf(await controlRoom(stage().context, host.seat.authority, mutes));
    expect(livekit.silenced.has(third.seat.uuid)).toBe(true);
    livekit.silenced.clear();
    livekit.connects(name, third.seat.uuid);
    await lookOverLiveKitRoom(stage().context, livekit, name);
    expect(livekit.silenced.has(third.seat.uuid)).toBe(true);
    const again = valueOf(await refreshSession(stage().context, third.seat.authority));
    expect(again.media).toMatchObject({ mode: 'livekit' });
    expect(livekit.tokens.at(-1)?.guest).toMatchObject({ uuid: third.seat.uuid, muted: true });
  });

  it('takes a page that was reloaded meanwhile to LiveKit, and ends its legs', async () => {
    const { address, guest, host } = await grown();
    const seat = await guest.device.calls(address, able);
    expect(seat.session.media).toMatchObject({ mode: 'livekit' });
    expect(seat.session.media).not.toHaveProperty('iceServers');
    await stage().told();
    expect(host.device.stream.names()).toContain('peer_disconnect');
  });

  it('gives no token to who waits to be admitted', async () => {
    const { address, host } = await grown();
    valueOf(await controlRoom(stage().context, host.seat.authority, { do: 'lock' }));
    const fourth = await joins(address);
    expect(fourth.seat.session.service_type).toBe('waiting_room');
    expect(fourth.seat.session.media).toBeUndefined();
  });

  it('keeps how media between a participant and LiveKit was, for rooms that went there alone', async () => {
    const two = await meetingOfTwo();
    const early = await recordLeg(stage().context, two.host.seat.authority, 'livekit', record);
    expect(reasonOf(early)).toBe('forbidden');
    const third = await joins(two.address);
    for (const { seat } of [two.host, third]) {
      valueOf(await recordLeg(stage().context, seat.authority, 'livekit', record));
    }
    // A later one of the same end replaces it.
    const later = { ...record, duration_ms: 90_000, end: 'here' as const };
    valueOf(await recordLeg(stage().context, third.seat.authority, 'livekit', later));
    const kept = await stage()
      .context.db.selectFrom('leg_record')
      .select(['to_name', 'record'])
      .where('room_id', '=', third.seat.session.room)
      .execute();
    expect(kept.map(({ to_name }) => to_name)).toEqual(['LiveKit', 'LiveKit']);
    const durations = kept.map((one) => legRecordSchema.parse(JSON.parse(one.record)).duration_ms);
    expect(durations.sort((a, b) => a - b)).toEqual([60_000, 90_000]);
  });
});
