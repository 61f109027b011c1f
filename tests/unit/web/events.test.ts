import { expect, test } from 'vitest';
import { readEvent } from '@/lib/web/stream/events';

const scope = { room: 'r', participant: 'p' };
const read = (name: string, data: unknown) =>
  readEvent({ id: '1', name, data: JSON.stringify(data) });

test('an event of a room carries its scope beside its data', () => {
  const event = read('new_answer', { sdp: 'v=0', peer: 'q', call_uuid: 'c', ...scope });
  expect(event).toEqual({
    name: 'new_answer',
    data: { sdp: 'v=0', peer: 'q', call_uuid: 'c' },
    scope,
  });
});

test('an event without data of its own is read from its scope alone, or from null', () => {
  expect(read('participant_sync_begin', scope)).toMatchObject({ data: null, scope });
  expect(read('calls_changed', null)).toMatchObject({ data: null, scope: null });
});

test('what is not known or not understood is passed over', () => {
  expect(read('from_the_future', {})).toBeUndefined();
  expect(read('incoming', { token: 1 })).toBeUndefined();
  expect(readEvent({ id: undefined, name: 'incoming', data: '{' })).toBeUndefined();
});
