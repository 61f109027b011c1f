import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '@/lib/server/settings';
import { makeKeyPair } from '@/tests/support/push/apns/keys';

const { privateKey } = makeKeyPair();

const apns = {
  provider: 'apns',
  certificateName: 'apns_exampleTest',
  team: 'ABCDE12345',
  keyId: 'KEY1234567',
  key: privateKey,
  topic: 'com.example.ringway',
};

function mistakesOf(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
  }
  return [];
}

const appKeyOf = (entry: unknown) => readSettings({ APP_KEYS: JSON.stringify([entry]) }).appKeys[0];

describe('the settings of pushes', () => {
  it('name APNs credentials by app key, whose hash is the certificate name’s', () => {
    expect(appKeyOf(apns)).toEqual({
      key: 'f5ad572e03744f0241d926d97a47fbdf',
      provider: 'apns',
      certificateName: 'apns_exampleTest',
      credentials: {
        team: 'ABCDE12345',
        keyId: 'KEY1234567',
        privateKey,
        topic: 'com.example.ringway.voip',
        environment: 'production',
      },
    });
    const sandbox = { ...apns, topic: 'com.example.ringway.voip', environment: 'sandbox' };
    expect(appKeyOf(sandbox)?.credentials).toMatchObject({
      topic: 'com.example.ringway.voip',
      environment: 'sandbox',
    });
  });

  it('take secrets from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringway-keys-'));
    const file = join(folder, 'AuthKey.p8');
    writeFileSync(file, `${privateKey}\n`);
    expect(appKeyOf({ ...apns, key: `@${file}` })?.credentials).toMatchObject({
      privateKey: privateKey.trim(),
    });
    writeFileSync(file, 'master\n');
    const jpush = { provider: 'jpush', appKey: 'a1', masterSecret: `@${file}` };
    expect(appKeyOf(jpush)?.credentials).toMatchObject({ appKey: 'a1', masterSecret: 'master' });
    rmSync(folder, { recursive: true });
    expect(mistakesOf({ APP_KEYS: JSON.stringify([{ ...apns, key: `@${file}` }]) })).toHaveLength(
      1,
    );
  });

  it('know a JPush app by a certificate’s name where devices register with that', () => {
    const jpush = {
      provider: 'jpush',
      certificateName: 'apns_exampleTest',
      appKey: 'a1',
      masterSecret: 's',
    };
    expect(appKeyOf(jpush)).toMatchObject({
      key: 'f5ad572e03744f0241d926d97a47fbdf',
      credentials: { appKey: 'a1' },
    });
  });

  it.each([
    ['a key that is none', { ...apns, key: 'no key' }, '[0]["key"]: expected the content'],
    ['a key of another curve', { ...apns, key: generateP384() }, '[0]["key"]: expected'],
    ['a team that is none', { ...apns, team: 'x' }, '[0]["team"]: expected ten letters'],
    ['half of the credentials', { ...apns, keyId: undefined }, '[0]: expected team, keyId, key'],
    ['a member that nobody knows', { ...apns, sandbox: true }, 'expected nothing but provider'],
    ['another provider', { ...apns, provider: 'fcm' }, 'expected provider apns or jpush'],
    ['a secret without its AppKey', { provider: 'jpush', masterSecret: 's' }, 'expected appKey'],
  ])('refuse %s at start, without repeating it', (_, entry, words) => {
    const mistakes = mistakesOf({ APP_KEYS: JSON.stringify([entry]) });
    expect(mistakes.join('\n')).toContain('APP_KEYS');
    expect(mistakes.join('\n')).toContain(words);
    expect(mistakes.join()).not.toContain('PRIVATE KEY');
  });

  it.each([
    ['one certificate for two environments', [apns, { ...apns, environment: 'sandbox' }]],
    [
      'one certificate at two providers',
      [apns, { provider: 'jpush', certificateName: apns.certificateName, appKey: 'a1' }],
    ],
    [
      'one AppKey twice',
      [
        { provider: 'jpush', appKey: 'a1' },
        { provider: 'jpush', appKey: 'a1' },
      ],
    ],
  ])('refuse %s: nobody could say which rings a device', (_, list) => {
    const [mistake = '', ...more] = mistakesOf({ APP_KEYS: JSON.stringify(list) });
    expect(more).toEqual([]);
    expect(mistake).toContain('once');
    expect(mistake).not.toContain('PRIVATE KEY');
  });

  it.each([
    'mailto:x@localhost',
    'mailto:nobody',
    'mailto:a@b.local',
    'operator@example.com',
    'http://example.com',
    'https://localhost',
  ])('refuse the contact %s, as push services would', (contact) => {
    expect(mistakesOf({ PUSH_CONTACT: contact })).toHaveLength(1);
  });

  it.each(['mailto:operator@example.com', 'https://example.com/contact'])(
    'take the contact %s',
    (contact) => {
      expect(readSettings({ PUSH_CONTACT: contact }).push.contact).toBe(contact);
    },
  );

  it('open private push hosts on this machine and in the demo alone', () => {
    const hosts = { PUSH_TEST_HOSTS: '127.0.0.1:8443, localhost:1' };
    expect(readSettings(hosts).push.testHosts).toEqual(['127.0.0.1:8443', 'localhost:1']);
    expect(mistakesOf({ ...hosts, ORIGIN: 'https://calls.example.com' })).toHaveLength(1);
    const demo = { ...hosts, ORIGIN: 'https://calls.example.com', DEMO: 'true' };
    expect(readSettings(demo).push.testHosts).toHaveLength(2);
  });

  it('reach Apple’s and JPush’s real hosts unless told otherwise', () => {
    expect(readSettings({}).push).toMatchObject({
      apnsUrls: {
        production: 'https://api.push.apple.com',
        sandbox: 'https://api.sandbox.push.apple.com',
      },
      jpushUrl: 'https://api.jpush.cn',
      contact: null,
      testHosts: [],
    });
  });
});

function generateP384(): string {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-384',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
}
