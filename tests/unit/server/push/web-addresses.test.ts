import { once } from 'node:events';
import https from 'node:https';
import { describe, expect, it, vi } from 'vitest';
import {
  AddressNotPublic,
  isPublicAddress,
  publicLookup,
} from '@/lib/server/push/web-push/addresses';
import { isAcceptableEndpoint } from '@/lib/server/push/web-push/endpoint';

const privateAddresses = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.7',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.9',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:a9fe:a9fe',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::1',
  '100::1',
  '2001:db8::1',
  '2001::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'not an address',
  '',
];

const publicAddresses = [
  '1.1.1.1',
  '17.188.143.66',
  '100.63.255.255',
  '100.128.0.1',
  '172.32.0.1',
  '142.250.185.10',
  '223.255.255.255',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2600:1901:0:b4f::',
  '2a00:1450:4001:81b::200a',
  '2403:300:a42:1::1',
];

describe('a public address', () => {
  it.each(privateAddresses)('is not %j', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(publicAddresses)('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('an endpoint', () => {
  it.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://web.push.apple.com/QGu',
    'https://updates.push.services.mozilla.com/wpush/v2/x',
    'https://1.1.1.1/push',
    'https://[2600:1901:0:b4f::]:8443/push',
  ])('may be %s', (endpoint) => {
    expect(isAcceptableEndpoint(endpoint, [])).toBe(true);
  });

  it.each([
    'http://fcm.googleapis.com/fcm/send/abc',
    'ftp://fcm.googleapis.com/x',
    'https://127.0.0.1/x',
    'https://127.1/x',
    'https://2130706433/x',
    'https://0x7f.0.0.1/x',
    'https://0177.0.0.1/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[::ffff:a9fe:a9fe]/x',
    'https://[fd00:ec2::254]/x',
    'https://localhost/x',
    'https://push.localhost/x',
    'https://printer.local/x',
    'https://metadata.google.internal/x',
    'https://metadata.google.internal./x',
    'https://router/x',
    'https://someone:secret@push.example.com/x',
    'javascript:alert(1)',
    'no URL',
    '',
  ])('must not be %s', (endpoint) => {
    expect(isAcceptableEndpoint(endpoint, [])).toBe(false);
  });

  it('may be of a test host, by http too, and of no other port', () => {
    const testHosts = ['localhost:4100', '127.0.0.1:80', '[::1]:4100'];
    const acceptable = (endpoint: string) => isAcceptableEndpoint(endpoint, testHosts);
    expect(acceptable('http://localhost:4100/push/x')).toBe(true);
    expect(acceptable('https://localhost:4100/push/x')).toBe(true);
    expect(acceptable('http://127.0.0.1/push/x')).toBe(true);
    expect(acceptable('http://[::1]:4100/push/x')).toBe(true);
    expect(acceptable('http://localhost:4101/push/x')).toBe(false);
    expect(acceptable('https://127.0.0.1/push/x')).toBe(false);
  });
});

describe('the look-up of an agent', () => {
  const lookUp = publicLookup((name) =>
    Promise.resolve(
      name === 'mixed' ? ['10.0.0.1', '1.1.1.1', '2600:1901:0:b4f::', '::1'] : ['::ffff:10.0.0.1'],
    ),
  );

  it('gives the public addresses alone', () => {
    return new Promise<void>((resolve) => {
      lookUp('mixed', { all: true }, (error, addresses) => {
        expect(error).toBeNull();
        expect(addresses).toEqual([
          { address: '1.1.1.1', family: 4 },
          { address: '2600:1901:0:b4f::', family: 6 },
        ]);
        resolve();
      });
    });
  });

  it('gives one where one is asked for, and fails where there is none', async () => {
    const told = vi.fn();
    lookUp('mixed', {}, told);
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith(null, '1.1.1.1', 4));
    lookUp('private', {}, told);
    await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith(expect.any(AddressNotPublic), ''));
  });

  it('keeps the agent from connecting', async () => {
    const agent = new https.Agent({ lookup: lookUp });
    const request = https.request('https://push.example.com/', { agent }).end();
    const [error] = (await once(request, 'error')) as unknown[];
    expect(error).toBeInstanceOf(AddressNotPublic);
    agent.destroy();
  });
});
