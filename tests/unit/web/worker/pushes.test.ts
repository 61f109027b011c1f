import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMissed, type Shown } from '@/lib/web/worker/notifications';
import { showPush, textOfDeclared, type PushParts, type RingState } from '@/lib/web/worker/pushes';
import { pushOf } from './examples';

/** Shows a push in a worker whose server and pages answer as told. */
async function shownFor(
  text: string | null,
  told: {
    readonly ring?: RingState;
    readonly seen?: boolean;
    readonly over?: boolean;
    readonly now?: number;
  } = {},
) {
  const shown: Shown[] = [];
  const said: string[] = [];
  let counted = 0;
  const parts: PushParts = {
    show: (one) => {
      shown.push(one);
      return Promise.resolve();
    },
    sayRinging: (address, token) => {
      said.push(`${address} ${token}`);
      return Promise.resolve(told.ring ?? { state: 'ringing' });
    },
    isSeen: () => Promise.resolve(told.seen ?? false),
    isOver: () => Promise.resolve(told.over ?? false),
    countMissed: () => {
      counted += 1;
      return Promise.resolve();
    },
    language: () => Promise.resolve('zh'),
    now: () => told.now ?? 1_000_000,
  };
  await showPush(text, parts);
  return { shown, said, counted, only: shown[0] };
}

const incoming = JSON.stringify(pushOf());

test.each([
  ['missed', true],
  ['cancelled', true],
  ['answered_elsewhere', false],
  ['rejected_elsewhere', false],
] as const)('a ring that is over as %s counts as missed: %s', (reason, counts) => {
  expect(isMissed(pushOf({ kind: 'over', reason }).notification.data)).toBe(counts);
});

describe('a push that somebody calls', () => {
  test('rings, says so to the server and can be answered or declined', async () => {
    const { shown, said, only } = await shownFor(incoming);
    expect(shown).toHaveLength(1);
    expect(said).toEqual(['bob@example.com t-1']);
    expect(only?.title).toBe('Bob');
    expect(only?.options).toMatchObject({
      tag: 'i-1',
      body: 'Incoming video call',
      requireInteraction: true,
      renotify: true,
      silent: false,
      actions: [{ action: 'answer' }, { action: 'decline' }],
      data: { kind: 'incoming', decline: { address: 'bob@example.com', token: 't-1' } },
    });
    expect(only?.options.vibrate).toBeDefined();
  });

  test('is silent where a visible page shows the ring already', async () => {
    const { only } = await shownFor(incoming, { seen: true });
    expect(only?.options).toMatchObject({ silent: true, renotify: false });
    // A silent notification that vibrates is refused by the browser.
    expect(only?.options).not.toHaveProperty('vibrate');
  });

  test.each(['missed', 'cancelled'] as const)('shows what it became: %s', async (reason) => {
    const { only } = await shownFor(incoming, {
      ring: { state: 'over', result: { state: 'missed', reason } },
    });
    expect(only?.title).toBe('Missed call from Bob');
    expect(only?.options).toMatchObject({ tag: 'i-1', silent: true, data: { decline: null } });
    expect(only?.options.data.navigate).not.toContain('ticket');
  });

  test('was not missed where another device took or declined it', async () => {
    const { only } = await shownFor(incoming, {
      ring: { state: 'over', result: { state: 'accepted', reason: 'answered_elsewhere' } },
    });
    expect(only?.title).toBe('Answered on another device');
    expect(only?.options.body).toBe('Bob');
    const declined = await shownFor(incoming, {
      ring: { state: 'over', result: { state: 'rejected', reason: 'rejected_elsewhere' } },
    });
    expect(declined.only?.title).toBe('Declined on another device');
  });

  test('rings no more where the push that takes it back was faster', async () => {
    for (const ring of [{ state: 'ringing' }, { state: 'unanswered' }] as const) {
      const { only } = await shownFor(incoming, { ring, over: true });
      expect(only?.options).toMatchObject({ silent: true, data: { kind: 'over' } });
    }
  });

  test('rings without the server until its deadline', async () => {
    const silence = { ring: { state: 'unanswered' } } as const;
    const before = await shownFor(incoming, { ...silence, now: 1_999_999 });
    expect(before.only?.options.data.kind).toBe('incoming');
    const after = await shownFor(incoming, { ...silence, now: 2_000_000 });
    expect(after.only?.title).toBe('Missed call from Bob');
  });
});

test('what came over a call takes its place without a ring', async () => {
  const over = pushOf({ kind: 'over', reason: 'missed' }, { title: 'Missed call from Bob' });
  const { only, said, counted } = await shownFor(JSON.stringify(over));
  expect(only?.title).toBe('Missed call from Bob');
  expect(only?.options.tag).toBe('i-1');
  expect(only?.options.requireInteraction).toBeUndefined();
  expect(said).toEqual([]);
  expect(counted).toBe(1);
});

test('a test says that it rang', async () => {
  const { only, said } = await shownFor(JSON.stringify(pushOf({ kind: 'test' })));
  expect(said).toEqual(['bob@example.com t-1']);
  expect(only?.options.data.kind).toBe('test');
});

test('a push that is no message of ours shows a notification all the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.option(fc.oneof(fc.string(), fc.json())), async (text) => {
      const { shown, only } = await shownFor(text);
      expect(shown).toHaveLength(1);
      expect(only?.options.body).not.toBe('');
      expect(only?.options.tag).not.toBe('');
    }),
  );
});

test('a notification without a tag is given one, since the browser refuses to renotify without', async () => {
  const { only } = await shownFor(JSON.stringify(pushOf({}, { tag: '' })));
  expect(only?.options.tag).not.toBe('');
});

test('what the browser has read itself is read as the server wrote it', async () => {
  const { title, body, lang, tag, silent, data, navigate } = pushOf().notification;
  const text = textOfDeclared({ title, body, lang, tag, silent, data, navigate });
  expect((await shownFor(text)).only).toEqual((await shownFor(incoming)).only);
});
