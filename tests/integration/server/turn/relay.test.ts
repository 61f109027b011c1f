import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OutsideClient } from '@/tests/support/outside/client';
import { refreshed, resultOf } from '@/tests/support/outside/shapes';
import { startTestServer, type TestServer } from '@/tests/support/server';
import { attributes } from '@/tests/support/turn/message';
import { TurnClient, type TurnAnswer, type TurnCredentials } from '@/tests/support/turn/client';
import { shipped, startCoturn, type Coturn } from '@/tests/support/turn/coturn';
import type { Transport } from '@/tests/support/turn/transport';

const secret = '5d41402abc4b2a76b9719d911017c592';

/** What coturn's credentials are made of, by whoever has a secret. */
function sign(id: string, seconds: number, key = secret): TurnCredentials {
  const username = `${Math.floor(Date.now() / 1_000) + seconds}:${id}`;
  return { username, credential: createHmac('sha1', key).update(username).digest('base64') };
}

const codeOf = (answer: TurnAnswer): number | 'granted' => (answer.ok ? 'granted' : answer.code);

/** Refusals of RFC 8489 (14.8) and RFC 8656 (19). */
const unauthorized = 401;
const forbidden = 403;
const familyMismatch = 443;
const quotaReached = 486;
const unsupportedTransport = 442;

/** `user-quota` of the shipped configuration. */
const quota = Number(/^user-quota=(\d+)$/m.exec(readFileSync(shipped, 'utf8'))?.[1]);

