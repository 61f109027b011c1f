import { afterEach, expect, test, vi } from 'vitest';
import { createWakeLock } from '@/lib/web/media/wake-lock';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser whose screen stays on while a lock is not released. */
function screen() {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  let held = 0;
  const waiting: (() => void)[] = [];
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', {
    wakeLock: {
      request: () =>
        new Promise((resolve) => {
          waiting.push(() => {
            held += 1;
            const sentinel = {
              released: false,
              release: () => {
                if (!sentinel.released) held -= 1;
                sentinel.released = true;
                return Promise.resolve();
              },
            };
            resolve(sentinel);
          });
        }),
    },
  });
  return {
    page,
    held: () => held,
    grant: async () => {
      for (const give of waiting.splice(0)) give();
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
  };
}

test('the screen may go dark after the call, however often the page was seen meanwhile', async () => {
  const { page, held, grant } = screen();
  const lock = createWakeLock();
  lock.hold();
  page.dispatchEvent(new Event('visibilitychange'));
  await grant();
  expect(held()).toBe(1);
  lock.release();
  await grant();
  expect(held()).toBe(0);
});

test('a call that is over before the lock came keeps no screen on; the next one does', async () => {
  const { held, grant } = screen();
  const lock = createWakeLock();
  lock.hold();
  lock.release();
  await grant();
  expect(held()).toBe(0);
  lock.hold();
  await grant();
  expect(held()).toBe(1);
});

test('calls that follow each other at once share one lock', async () => {
  const { held, grant } = screen();
  const lock = createWakeLock();
  lock.hold();
  lock.release();
  lock.hold();
  await grant();
  expect(held()).toBe(1);
  lock.release();
  await grant();
  expect(held()).toBe(0);
});
