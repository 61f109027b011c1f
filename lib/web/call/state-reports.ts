import type { ParticipantState } from '@/lib/platform/room';
import { lastingRefusal, problemOf, retryAfterOf } from '../api';
import { backOffDelay, streamBackOff } from '../stream/back-off';

/** What a participant says of itself (call-rules.md 18). */
export type Report = ParticipantState & { readonly flowing?: readonly string[] };

/** Tells the room what others see of me, and from whom media still flows. */
export interface StateReports {
  /** Something may be different: it is told if it is. */
  readonly look: () => void;
  /** Says at once what is to be so; rejects as the server refuses. What is so after all is told by the next look. */
  readonly claim: (state: ParticipantState) => Promise<unknown>;
  readonly stop: () => void;
}

/** What reports need of their surroundings. */
export interface StateReportParts {
  readonly send: (report: Report) => Promise<unknown>;
  readonly state: () => ParticipantState;
  /** From whom media flows, while my own stream or another's is away; null while none is. */
  readonly flowing: () => readonly string[] | null;
}

/** How often `flowing` is told while a stream is away, ms (call-rules.md 18). */
export const flowingEvery = 5_000;

/** A call begins with several changes at once, and with more important messages: they are told as one, ms. */
export const gatherFor = 150;

/** Makes the reports; one is on its way at a time, and the newest state follows it. */
export function createStateReports({ send, state, flowing }: StateReportParts): StateReports {
  let told = '';
  // How often what was told became doubtful: what was on its way then says nothing of what the server believes.
  let doubts = 0;
  let telling = false;
  let stopped = false;
  const isStopped = (): boolean => stopped;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const doubt = (): void => {
    told = '';
    doubts += 1;
  };

  const look = async (): Promise<void> => {
    if (telling) return;
    telling = true;
    await new Promise((resolve) => (retry = setTimeout(resolve, gatherFor)));
    for (let failures = 0; !isStopped();) {
      const now = JSON.stringify(state());
      if (now === told) break;
      const before = doubts;
      try {
        await send(state());
        if (doubts === before) told = now;
        failures = 0;
      } catch (error) {
        const problem = problemOf(error);
        if (lastingRefusal(problem) !== null && doubts === before) told = now;
        failures += 1;
        const after = retryAfterOf(problem);
        const delay = backOffDelay(failures, Math.random(), streamBackOff, after);
        await new Promise((resolve) => (retry = setTimeout(resolve, delay)));
      }
    }
    telling = false;
  };
  const timer = setInterval(() => {
    const from = flowing();
    if (from !== null && from.length > 0) send({ flowing: from }).catch(() => undefined);
  }, flowingEvery);
  return {
    look: () => void look(),
    async claim(claimed) {
      // Also once it is answered: an answer may be lost of what the server did.
      doubt();
      try {
        return await send(claimed);
      } finally {
        doubt();
      }
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      clearTimeout(retry);
    },
  };
}
