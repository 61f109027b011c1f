import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as z from 'zod';
import { anyFreePort } from '@/scripts/ports.mjs';
import { startLiveKit, type LiveKitServer } from '@/tests/support/livekit/server';
import { OutsideClient, type Proof } from '@/tests/support/outside/client';
import type { Participant } from '@/tests/support/outside/participant';
import { startTestServer, type TestServer } from '@/tests/support/server';

const liveKitMedia = z.object({ mode: z.literal('livekit'), url: z.string(), token: z.string() });
const answered = z.object({ result: z.object({ media: liveKitMedia }) });

const able = { direct_media: true, answer_by_event: true, max_peers: 1 } as const;
const wishes = { ...able, engines: ['direct', 'livekit'] };

/** Longest wait for something that is not to be measured, ms. */
const patience = { timeout: 25_000, interval: 50 };

describe('With the real LiveKit', () => {
  let livekit: LiveKitServer;
  let server: TestServer;
  let client: OutsideClient;
  const open: WebSocket[] = [];

  beforeAll(async () => {
    const port = await anyFreePort('127.0.0.1');
    livekit = await startLiveKit({ webhook: `http://127.0.0.1:${port}/api/livekit/webhook` });
    server = await startTestServer({
      database: 'sqlite',
      settings: { PORT: String(port), ...livekit.settings },
    });
    client = new OutsideClient(server.url);
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    await livekit.stop();
  });

  afterEach(() => {
    for (const socket of open.splice(0)) socket.terminate();
  });

  const proofOf = (who: 'alice' | 'bob' | 'carol'): Proof => ({
    credentials: server.accounts[who],
  });

  async function meeting(): Promise<string> {
    const cookie = await client.signInForCookie(server.accounts.alice);
    return (await client.createMeeting(cookie, {})).address;
  }

  const joins = (address: string, who: 'alice' | 'bob' | 'carol'): Promise<Participant> =>
    client.join(address, proofOf(who), wishes);

  /** Connects as LiveKit's client does, as far as its first answer; rejected where it refuses. */
  async function connect(url: string, token: string): Promise<WebSocket> {
    const query = new URLSearchParams({ access_token: token, auto_subscribe: '1', protocol: '15' });
    const socket = new WebSocket(`${url}/rtc?${query.toString()}`);
    open.push(socket);
    await once(socket, 'message');
    return socket;
  }

  const closed = (socket: WebSocket) =>
    vi.waitFor(() => expect(socket.readyState).toBe(WebSocket.CLOSED), patience);

  /** What a participant may use of LiveKit now. */
  async function mediaOf(person: Participant): Promise<z.infer<typeof liveKitMedia>> {
    return answered.parse((await person.post('refresh_session')).body).result.media;
  }

  async function three() {
    const address = await meeting();
    const host = await joins(address, 'alice');
    const guest = await joins(address, 'bob');
    const third = await vi.waitFor(() => joins(address, 'carol'), patience);
    return { address, host, guest, third };
  }

  it('lets in who has a token of Ringway, and nobody by another key', async () => {
    const { third, host } = await three();
    const { url, token } = await mediaOf(third);
    expect((await connect(url, token)).readyState).toBe(WebSocket.OPEN);
    const forged = new AccessToken(livekit.apiKey, 'another secret of the same length, at least', {
      identity: host.uuid,
    });
    forged.addGrant({ roomJoin: true, room: 'any' });
    await expect(connect(url, await forged.toJwt())).rejects.toThrow('401');
  });

  it('disconnects whoever a host removes, and everybody when it ends', async () => {
    const { host, guest, third } = await three();
    const [hers, his, its] = await Promise.all(
      [host, guest, third].map(async (person) => {
        const { url, token } = await mediaOf(person);
        return connect(url, token);
      }),
    );
    if (!hers || !his || !its) throw new Error('three are connected');
    await host.post(`participants/${third.uuid}/disconnect`);
    await closed(its);
    expect([hers.readyState, his.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
    await host.post('disconnect');
    await Promise.all([closed(hers), closed(his)]);
  });

  it('ends a room again that an old token opened after the call', async () => {
    const { host, third } = await three();
    const { url, token } = await mediaOf(third);
    await host.post('disconnect');
    // The token is good for a minute; LiveKit opens the room for it and says so by its webhook.
    const socket = await connect(url, token);
    await closed(socket);
  });

  it('believes a webhook only with the key’s signature over what it says; a repeat does no harm', async () => {
    const { third } = await three();
    const { url, token } = await mediaOf(third);
    const socket = await connect(url, token);
    const room = z
      .object({ video: z.object({ room: z.string() }) })
      .parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).video.room;
    const body = JSON.stringify({ event: 'room_started', room: { name: room } });
    const signed = async (text: string, secret = livekit.apiSecret) => {
      const word = new AccessToken(livekit.apiKey, secret);
      word.sha256 = createHash('sha256').update(text).digest('base64');
      return word.toJwt();
    };
    const send = (raw: string, authorization?: string) =>
      client.ask('/api/livekit/webhook', {
        method: 'POST',
        raw,
        headers: {
          'content-type': 'application/webhook+json',
          ...(authorization === undefined ? {} : { authorization }),
        },
      });
    expect((await send(body)).status).toBe(401);
    expect((await send(body, await signed(body, 'x'.repeat(40)))).status).toBe(401);
    expect((await send(`${body} `, await signed(body))).status).toBe(401);
    const right = await signed(body);
    expect((await send(body, right)).status).toBe(200);
    expect((await send(body, right)).status).toBe(200);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it('keeps a call of two while it is down, says why nobody more can join, and takes more once it is back', async () => {
    const address = await meeting();
    const host = await joins(address, 'alice');
    await joins(address, 'bob');
    await livekit.kill();
    const refusal = await vi.waitFor(async () => {
      const answer = await client.newSession(address, proofOf('carol'), wishes);
      expect(answer.status).toBe(503);
      return answer;
    }, patience);
    expect(refusal.body).toMatchObject({ status: 'failed', reason: 'unavailable' });
    expect((await host.get('participants')).status).toBe(200);
    await livekit.start();
    const third = await vi.waitFor(() => joins(address, 'carol'), patience);
    const { url, token } = await mediaOf(third);
    expect((await connect(url, token)).readyState).toBe(WebSocket.OPEN);
  });
});
