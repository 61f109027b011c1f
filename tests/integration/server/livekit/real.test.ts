import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { newsType } from '@/tests/support/livekit/news';
import { able, closed, patience, roomOf, useLiveKit } from './stage';

describe('With the real LiveKit', () => {
  const stage = useLiveKit();

  it('lets in who has a token of Ringway, and nobody by another key', async () => {
    const { third, host } = await stage().three();
    const media = await stage().mediaOf(third);
    expect((await stage().connect(media)).readyState).toBe(WebSocket.OPEN);
    const { apiKey } = stage().livekit;
    const forged = new AccessToken(apiKey, 'another secret of the same length, at least', {
      identity: host.uuid,
    });
    forged.addGrant({ roomJoin: true, room: 'any' });
    const { url } = media;
    await expect(stage().connect({ url, token: await forged.toJwt() })).rejects.toThrow('401');
  });

  it('disconnects whoever a host removes, and everybody when it ends', async () => {
    const { host, guest, third } = await stage().three();
    const [hers, his, its] = await Promise.all(
      [host, guest, third].map(async (person) => stage().connect(await stage().mediaOf(person))),
    );
    if (!hers || !his || !its) throw new Error('three are connected');
    await host.post(`participants/${third.uuid}/disconnect`);
    await closed(its);
    expect([hers.readyState, his.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    await host.post('disconnect');
    await Promise.all([closed(hers), closed(his)]);
  });

  it('ends a room again that an old token opened after the call', async () => {
    const { host, third } = await stage().three();
    const media = await stage().mediaOf(third);
    await host.post('disconnect');
    // The token is good for a minute; LiveKit opens the room for it and says so by its webhook.
    await closed(await stage().connect(media));
  });

  it('believes a webhook only with the key’s signature over what it says; a repeat does no harm', async () => {
    const { third } = await stage().three();
    const media = await stage().mediaOf(third);
    const socket = await stage().connect(media);
    const news = JSON.stringify({ event: 'room_started', room: { name: roomOf(media) } });
    const unsigned = { method: 'POST', raw: news, headers: { 'content-type': newsType } };
    expect((await stage().client.ask('/api/livekit/webhook', unsigned)).status).toBe(401);
    expect((await stage().tell(news, { secret: 'x'.repeat(40) })).status).toBe(401);
    expect((await stage().tell(`${news} `, { over: news })).status).toBe(401);
    for (let n = 1; n <= 2; n += 1) expect((await stage().tell(news)).status).toBe(200);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('keeps a call of two while it is down, says why nobody more can join, and takes more once it is back', async () => {
    const { livekit, client } = stage();
    const address = await stage().meeting();
    const host = await stage().joins(address, 'alice');
    await stage().joins(address, 'bob');
    await livekit.kill();
    const refusal = await vi.waitFor(async () => {
      const answer = await client.newSession(address, stage().proofOf('carol'), able);
      expect(answer.status).toBe(503);
      return answer;
    }, patience);
    expect(refusal.body).toMatchObject({ status: 'failed', reason: 'unavailable' });
    expect((await host.get('participants')).status).toBe(200);
    await livekit.start();
    const third = await vi.waitFor(() => stage().joins(address, 'carol'), patience);
    const socket = await stage().connect(await stage().mediaOf(third));
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });
});