/** Where nothing is relayed to (deploy/coturn/turnserver.conf says why), first and last of each range. */
const deniedPeers = {
  4: [
    ...['127.0.0.1', '127.255.255.255', '0.0.0.0', '0.255.255.255'],
    ...['10.0.0.0', '10.1.2.3', '10.255.255.255'],
    ...['172.16.0.0', '172.31.255.255', '192.168.0.0', '192.168.255.255'],
    ...['169.254.169.254', '169.254.0.0', '169.254.255.255'],
    ...['100.64.0.0', '100.100.100.200', '100.127.255.255', '192.0.0.192'],
    ...['192.88.99.1', '198.18.0.0', '198.19.255.255'],
    ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ],
  6: [
    ...[
      '::1',
      '::',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:169.254.169.254',
      '::127.0.0.1',
    ],
    ...['64:ff9b::127.0.0.1', '64:ff9b:1::127.0.0.1', '2002:7f00:1::1', '2001:0:1::1', '100::1'],
    ...['fc00::', 'fd00:ec2::254', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ...['fe80::1', 'febf:ffff::1', 'fec0::1', 'ff02::1', 'ff0e::1'],
  ],
} as const;

/** Neighbours of those ranges, and documentation's addresses: permitted, and nothing is sent to them. */
const permittedPeers = {
  4: [
    ...['203.0.113.7', '1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0'],
    ...['126.255.255.255', '128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255'],
    ...['172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '223.255.255.255'],
  ],
  6: ['2001:db8::7', '2001:1::1', '2003::1', '101::1', '2606::1', 'fbff::1'],
} as const;

describe('The relay, as it is shipped', () => {
  let relay: Coturn;
  let server: TestServer;
  const clients: Record<Transport, TurnClient[]> = { udp: [], tcp: [], tls: [] };

  beforeAll(async () => {
    relay = await startCoturn({ secret });
    const settings = { TURN_URLS: relay.urls, TURN_SECRET: secret };
    server = await startTestServer({ database: 'sqlite', settings });
  });
  afterEach(() => {
    for (const client of [...clients.tcp.splice(0), ...clients.tls.splice(0)]) client.close();
  });
  afterAll(async () => {
    // Only now: the relay remembers what a UDP port had, and a closed one may be given to the next client.
    for (const client of clients.udp) client.close();
    await server.stop();
    await relay.stop();
  });

  const open = async (transport: Transport, credentials: TurnCredentials) => {
    const client = await TurnClient.open(relay, transport, credentials);
    clients[transport].push(client);
    return client;
  };

  /** Alice calls Bob and renews what she was given. */
  async function given(): Promise<{ urls: readonly string[] } & TurnCredentials> {
    const client = new OutsideClient(server.url);
    const { alice, bob } = server.accounts;
    const [hers, his] = [await client.device(alice), await client.device(bob)];
    const call = await hers.call(bob.userName);
    const { media } = resultOf(await call.refresh(), refreshed);
    await call.leave();
    for (const device of [hers, his]) device.cut();
    const [found] = media?.mode === 'direct' ? media.iceServers : [];
    if (!found?.username || !found.credential) throw new Error('no relay was given');
    return { urls: [found.urls].flat(), username: found.username, credential: found.credential };
  }

  it.each(['udp', 'tcp', 'tls'] as const)(
    'takes a participant’s credentials over %s',
    async (by) => {
      const { urls, ...credentials } = await given();
      expect(urls).toEqual(relay.urls.split(','));
      const client = await open(by, credentials);
      const answer = await client.allocate();
      if (!answer.ok) throw new Error(`refused with ${answer.code}`);
      const { ip, port } = TurnClient.relayedAddress(answer.message);
      expect(ip).toBe('127.0.0.1');
      expect(port).toBeGreaterThanOrEqual(49_152);
      expect(answer.message.attributes.has(attributes.software)).toBe(false);
      expect(codeOf(await client.refresh(0))).toBe('granted');
    },
  );

  it('refuses credentials that are over, forged, changed or of another secret', async () => {
    const good = sign('17', 60);
    const later = `${Number.parseInt(good.username) + 3_600}:17`;
    const wrong: Record<string, TurnCredentials> = {
      over: sign('17', -1),
      'of another secret': sign('17', 60, 'another secret of 32 characters.'),
      'made longer': { ...good, username: later },
      'of another account': { ...good, username: good.username.replace(':17', ':18') },
      'without a time': { username: '17', credential: good.credential },
      empty: { username: '', credential: '' },
    };
    for (const [name, credentials] of Object.entries(wrong)) {
      const client = await open('udp', credentials);
      expect([name, codeOf(await client.allocate())]).toEqual([name, unauthorized]);
    }
    expect(codeOf(await (await open('udp', good)).allocate())).toBe('granted');
  });

  it('keeps what was allocated when the credentials run out: calls outlast an hour', async () => {
    const short = sign('18', 2);
    const client = await open('udp', short);
    expect(codeOf(await client.allocate())).toBe('granted');
    const isOver = async () => {
      const late = await open('udp', short);
      return codeOf(await late.allocate()) === unauthorized;
    };
    await expect.poll(isOver, { timeout: 10_000, interval: 500 }).toBe(true);
    expect(codeOf(await client.refresh(600))).toBe('granted');
  });

  it.each([4, 6] as const)('relays to public addresses of IPv%d alone', async (family) => {
    const client = await open('tcp', sign(`peers${family}`, 60));
    expect(codeOf(await client.allocate({ family }))).toBe('granted');
    for (const ip of deniedPeers[family]) {
      expect([ip, codeOf(await client.permit(ip))]).toEqual([ip, forbidden]);
      expect([ip, codeOf(await client.bindChannel(ip))]).toEqual([ip, forbidden]);
    }
    for (const ip of permittedPeers[family]) {
      expect([ip, codeOf(await client.permit(ip))]).toEqual([ip, 'granted']);
    }
  });

  it('relays neither from one family to the other, nor over TCP', async () => {
    const client = await open('udp', sign('kinds', 60));
    expect(codeOf(await client.allocate({ protocol: 'tcp' }))).toBe(unsupportedTransport);
    expect(codeOf(await client.allocate())).toBe('granted');
    for (const ip of ['::1', '::ffff:127.0.0.1']) {
      expect([familyMismatch, forbidden]).toContain(codeOf(await client.permit(ip)));
    }
  });

  it('gives one account its quota, whatever its credentials, and others theirs', async () => {
    const first = await open('udp', sign('19', 60));
    expect(codeOf(await first.allocate())).toBe('granted');
    for (let count = 1; count < quota; count += 1) {
      const client = await open('udp', sign('19', 60 + count));
      expect([count, codeOf(await client.allocate())]).toEqual([count, 'granted']);
    }
    const more = await open('udp', sign('19', 600));
    expect(codeOf(await more.allocate())).toBe(quotaReached);
    expect(codeOf(await (await open('udp', sign('20', 60))).allocate())).toBe('granted');
    expect(codeOf(await first.refresh(0))).toBe('granted');
    // It counts until the relay has tidied up.
    const again = async () => codeOf(await (await open('udp', sign('19', 601))).allocate());
    await expect.poll(again, { timeout: 10_000, interval: 200 }).toBe('granted');
  });

  it('logs no secret and no credential', async () => {
    const { credential } = await given();
    expect(relay.log()).toContain('calls.example.com');
    expect(relay.log()).not.toContain(secret);
    expect(relay.log()).not.toContain(credential);
  });
});
