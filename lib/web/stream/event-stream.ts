import { createParser } from 'eventsource-parser';
import { readRetryAfter } from '../api';
import { backOffDelay } from './back-off';
import type { RawEvent } from './events';

/** Where a stream is: `offline` once several attempts failed or the browser knows of no network. */
export type StreamState = 'connecting' | 'online' | 'offline';

/** What an event stream needs of its surroundings. */
export interface StreamWire {
  /** Sends the request that opens the stream; rejects where nobody answers. */
  readonly open: (lastEventId: string, signal: AbortSignal) => Promise<Response>;
  /** The last event that was handled: what comes after it comes again (direct-media.md, Order). */
  readonly lastEventId: { readonly read: () => string; readonly write: (id: string) => void };
  readonly onEvent: (event: RawEvent) => void;
  readonly onState: (state: StreamState) => void;
  /** The server refused with this status; false: do not come back. */
  readonly onRefused: (status: number) => Promise<boolean>;
  /** 0 to 1, spreads returns over time. */
  readonly random: () => number;
}

/** A stream that is kept open. */
export interface EventStream {
  /** Comes back at once instead of waiting, or looks whether the open connection still lives. */
  readonly poke: () => void;
  readonly close: () => void;
}

/** An open stream that is silent for longer than two heartbeats (15 s each) is dead, ms. */
export const silenceLimit = 35_000;

/** Failures in a row after which the page says "offline" instead of "connecting". */
const patience = 3;

/** Opens a stream and keeps it open, with back-off, until it is closed or refused for good. */
export function keepEventStream(wire: StreamWire): EventStream {
  const whole = new AbortController();
  let connection = new AbortController();
  let heardAt = 0;
  let wake = (): void => undefined;

  const isClosed = (): boolean => whole.signal.aborted;
  const pause = (delay: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, delay);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    let failures = 0;
    while (!isClosed()) {
      connection = new AbortController();
      const outcome = await connectOnce(wire, connection, (): void => {
        heardAt = Date.now();
        failures = 0;
      });
      if (isClosed()) return;
      if (outcome.end === 'refused' && !(await wire.onRefused(outcome.status))) return;
      if (isClosed()) return;
      failures += 1;
      wire.onState(failures > patience || isKnownOffline() ? 'offline' : 'connecting');
      await pause(backOffDelay(failures, wire.random(), undefined, outcome.retryAfter));
    }
  };

  wire.onState('connecting');
  void run();
  return {
    poke() {
      // Timers rest while a laptop sleeps: what was silent for two heartbeats is given up on return. A
      // connection whose network is gone would be noticed only then too.
      const silent = heardAt > 0 && Date.now() - heardAt > silenceLimit;
      if (silent || isKnownOffline()) connection.abort();
      wake();
    },
    close() {
      whole.abort();
      connection.abort();
      wake();
    },
  };
}

type ConnectionEnd =
  | { readonly end: 'cut'; readonly retryAfter?: number }
  | { readonly end: 'refused'; readonly status: number; readonly retryAfter?: number };

async function connectOnce(
  wire: StreamWire,
  connection: AbortController,
  heard: () => void,
): Promise<ConnectionEnd> {
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const expectMore = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => connection.abort(), silenceLimit);
  };
  try {
    expectMore();
    const response = await wire.open(wire.lastEventId.read(), connection.signal);
    if (!response.ok || response.body === null) {
      const retryAfter = readRetryAfter(response);
      return { end: 'refused', status: response.status, ...(retryAfter && { retryAfter }) };
    }
    wire.onState('online');
    heard();
    const parser = createParser({
      onEvent: ({ id, event, data }) => {
        wire.onEvent({ id, name: event ?? 'message', data });
        if (id !== undefined && id !== '') wire.lastEventId.write(id);
      },
    });
    const text = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await text.read();
      if (done || connection.signal.aborted) return { end: 'cut' };
      heard();
      expectMore();
      parser.feed(value);
    }
  } catch {
    return { end: 'cut' };
  } finally {
    clearTimeout(watchdog);
    connection.abort();
  }
}

function isKnownOffline(): boolean {
  return typeof navigator !== 'undefined' && !navigator.onLine;
}
