import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NewSessionResult } from '@/lib/platform/room';
import { createApi } from '@/lib/web/api';
import { postNewSession } from '@/lib/web/call/new-session';
import { startOf } from '@/lib/web/call/starts';
import {
  forgetMeetingKeys,
  isMeetingKey,
  keepKeyOfLink,
  keepMeetingKey,
  keyOfMeeting,
  linkWithKey,
  meetingKeys,
  newMeetingKey,
} from '@/lib/web/meeting-keys';

const kept = vi.hoisted(() => new Map<string, unknown>());

vi.mock('@/lib/web/offline/database', () => ({
  readKept: ({ key }: { key: string }) => Promise.resolve(kept.get(key) ?? null),
  writeKept: ({ key }: { key: string }, value: unknown) => {
    kept.set(key, value);
    return Promise.resolve();
  },
}));

beforeEach(() => {
  kept.clear();
  const texts = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => texts.set(key, value),
    removeItem: (key: string) => texts.delete(key),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const intent = { channel: 'weekly@x', callType: 'video' } as const;

test('a key is 32 random bytes that stand in the fragment of a link', () => {
  const key = newMeetingKey();
  expect(isMeetingKey(key)).toBe(true);
  expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  expect(newMeetingKey()).not.toBe(key);
  const link = new URL(linkWithKey('https://x/call#to=weekly%40x', key));
  expect(new URLSearchParams(link.hash.slice(1)).get('key')).toBe(key);
  expect(link.pathname + link.search).not.toContain(key);
  expect(linkWithKey('https://x/call#to=a', undefined)).toBe('https://x/call#to=a');
  for (const wrong of [null, '', 'short', `${key}=`, key.replace(/^./, '/')]) {
    expect(isMeetingKey(wrong)).toBe(false);
  }
});

test('a call to a meeting takes the key that this profile keeps, and never sends it', async () => {
  expect(startOf(intent).key).toBeNull();
  const key = newMeetingKey();
  await keepMeetingKey('weekly@x', key);
  const start = startOf(intent);
  expect(start.key).toBe(key);
  expect(startOf({ ...intent, channel: 'another@x' }).key).toBeNull();

  const sent: string[] = [];
  const api = createApi((path, init) => {
    sent.push(JSON.stringify([path, init]));
    return Promise.resolve(new Response('{}', { status: 500 }));
  });
  const who = { registrationToken: null, displayName: 'Gisela' };
  const posted: Promise<NewSessionResult> = postNewSession(api, start, who);
  await expect(posted).rejects.toThrow();
  expect(sent.join()).toContain('has_key');
  expect(sent.join()).not.toContain(key);
});

test('who signs out takes the keys along, but for the one that this page’s own link brought', async () => {
  await keepMeetingKey('made@x', newMeetingKey());
  const brought = newMeetingKey();
  await keepKeyOfLink('linked@x', brought);
  expect(Object.keys(meetingKeys.get())).toContain('made@x');
  kept.clear();
  await forgetMeetingKeys();
  expect(keyOfMeeting('made@x')).toBeUndefined();
  expect(keyOfMeeting('linked@x')).toBe(brought);
  expect([...kept.values()]).toEqual([{ 'linked@x': brought }]);
});

test('joining again takes along what one was let in by', () => {
  const first = startOf({ ...intent, password: '1234', guestName: 'Gisela' });
  expect(startOf(intent, first)).toMatchObject({ pin: '1234', guestName: 'Gisela' });
  expect(startOf({ ...intent, password: '5678' }, first).pin).toBe('5678');
  expect(startOf(intent, first).client).not.toBe(first.client);
});
