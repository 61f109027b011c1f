import { once } from 'node:events';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allocate } from '@/lib/server/turn/allocate';
import { anyFreePort } from '@/scripts/ports.mjs';
import { startFront } from '../../support/deploy/front';
import { SecureClient } from '../../support/deploy/secure-client';
import { portOf, startShippedLiveKit, type ShippedLiveKit } from '../../support/livekit/shipped';

/** What LiveKit tells a browser of relays: its first message holds these texts as they are. */
function relaysIn(message: Buffer) {
  const text = message.toString('latin1');
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([found]) => found);
  const [username = ''] = all(/\d{10}:PA_\w+/g);
  const [credential = ''] = all(/[A-Za-z\d+/]{27}=/g);
  const urls = all(/turns?:localhost:\d+\?transport=(udp|tcp)/g);
  return { username, credential, urls, stun: all(/stun:[\w.-]+:/g) };
}

describe('LiveKit with the shipped configuration', () => {
  let shipped: ShippedLiveKit;
  beforeAll(async () => {
    shipped = await startShippedLiveKit();
  });
  afterAll(() => shipped.stop());

  /** Where a client of LiveKit opens its WebSocket. */
  async function door(): Promise<string> {
    const token = new AccessToken(shipped.apiKey, shipped.apiSecret, { identity: 'somebody' });
    token.addGrant({ roomJoin: true, room: 'any' });
    return `/rtc?access_token=${await token.toJwt()}&protocol=15`;
  }

  it('gives browsers our relay, with credentials that it takes', async () => {
    const { port, coturn } = shipped;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${await door()}`);
    const [first] = (await once(socket, 'message')) as [Buffer];
    socket.terminate();
    const { username, credential, urls, stun } = relaysIn(first);
    expect(urls).toEqual([
      `turn:localhost:${portOf(coturn.urls, 'turn:')}?transport=udp`,
      `turn:localhost:${portOf(coturn.urls, 'turn:')}?transport=tcp`,
      `turns:localhost:${portOf(coturn.urls, 'turns:')}?transport=tcp`,
    ]);
    // Nobody is sent to a STUN server of somebody else's.
    expect(stun).toEqual(['stun:localhost:']);
    // An hour at most.
    expect(Number(username.split(':')[0]) - Date.now() / 1_000).toBeLessThanOrEqual(3_601);
    const { authority } = coturn;
    const came = await Promise.all(
      urls.map((url) => allocate(url, { username, credential, authority })),
    );
    expect(came.map(({ kind }) => kind)).toEqual(['allocated', 'allocated', 'allocated']);
  });

  it('is reached through HAProxy by WebSockets over HTTP/1.1 and over HTTP/2, which browsers choose between', async () => {
    const itsPort = await anyFreePort('127.0.0.1');
    const front = await startFront({ port: itsPort, ringway: 1, livekit: shipped.port });
    try {
      const path = `/livekit${await door()}`;
      const socket = new WebSocket(`wss://localhost:${itsPort}${path}`, { ca: front.authority });
      const [first] = (await once(socket, 'message')) as [Buffer];
      expect(relaysIn(first).urls).toHaveLength(3);
      socket.terminate();

      const client = new SecureClient(`https://localhost:${itsPort}`, front.authority);
      const session = await client.http2();
      if (!session.remoteSettings.enableConnectProtocol) await once(session, 'remoteSettings');
      // RFC 8441: how a browser opens a WebSocket on a connection of HTTP/2 that it has already.
      const stream = session.request(
        {
          ...{ ':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'https' },
          ...{ ':authority': `localhost:${itsPort}`, ':path': path },
          'sec-websocket-version': '13',
        },
        { endStream: false },
      );
      const [headers] = (await once(stream, 'response')) as [{ ':status': number }];
      expect(headers[':status']).toBe(200);
      const [frame] = (await once(stream, 'data')) as [Buffer];
      expect(relaysIn(frame).urls).toHaveLength(3);
      session.destroy();
      // Neither the token nor anything else of the query stands in its log.
      await expect.poll(() => front.written()).toContain('/livekit/rtc 101');
      expect(front.written()).not.toContain('access_token');
    } finally {
      await front.stop();
    }
  });
});
