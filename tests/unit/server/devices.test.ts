import { describe, expect, it } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import { namesThisServer } from '@/lib/server/accounts/own-host';
import { deviceName } from '@/lib/server/devices/device-name';
import { readRegisteredDevice } from '@/lib/server/devices/registered-device';
import { readSettings } from '@/lib/server/settings';
import vectors from '@/tests/support/vectors.json';

const settings = readSettings({
  APP_KEYS: JSON.stringify([
    { provider: 'apns', certificateName: 'apns_exampleTest' },
    { provider: 'jpush', certificateName: 'jpush_exampleTest' },
    { provider: 'jpush', appKey: 'JPushAppKey' },
  ]),
});

describe('a device that registers', () => {
  it.each(vectors.device_id)('is read from the worked example of $device_type', (example) => {
    const { device_id } = example;
    const reading = readRegisteredDevice(settings, { device_id, device_type: 'ios' });
    expect(reading).toEqual({
      ok: true,
      value: { kind: 'ios', device_id, app_key: appKeyOf(example.certificate_name) },
    });
  });

  it.each(vectors.device_id_refused)('is refused as %s', (device_id) => {
    const reading = readRegisteredDevice(settings, { device_id, device_type: 'ios' });
    expect(reading).toMatchObject({ ok: false, refusal: { reason: 'bad_request' } });
  });

  it('has the token that its provider takes', () => {
    const read = (device_id: string, device_type: 'ios' | 'android') =>
      readRegisteredDevice(settings, { device_id, device_type });
    const jpush = appKeyOf('jpush_exampleTest');
    expect(read(`1507bfd3f7c466c355c__${jpush}`, 'ios')).toMatchObject({ ok: true });
    expect(read('1507bfd3f7c466c355c__JPushAppKey', 'android')).toMatchObject({ ok: true });
    const apns = appKeyOf('apns_exampleTest');
    expect(read(`1507bfd3f7c466c355c__${apns}`, 'ios')).toMatchObject({ ok: false });
    const upper = read(`${'AB'.repeat(32)}__${apns}`, 'ios');
    expect(upper).toMatchObject({ value: { device_id: `${'ab'.repeat(32)}__${apns}` } });
  });

  it('is told the hashes of the certificates, when it names another', () => {
    const device_id = `${'ab'.repeat(32)}__${'0'.repeat(32)}`;
    const reading = readRegisteredDevice(settings, { device_id, device_type: 'ios' });
    const text = reading.ok ? '' : reading.refusal.text;
    expect(text).toContain(appKeyOf('apns_exampleTest'));
    expect(text).toContain(appKeyOf('jpush_exampleTest'));
  });

  it('is its stream when it says nothing', () => {
    expect(readRegisteredDevice(settings, {})).toMatchObject({ value: { device_id: null } });
    expect(readRegisteredDevice(settings, { device_type: 'ios' })).toMatchObject({ ok: false });
  });

  it.each([
    [
      'web',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge, Windows',
    ],
    [
      'web',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605 Version/18.4 Mobile Safari/604',
      'Safari, iPhone',
    ],
    [
      'web',
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Firefox, Linux',
    ],
    ['ios', '', 'iPhone'],
    ['android', 'okhttp/4', 'Android'],
    ['outside', '', 'Ringway'],
  ] as const)('of kind %s gets its first name from %s', (kind, userAgent, name) => {
    expect(deviceName(kind, userAgent)).toBe(name);
  });
});

describe('host and login_url', () => {
  const own = {
    origin: 'https://calls.example.com',
    originAliases: ['http://127.0.0.1:3000'],
    domain: 'example.com',
  };

  it.each([
    'calls.example.com',
    'CALLS.example.com:443',
    'example.com',
    '127.0.0.1',
    'https://calls.example.com/api/v3/app/user/login/verify_user.shtml',
  ])('name this server: %s', (named) => {
    expect(namesThisServer(own, named)).toBe(true);
  });

  it.each([
    'evil.example',
    'calls.example.com.evil.example',
    'https://calls.example.com@evil.example/',
    'https://evil.example/calls.example.com',
    'http://',
    'not a host',
  ])('name another: %s', (named) => {
    expect(namesThisServer(own, named)).toBe(false);
  });
});
