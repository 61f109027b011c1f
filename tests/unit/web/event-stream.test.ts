import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  keepEventStream,
  silenceLimit,
  type EventStream,
  type StreamState,
} from '@/lib/web/stream/event-stream';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  stream?.close();
  vi.useRealTimers();
});

let stream: EventStream | undefined;

/** A server whose connections the test opens, feeds and cuts. */
function startStream(
  onRefused: (status: number) => Promise<boolean> = () => Promise.resolve(true),
) {
  const opened: { readonly after: string; readonly signal: AbortSignal }[] = [];
  const states: StreamState[] = [];
  const events: string[] = [];
  const answers: ((answer: Response | Error) => void)[] = [];
  let last = '0';
  stream = keepEventStream({
    open: (after, signal) => {
      opened.push({ after, signal });
      return new Promise((resolve, reject) => {
        answers.push((answer) => {
          if (answer instanceof Error) reject(answer);
          else resolve(answer);
        });
      });
    },
    lastEventId: { read: () => last, write: (id) => (last = id) },
    onEvent: ({ name, data }) => events.push(`${name} ${data}`),
    onState: (state) => states.push(state),
    onRefused,
    random: () => 1,
  });
  const answer = async (response: Response | Error): Promise<void> => {
    answers.shift()?.(response);
    await vi.advanceTimersByTimeAsync(0);
  };
  const connect = async () => {
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given;
      },
    });
    await answer(new Response(body));
    return {
      send: async (text: string) => {
        controller?.enqueue(new TextEncoder().encode(text));
        await vi.advanceTimersByTimeAsync(0);
      },
      cut: async () => {
        controller?.error(new Error('cut'));
        await vi.advanceTimersByTimeAsync(0);
      },
    };
  };
  return { opened, states, events, answer, connect };
}

test('events are handed on, and a cut stream continues after the last of them', async () => {
  const { opened, states, events, connect } = startStream();
  const first = await connect();
  await first.send('id: 7\nevent: incoming\nda');
  await first.send('ta: {}\n\n:\n\n');
  await first.send('event: present\ndata: {}\n\n');
  expect(events).toEqual(['incoming {}', 'present {}']);
  await first.cut();
  expect(states).toEqual(['connecting', 'online', 'connecting']);
  await vi.advanceTimersByTimeAsync(250);
  expect(opened.map(({ after }) => after)).toEqual(['0', '7']);
  await connect();
  expect(states.at(-1)).toBe('online');
});

test('without an answer it waits longer each time, and says offline after the third', async () => {
  const { opened, states, answer } = startStream();
  for (const wait of [250, 500, 1_000, 2_000]) {
    await answer(new Error('nobody'));
    await vi.advanceTimersByTimeAsync(wait - 1);
    const before = opened.length;
    await vi.advanceTimersByTimeAsync(1);
    expect(opened.length).toBe(before + 1);
  }
  expect(states.slice(-2)).toEqual(['connecting', 'offline']);
});

test('a poke cuts the wait short', async () => {
  const { opened, answer } = startStream();
  for (let failure = 0; failure < 5; failure += 1) {
    await answer(new Error('nobody'));
    await vi.advanceTimersByTimeAsync(10_000);
  }
  await answer(new Error('nobody'));
  const before = opened.length;
  stream?.poke();
  await vi.advanceTimersByTimeAsync(0);
  expect(opened.length).toBe(before + 1);
});

test('a stream that is silent for two heartbeats is given up', async () => {
  const { opened, connect } = startStream();
  const first = await connect();
  await vi.advanceTimersByTimeAsync(silenceLimit - 1);
  await first.send(':\n\n');
  await vi.advanceTimersByTimeAsync(silenceLimit - 1);
  expect(opened[0]?.signal.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(opened[0]?.signal.aborted).toBe(true);
});

test('a refusal is asked about: it comes back, or does not', async () => {
  const asked: number[] = [];
  const again = startStream((status) => {
    asked.push(status);
    return Promise.resolve(asked.length === 1);
  });
  await again.answer(new Response(null, { status: 401 }));
  await vi.advanceTimersByTimeAsync(250);
  expect(again.opened.length).toBe(2);
  await again.answer(new Response(null, { status: 401 }));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(again.opened.length).toBe(2);
  expect(asked).toEqual([401, 401]);
});

test("the server's own word on when to come back is kept", async () => {
  const { opened, answer } = startStream();
  await answer(new Response(null, { status: 503, headers: { 'retry-after': '5' } }));
  await vi.advanceTimersByTimeAsync(4_999);
  expect(opened.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(opened.length).toBe(2);
});

test('a closed stream stays closed', async () => {
  const { opened, connect } = startStream();
  const first = await connect();
  stream?.close();
  await first.cut();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(opened.length).toBe(1);
});
