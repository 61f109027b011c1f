import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '@/lib/web/api';
import { createSignalQueue, type LegMessage } from '@/lib/web/media/direct/signalling';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const network = new ApiError({ kind: 'network' });
const refusal = (reason: 'ended' | 'too_many', status: number) =>
  new ApiError({ kind: 'refused', status, reason, text: '' });
const candidate = (name: string): LegMessage => ({
  kind: 'candidates',
  candidates: [{ candidate: name }],
});

/** A queue whose messages the test lets through one by one. */
function startQueue() {
  const sent: string[] = [];
  const refused: string[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  const queue = createSignalQueue(
    (message) => {
      sent.push(
        message.kind === 'candidates'
          ? message.candidates.map((one) => one.candidate).join('+')
          : message.kind,
      );
      return new Promise<void>((resolve, reject) => {
        waiting.push((error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    },
    ({ reason }) => refused.push(reason),
  );
  const finish = async (error?: Error): Promise<void> => {
    waiting.shift()?.(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { queue, sent, refused, finish };
}

test('messages go in order, one at a time, and candidates that wait go together', async () => {
  const { queue, sent, finish } = startQueue();
  queue.push({ kind: 'call', sdp: 'v=0' });
  for (const name of ['a', 'b', 'c']) queue.push(candidate(name));
  queue.push({ kind: 'update', sdp: 'v=0' });
  queue.push(candidate('d'));
  expect(sent).toEqual(['call']);
  await finish();
  expect(sent).toEqual(['call', 'a+b+c']);
  await finish();
  await finish();
  expect(sent).toEqual(['call', 'a+b+c', 'update', 'd']);
});

test('without an answer the same message is sent again before any other', async () => {
  const { queue, sent, finish } = startQueue();
  queue.push({ kind: 'call', sdp: 'v=0' });
  queue.push(candidate('a'));
  await finish(network);
  await vi.advanceTimersByTimeAsync(250);
  expect(sent).toEqual(['call', 'call']);
  await finish();
  expect(sent).toEqual(['call', 'call', 'a']);
});

test('a refusal is told and not repeated; "too many" is waited out', async () => {
  const { queue, sent, refused, finish } = startQueue();
  queue.push({ kind: 'update', sdp: 'v=0' });
  await finish(refusal('ended', 403));
  expect(refused).toEqual(['ended']);
  queue.push(candidate('a'));
  await finish(refusal('too_many', 429));
  await vi.advanceTimersByTimeAsync(4_000);
  expect(sent).toEqual(['update', 'a', 'a']);
  expect(refused).toEqual(['ended']);
});

test('a closed queue sends nothing more', async () => {
  const { queue, sent, finish } = startQueue();
  queue.push({ kind: 'call', sdp: 'v=0' });
  queue.push(candidate('a'));
  queue.close();
  await finish(network);
  await vi.advanceTimersByTimeAsync(60_000);
  queue.push(candidate('b'));
  expect(sent).toEqual(['call']);
});
