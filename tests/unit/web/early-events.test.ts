import { expect, test } from 'vitest';
import { createEarlyEvents } from '@/lib/web/call/early-events';
import type { StreamEvent } from '@/lib/web/stream/events';

const event: StreamEvent = {
  name: 'participant_sync_begin',
  data: null,
  scope: { room: 'r', participant: 'p' },
};

test('events that overtake the answer wait for it', () => {
  const early = createEarlyEvents();
  const answered = early.await();
  early.keep('r', event);
  expect(early.take('r')).toEqual([event]);
  expect(early.take('r')).toEqual([]);
  answered();
});

test('nothing is kept while no answer is awaited, nor afterwards', () => {
  const early = createEarlyEvents();
  early.keep('r', event);
  expect(early.take('r')).toEqual([]);
  const [one, two] = [early.await(), early.await()];
  early.keep('r', event);
  one();
  one();
  expect(early.take('r')).toEqual([event]);
  early.keep('r', event);
  two();
  expect(early.take('r')).toEqual([]);
});
