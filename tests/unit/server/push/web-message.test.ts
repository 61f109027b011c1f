import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { languages } from '@/lib/platform/languages';
import { webPushMessageSchema, type WebPushMessage } from '@/lib/platform/web-push';
import type { PushMessage } from '@/lib/server/push/push';
import { overLasts, payloadOf, timeToLive, topicOf } from '@/lib/server/push/web-push/message';
import { webPushState } from '@/lib/server/push/web-push/state';
import { openVapidKeys } from '@/lib/server/push/web-push/vapid';
import { incomingCall } from '@/tests/support/push/outgoing';
import { seedOfRun } from '@/tests/support/random';

const origin = 'https://calls.example.com';
const ring: PushMessage = { purpose: 'ring', incoming: incomingCall() };
const over = (reason: 'missed' | 'cancelled' | 'answered_elsewhere' | 'rejected_elsewhere') =>
  ({ purpose: 'over', incoming: incomingCall(), reason }) as const;

function read(message: PushMessage, language: 'en' | 'zh' = 'en'): WebPushMessage {
  return webPushMessageSchema.parse(JSON.parse(payloadOf(message, language, origin)));
}

describe('the payload of a ring', () => {
  it('is declarative, and leads to the call with its ticket in the fragment', () => {
    const payload = read(ring);
    expect(payload).toMatchObject({ web_push: 8030, mutable: true });
    expect(payload.notification).toMatchObject({
      title: 'Alice',
      body: 'Incoming video call',
      lang: 'en',
      dir: 'auto',
      silent: false,
      tag: incomingCall().invitation,
    });
    const url = new URL(payload.notification.navigate);
    expect(url.origin + url.pathname + url.search).toBe(`${origin}/call`);
    expect(Object.fromEntries(new URLSearchParams(url.hash.slice(1)))).toEqual({
      invitation: incomingCall().invitation,
      ticket: incomingCall().token,
      address: incomingCall().conference_alias,
      action: 'answer',
    });
  });

  it('says what kind of call it is, from where, and that it is a second one', () => {
    const body = (change: Parameters<typeof incomingCall>[0], language: 'en' | 'zh' = 'en') =>
      read({ purpose: 'ring', incoming: incomingCall(change) }, language).notification.body;
    expect(body({ call_type: 'audio' })).toBe('Incoming call');
    expect(body({ service_type: 'conference' })).toBe('Invites you to a meeting');
    expect(body({ remote_organisation: 'Acme' })).toBe('Incoming video call · Acme');
    expect(body({ waiting: true })).toBe('Incoming video call · You are in a call');
    expect(body({}, 'zh')).toBe('视频来电');
  });

  it('names who has no name by the address', () => {
    const incoming = incomingCall({ remote_display_name: ' ' });
    expect(read({ purpose: 'ring', incoming }).notification.title).toBe('alice@example.com');
  });

  it('carries what the worker shows when it comes too late', () => {
    const { data } = read(ring).notification;
    expect(data).toMatchObject({ kind: 'incoming', token: incomingCall().token });
    expect(data.missed).toEqual({ title: 'Missed call from Alice', body: 'Video call' });
  });
});

describe('the payload of what comes after', () => {
  it.each(['missed', 'cancelled'] as const)('%s: a missed call, for a day', (reason) => {
    const { notification } = read(over(reason));
    expect(notification).toMatchObject({ title: 'Missed call from Alice', silent: false });
    expect(notification.navigate).toBe(`${origin}/#recents`);
    expect(notification.tag).toBe(read(ring).notification.tag);
    expect(timeToLive(over(reason), 10_000)).toBe(86_400);
  });

  it.each([
    ['answered_elsewhere', 'Answered on another device', '已在其他设备上接听'],
    ['rejected_elsewhere', 'Declined on another device', '已在其他设备上拒接'],
  ] as const)('%s: silently, for two minutes', (reason, english, chinese) => {
    expect(read(over(reason)).notification).toMatchObject({ title: english, silent: true });
    expect(read(over(reason), 'zh').notification.title).toBe(chinese);
    expect(overLasts(reason)).toBe(120_000);
    expect(timeToLive(over(reason), 10_000)).toBe(120);
  });

  it('a test leads to the settings', () => {
    for (const language of languages) {
      const test = read({ purpose: 'test', incoming: incomingCall() }, language).notification;
      expect(test.navigate).toBe(`${origin}/settings`);
      expect(test.data.kind).toBe('test');
    }
  });
});

