import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appKeyOf } from '@/lib/platform/device-id';
import { readSettings, SettingsError } from '@/lib/server/settings';

const mistakesOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
  return [];
};

describe('the settings', () => {
  it('have a meaning when nothing is set, or set to nothing', () => {
    for (const environment of [{}, { PORT: '', ORIGIN: '', DATABASE_URL: '', DEMO: '' }]) {
      expect(readSettings(environment)).toMatchObject({
        port: 3000,
        host: '127.0.0.1',
        origin: 'http://localhost:3000',
        originAliases: [],
        domain: 'localhost',
        databaseUrl: null,
        ringSeconds: 45,
        trustedProxies: [],
        stunUrls: [],
        appKeys: [],
        cloud: 'public',
        anonymousCallers: false,
        openOrganisations: false,
        meshSize: 4,
        logLevel: 'info',
        demo: false,
      });
    }
  });

  it('are read from their variables', () => {
    const settings = readSettings({
      PORT: '8443',
      ORIGIN: 'https://Calls.Example.com/',
      ORIGIN_ALIASES: 'https://a.example, http://b.example:81',
      DOMAIN: 'Example.COM',
      DATABASE_URL: 'postgres://ringway@localhost/ringway',
      RING_SECONDS: '30',
      TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      STUN_URLS: 'stun:stun.example.com:3478',
      OPEN_ORGANISATIONS: 'true',
    });
    expect(settings).toMatchObject({
      origin: 'https://calls.example.com',
      originAliases: ['https://a.example', 'http://b.example:81'],
      domain: 'example.com',
      ringSeconds: 30,
      trustedProxies: ['10.0.0.0/8', '::1'],
      stunUrls: ['stun:stun.example.com:3478'],
      openOrganisations: true,
    });
  });

  it('take the domain from the origin, and know the loopback origins of a demo', () => {
    expect(readSettings({ ORIGIN: 'https://calls.example.com' }).domain).toBe('calls.example.com');
    expect(readSettings({ DEMO: 'true', PORT: '4000' }).originAliases).toEqual([
      'http://localhost:4000',
      'http://127.0.0.1:4000',
      'http://carol.localhost:4000',
    ]);
  });

  it('tell all mistakes at once, each with what is expected, and repeat no value', () => {
    const environment = {
      PORT: '70000',
      ORIGIN: 'https://calls.example.com/app',
      ORIGIN_ALIASES: 'ftp://x',
      DOMAIN: 'a b',
      DATABASE_URL: 'mysql://user:s3cret@host/db',
      RING_SECONDS: '61',
      TRUSTED_PROXIES: '10.0.0.0/64',
      STUN_URLS: 'http://x',
      APP_KEYS: '{s3cret',
      CLOUD: 'private',
      ANONYMOUS_CALLERS: 'yes',
      MESH_SIZE: '5',
      LOG_LEVEL: 'loud',
      DEMO: '1',
    };
    const mistakes = mistakesOf(environment);
    const named = new Set(mistakes.map((mistake) => mistake.split(/[:[]/, 1)[0]));
    expect(named).toEqual(new Set(Object.keys(environment)));
    for (const mistake of mistakes) expect(mistake).toMatch(/expected|must be/);
    expect(mistakes.join()).not.toContain('s3cret');
  });

  it('name app keys by certificate or by AppKey, in the variable or a file', () => {
    const list = [
      { provider: 'apns', certificateName: 'apns_exampleTest' },
      { provider: 'jpush', certificateName: '证书' },
      { provider: 'jpush', appKey: 'a1b2c3' },
    ];
    const keys = ['f5ad572e03744f0241d926d97a47fbdf', appKeyOf('证书'), 'a1b2c3'];
    expect(readSettings({ APP_KEYS: JSON.stringify(list) }).appKeys.map(({ key }) => key)).toEqual(
      keys,
    );
    const folder = mkdtempSync(join(tmpdir(), 'ringway-settings-'));
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify(list));
    expect(readSettings({ APP_KEYS: `@${file}` }).appKeys).toHaveLength(3);
    rmSync(folder, { recursive: true });
    expect(mistakesOf({ APP_KEYS: `@${file}` })).toHaveLength(1);
    const mistakes = mistakesOf({ APP_KEYS: '[{"provider": "apns", "appKey": "x"}]' });
    expect(mistakes.join()).toContain('APP_KEYS[0]');
  });

  it('count the certificate that the shim is told of as an app key', () => {
    const [appKey] = readSettings({ VOIP_CERTIFICATE_NAME: 'apns_exampleTest' }).appKeys;
    expect(appKey).toEqual({
      key: 'f5ad572e03744f0241d926d97a47fbdf',
      provider: 'apns',
      certificateName: 'apns_exampleTest',
      credentials: null,
    });
  });
});
