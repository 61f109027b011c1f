import { describe, expect, test, vi } from 'vitest';
import { languageOf, networkFirst, pagePath, readLanguage } from '@/lib/web/worker/navigation';

test.each([
  ['/', 'en', '/en'],
  ['/call', 'zh', '/zh/call'],
  ['/call/', 'en', '/en/call'],
  ['/zh/call', 'en', '/zh/call'],
  ['/zh', 'en', '/zh'],
  ['/zhang', 'en', '/en/zhang'],
] as const)('%s in %s is kept as %s', (path, language, kept) => {
  expect(pagePath(path, language)).toBe(kept);
});

test('the language is the one that the server would choose', () => {
  expect(readLanguage('zh')).toBe('zh');
  expect(readLanguage('xx')).toBeNull();
  expect(readLanguage(undefined)).toBeNull();
  expect(languageOf(['de-DE', 'zh-CN', 'en'])).toBe('zh');
  expect(languageOf(['de'])).toBe('en');
});

describe('a page that is kept', () => {
  const kept = new Response('kept');
  const answered = (status: number) => Promise.resolve(new Response('fresh', { status }));

  test('gives way to the network', async () => {
    const fresh = await networkFirst(answered(200), kept, 1_000);
    expect(await fresh.text()).toBe('fresh');
    expect((await networkFirst(answered(404), kept, 1_000)).status).toBe(404);
  });

  test.each([502, 503, 504])('stands in for a gateway that answers %i', async (status) => {
    expect(await networkFirst(answered(status), kept, 1_000)).toBe(kept);
  });

  test('stands in without a network', async () => {
    expect(await networkFirst(Promise.reject(new TypeError('offline')), kept, 1_000)).toBe(kept);
  });

  test('stands in for a network that takes too long', async () => {
    vi.useFakeTimers();
    const never = new Promise<Response>(() => undefined);
    const answer = networkFirst(never, kept, 1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answer).toBe(kept);
    vi.useRealTimers();
  });
});
