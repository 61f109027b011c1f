import { describe, expect, it } from 'vitest';
import { failureSchema } from '@/lib/platform/envelope';
import { limits, networkOf } from '@/lib/server/http/limits';
import { origin, useEdge } from './edge';

const host = new URL(origin).host;

describe('Limits', () => {
  const edge = useEdge({ settings: { TRUSTED_PROXIES: '192.0.2.1' } });

  const redeem = (remoteAddress: string, more: Record<string, string> = {}) =>
    edge().app.inject({
      method: 'POST',
      url: '/api/invitation',
      remoteAddress,
      headers: { host, origin, ...more },
      payload: { secret: 'guessed', password: 'long enough for anybody' },
    });

  it('slow whoever guesses links, by network, and say until when', async () => {
    for (let guess = 0; guess < limits.secretsPerMinute; guess += 1) {
      expect((await redeem('203.0.113.5')).statusCode).not.toBe(429);
    }
    const refused = await redeem('203.0.113.5');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(failureSchema.parse(refused.json()).reason).toBe('too_many');
    expect((await redeem('203.0.113.6')).statusCode).not.toBe(429);
  });

  it('count the client behind a proxy that is trusted, and no other', async () => {
    for (let guess = 0; guess < limits.secretsPerMinute; guess += 1) {
      await redeem('192.0.2.1', { 'x-forwarded-for': '203.0.113.20' });
      await redeem('203.0.113.21', { 'x-forwarded-for': `198.51.100.${guess}` });
    }
    const statusOf = async (address: string, forwarded: string) =>
      (await redeem(address, { 'x-forwarded-for': forwarded })).statusCode;
    expect(await statusOf('192.0.2.1', '203.0.113.20')).toBe(429);
    expect(await statusOf('192.0.2.1', '203.0.113.99')).not.toBe(429);
    expect(await statusOf('203.0.113.21', '203.0.113.98')).toBe(429);
  });

  it('do not count this machine itself', async () => {
    for (let guess = 0; guess <= limits.secretsPerMinute; guess += 1) {
      expect((await redeem('127.0.0.1')).statusCode).not.toBe(429);
    }
  });
});

describe('A server without a proxy before it', () => {
  const edge = useEdge();

  it('lets nobody choose by which address limits count, nor which one is logged', async () => {
    const guess = (claimed: string) =>
      edge().app.inject({
        method: 'POST',
        url: '/api/invitation',
        remoteAddress: '203.0.113.30',
        headers: {
          ...{ host, origin, 'x-forwarded-for': claimed, 'x-real-ip': claimed },
          ...{ forwarded: `for=${claimed}`, 'x-forwarded-host': 'evil.test' },
        },
        payload: { secret: 'guessed', password: 'long enough for anybody' },
      });
    for (let count = 0; count < limits.secretsPerMinute; count += 1) {
      expect((await guess(`198.51.100.${count}`)).statusCode).not.toBe(429);
    }
    expect((await guess('198.51.100.99')).statusCode).toBe(429);
    // Nor can somebody else be made to pay for it.
    const other = {
      url: '/api/invitation',
      remoteAddress: '198.51.100.1',
      method: 'POST',
    } as const;
    const payload = { secret: 'guessed', password: 'long enough for anybody' };
    const theirs = await edge().app.inject({ ...other, headers: { host, origin }, payload });
    expect(theirs.statusCode).not.toBe(429);
    expect(edge().log()).toContain('"client":"203.0.113.30"');
    expect(edge().log()).not.toMatch(/198\.51\.100\.99|evil\.test/);
  });
});

describe('A network', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
