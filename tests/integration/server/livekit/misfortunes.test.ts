import { TrackSource } from 'livekit-server-sdk';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { askLiveKit } from '@/tests/support/livekit/news';
import { closed, patience, roomOf, useLiveKit } from './stage';

describe('Bad luck with the real LiveKit', () => {
  const stage = useLiveKit();

  const service = () => askLiveKit(stage().livekit);
  const roomsOf = async (name: string) => (await service().listRooms([name])).length;

  it('goes on elsewhere when somebody removed keeps coming back with the tokens that LiveKit gives', async () => {
    const { host, guest, third } = await stage().three();
    const old = await stage().mediaOf(third);
    const before = await stage().mediaOf(host);
    const sockets = [
      await stage().connect(before),
      await stage().connect(await stage().mediaOf(guest)),
    ];
    await host.post(`participants/${third.uuid}/disconnect`);
    const comesBack = async () => {
      const socket = await stage().connect(old);
      await stage().tellOfJoining(roomOf(old));
      await closed(socket);
    };
    for (let n = 1; n <= 2; n += 1) await comesBack();
    expect(roomOf(await stage().mediaOf(host))).toBe(roomOf(before));
    expect(sockets.map(({ readyState }) => readyState)).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    await comesBack();
    await vi.waitFor(async () => {
      const after = roomOf(await stage().mediaOf(host));
      expect(after).not.toBe(roomOf(before));
      // It is there before anybody comes.
      expect(await roomsOf(after)).toBe(1);
    }, patience);
    await Promise.all(sockets.map(closed));
    for (const person of [host, guest]) {
      const socket = await stage().connect(await stage().mediaOf(person));
      expect(socket.readyState).toBe(WebSocket.OPEN);
    }
    await comesBack();
    await vi.waitFor(async () => expect(await roomsOf(roomOf(old))).toBe(0), patience);
  });

  it('makes its rooms anew after a crash, and keeps muted whom a host had muted', async () => {
    const { host, third } = await stage().three();
    const media = await stage().mediaOf(third);
    const hers = await stage().mediaOf(host);
    const [one, other] = [await stage().connect(media), await stage().connect(hers)];
    await host.post(`participants/${third.uuid}/mute`);
    await stage().livekit.kill();
    await Promise.all([closed(one), closed(other)]);
    await stage().livekit.start();
    const name = roomOf(media);
    await vi.waitFor(async () => expect(await roomsOf(name)).toBe(1), {
      ...patience,
      timeout: 40_000,
    });
    // With the token from before it was muted.
    for (const again of [media, hers]) await stage().connect(again);
    await stage().tellOfJoining(name);
    const mayTalk = async ({ uuid }: { readonly uuid: string }) => {
      const { permission } = await service().getParticipant(name, uuid);
      return permission?.canPublishSources.includes(TrackSource.MICROPHONE);
    };
    await vi.waitFor(async () => expect(await mayTalk(third)).toBe(false), patience);
    expect(await mayTalk(host)).toBe(true);
  }, 90_000);
});
