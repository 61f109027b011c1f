import type { Candidate } from '@/lib/platform/direct-media';
import { lastingRefusal, problemOf, retryAfterOf, type Refusal } from '../../api';
import { backOffDelay } from '../../stream/back-off';

/** What one end of a leg sends (direct-media.md, A leg). Each rejects with the API's error. */
export interface LegSignalling {
  /** Opens a leg; gives my `call_uuid` of it. */
  readonly call: (peer: string, sdp: string) => Promise<string>;
  readonly acknowledge: (call: string, sdp: string) => Promise<unknown>;
  readonly ignoreOffer: (call: string) => Promise<unknown>;
  readonly update: (call: string, sdp: string) => Promise<unknown>;
  readonly candidates: (call: string, candidates: readonly Candidate[]) => Promise<unknown>;
  readonly disconnect: (call: string) => Promise<unknown>;
}

/** A message of one end that waits for its turn. */
export type LegMessage =
  | { readonly kind: 'call' | 'answer' | 'update'; readonly sdp: string }
  | { readonly kind: 'offer_ignored' }
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] };

/** Sends a leg's messages one after another, in order, whatever the network does. */
export interface SignalQueue {
  readonly push: (message: LegMessage) => void;
  readonly close: () => void;
}

/** Most candidates in one message (direct-media.ts of the platform). */
const batch = 100;

const retry = { first: 250, most: 4_000 };

/**
 * Makes the queue. While a message is on its way those behind it wait, and candidates among them become
 * one message; without an answer the same is sent again, since a repeat is known as one.
 */
export function createSignalQueue(
  send: (message: LegMessage) => Promise<unknown>,
  onRefused: (problem: Refusal) => void,
): SignalQueue {
  const waiting: LegMessage[] = [];
  let running = false;
  let closed = false;
  const isClosed = (): boolean => closed;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const deliver = async (message: LegMessage): Promise<void> => {
    for (let failures = 1; !isClosed(); failures += 1) {
      try {
        await send(message);
        return;
      } catch (error) {
        const problem = problemOf(error);
        const refusal = lastingRefusal(problem);
        if (refusal !== null) {
          if (!isClosed()) onRefused(refusal);
          return;
        }
        const delay = backOffDelay(failures, Math.random(), retry, retryAfterOf(problem));
        await new Promise((resolve) => (timer = setTimeout(resolve, delay)));
      }
    }
  };
  const run = async (): Promise<void> => {
    running = true;
    for (let next = waiting.shift(); next && !isClosed(); next = waiting.shift()) {
      await deliver(next);
    }
    running = false;
  };
  return {
    push(message) {
      const last = waiting.at(-1);
      if (
        message.kind === 'candidates' &&
        last?.kind === 'candidates' &&
        last.candidates.length + message.candidates.length <= batch
      ) {
        const candidates = [...last.candidates, ...message.candidates];
        waiting[waiting.length - 1] = { kind: 'candidates', candidates };
      } else {
        waiting.push(message);
      }
      if (!running && !closed) void run();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
