import { expect, test } from 'vitest';
import {
  readCalls,
  recallCalls,
  rememberCalls,
  type RememberedCall,
} from '@/lib/web/call/remembered-calls';
import { memoryShelf } from './memory-shelf';

const call: RememberedCall = {
  address: 'bob@x',
  client: 'c',
  invitation: null,
  ticket: null,
  pin: null,
  key: null,
  guestName: null,
  token: 't',
  direction: 'outgoing',
  kind: 'gateway',
  callType: 'video',
  peer: { address: 'bob@x', displayName: 'Bob' },
  since: 5,
  microphone: true,
  camera: false,
  held: false,
};

test('the calls of a page are there for the next page of the tab', () => {
  const shelf = memoryShelf();
  rememberCalls([call], shelf);
  expect(recallCalls(shelf)).toEqual([call]);
  rememberCalls([], shelf);
  expect(recallCalls(shelf)).toEqual([]);
  expect(shelf.read('calls')).toBeNull();
});

test('what is not understood is no call', () => {
  expect(readCalls('[{"address":"bob@x"}]')).toEqual([]);
  expect(readCalls('nonsense')).toEqual([]);
});
