import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { iceServersFor } from '@/lib/server/media/ice-servers';
import { readSettings, SettingsError } from '@/lib/server/settings';

const secret = 'secret-of-the-relay';
const urls = 'turn:calls.example.com:3478?transport=udp';

const mistakesOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.mistakes;
    throw error;
  }
  return [];
};

describe('the settings of TURN', () => {
  it('say that there is no relay when nothing is set', () => {
    expect(readSettings({}).turn).toBeNull();
    expect(readSettings({ TURN_URLS: '', TURN_SECRET: '' }).turn).toBeNull();
  });

  it('name relays over each transport, and their secret', () => {
    const list = [
      'turn:calls.example.com',
      'turn:calls.example.com:3478?transport=udp',
      'turn:192.0.2.1:3478?transport=tcp',
      'turn:[2001:db8::1]:3478',
      'turns:calls.example.com:5349',
      'turns:calls.example.com:443?transport=tcp',
    ];
    const settings = readSettings({ TURN_URLS: list.join(', '), TURN_SECRET: secret });
    expect(settings.turn).toEqual({ urls: list, secret });
  });

  it('take the secret from a file, without the line’s end', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringway-turn-'));
    const file = join(folder, 'secret');
    writeFileSync(file, `${'s'.repeat(32)}\n`);
    const settings = readSettings({ TURN_URLS: urls, TURN_SECRET: `@${file}` });
    expect(settings.turn?.secret).toBe('s'.repeat(32));
    rmSync(folder, { recursive: true });
    expect(mistakesOf({ TURN_URLS: urls, TURN_SECRET: `@${file}` }).join()).toContain(
      'TURN_SECRET: expected',
    );
  });

  it.each([
    'http://calls.example.com',
    'stun:calls.example.com',
    'turn:',
    'turn://calls.example.com',
    'turn:calls.example.com:0',
    'turn:calls.example.com:70000',
    'turn:calls.example.com:3478?transport=sctp',
    'turn:someone@calls.example.com',
    'turn:[2001:db8::zz]:3478',
    'turns:calls.example.com:5349?transport=udp',
  ])('refuse %s', (url) => {
    const mistakes = mistakesOf({ TURN_URLS: url, TURN_SECRET: secret });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(/^TURN_URLS\[0\]: expected URLs such as turn:/);
  });

  it('stand together or not at all, beside every other mistake, and the secret is not repeated', () => {
    expect(mistakesOf({ TURN_URLS: urls })).toEqual([
      'TURN_SECRET: expected the secret that coturn has as static-auth-secret, since TURN_URLS is set',
    ]);
    expect(mistakesOf({ TURN_SECRET: secret })[0]).toMatch(/^TURN_URLS: expected/);
    const mistakes = mistakesOf({
      TURN_SECRET: secret,
      ORIGIN: 'https://calls.example.com',
      PUSH_TEST_HOSTS: 'localhost:1',
    });
    expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual([
      'PUSH_TEST_HOSTS',
      'TURN_URLS',
    ]);
    const short = mistakesOf({ TURN_URLS: urls, TURN_SECRET: 'tooshort', PORT: 'x' });
    expect(short.map((mistake) => mistake.split(':')[0])).toEqual(['PORT', 'TURN_SECRET']);
    expect([...mistakes, ...short].join()).not.toMatch(/secret-of|tooshort/);
  });
});

describe('ICE servers', () => {
  const turn = { urls: ['turn:calls.example.com', 'turns:calls.example.com'], secret };
  const now = Date.UTC(2030, 0, 1) + 999;
  const bob = { account_id: 17, uuid: '6b2f0e0c-0000-4000-8000-000000000000' };

  test('carry credentials of an account, good for an hour', () => {
    // printf '1893459600:17' | openssl dgst -sha1 -hmac 'secret-of-the-relay' -binary | base64
    expect(iceServersFor({ stunUrls: ['stun:calls.example.com'], turn }, bob, now)).toEqual([
      { urls: ['stun:calls.example.com'] },
      { urls: turn.urls, username: '1893459600:17', credential: '6M2fUsPpRghmLDAiz4xIyx05rKE=' },
    ]);
  });

  test('of a guest without an account carry its participant', () => {
    const [server] = iceServersFor({ stunUrls: [], turn }, { ...bob, account_id: null }, now);
    expect(server?.username).toBe(`1893459600:${bob.uuid}`);
  });

  test('are none where none are set', () => {
    expect(iceServersFor({ stunUrls: [], turn: null }, bob, now)).toEqual([]);
  });
});