describe('limits', () => {
  it('every payload fits, whatever the names are, and names are cut between characters', () => {
    const part = fc.constantFrom('👩‍👩‍👧‍👦', '🇨🇳', 'é', 'नि', 'العربية', 'a', '名', '"', '\\', '\u0007');
    const name = fc.array(part, { maxLength: 400 }).map((parts) => parts.join(''));
    const seed = seedOfRun();
    fc.assert(
      fc.property(name, name, fc.constantFrom(...languages), (person, organisation, language) => {
        const incoming = incomingCall({
          remote_display_name: person,
          remote_organisation: organisation,
        });
        for (const message of [
          { purpose: 'ring', incoming },
          { ...over('missed'), incoming },
        ]) {
          const text = payloadOf(message as PushMessage, language, origin);
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4_000 - 103);
          const { data } = webPushMessageSchema.parse(JSON.parse(text)).notification;
          const segments = (text: string) =>
            Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
          const kept = segments(data.remote_display_name.replace(/…$/, ''));
          expect(segments(person).slice(0, kept.length)).toEqual(kept);
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('a topic has at most 32 characters of base64url, and is one of its invitation', () => {
    expect(topicOf('7d8c2f0a-5b1e-4c39-9a54-0d3f0a6c1b2e')).toBe(
      '7d8c2f0a5b1e4c399a540d3f0a6c1b2e',
    );
    const long = topicOf('an invitation: '.repeat(10));
    expect(long).toMatch(/^[\w-]{32}$/);
    expect(topicOf('an invitation: '.repeat(10))).toBe(long);
    expect(topicOf('another')).not.toBe(topicOf('other'));
  });

  it('the time to live is the seconds left, never less than none', () => {
    expect(timeToLive(ring, 44_999)).toBe(44);
    expect(timeToLive(ring, -1)).toBe(0);
  });
});

describe('the VAPID keys', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'ringway-vapid-'));
  });
  afterEach(() => {
    rmSync(data, { recursive: true });
  });

  it('are made once, and only this server reads them', async () => {
    const first = await openVapidKeys(data, null);
    expect(await openVapidKeys(data, null)).toEqual(first);
    expect(statSync(join(data, 'vapid.key')).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.publicKey, 'base64url')).toHaveLength(65);
    expect(readFileSync(join(data, 'vapid.key'), 'utf8').trim()).toBe(first.privateKey);
  });

  it('may be given', async () => {
    const { privateKey, publicKey } = await openVapidKeys(data, null);
    const elsewhere = join(data, 'nothing-is-written-here');
    expect(await openVapidKeys(elsewhere, privateKey)).toEqual({ privateKey, publicKey });
  });

  it('that are damaged are said in words, without them', async () => {
    writeFileSync(join(data, 'vapid.key'), 'c2hvcnQ');
    await expect(openVapidKeys(data, null)).rejects.toThrow(/vapid\.key is no P-256 private key/);
    const zero = Buffer.alloc(32).toString('base64url');
    const error = await openVapidKeys(data, zero).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(/VAPID_KEY/);
    expect(String(error)).not.toContain(zero);
  });
});

describe('web push', () => {
  const contact = 'mailto:admin@example.com';
  it.each([
    [{ contact: null, testHosts: [] }, origin, 'no_contact'],
    [{ contact, testHosts: [] }, 'http://calls.example.com', 'no_public_origin'],
    [{ contact, testHosts: [] }, 'https://localhost:3000', 'no_public_origin'],
  ])('is off with %j at %s: %s', (settings, at, verdict) => {
    expect(webPushState(settings, at)).toEqual({ on: false, verdict });
  });

  it('is on with both, or with test hosts', () => {
    expect(webPushState({ contact, testHosts: [] }, origin)).toEqual({ on: true });
    const testHosts = ['localhost:4100'];
    expect(webPushState({ contact, testHosts }, 'http://localhost:3000')).toEqual({ on: true });
  });
});
