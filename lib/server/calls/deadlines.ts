import type { Context } from '@/lib/server/context';
import { nextDue, seeToWhatIsDue } from './due';
import { forgetOld } from './forgetting';

/** The deadlines of a running server. */
export interface RunningDeadlines {
  stop(): void;
  /** Resolves once everything that was due has been seen to. */
  settled(): Promise<void>;
}

/** After a failure, and between looks at what is due but cannot be done yet, ms. */
const pause = 1_000;

/** How often what is over for good is forgotten, ms. */
const forgetEvery = 10 * 60_000;

/**
 * Keeps every deadline (call-rules.md 7, 15, 17; platform-api.md 2): one timer for the next of them. The
 * database holds the truth, so they survive the end of the server; what is overdue is seen to at once.
 */
export function startDeadlines(context: Context): RunningDeadlines {
  const keeper = new DeadlineKeeper(context);
  const unlisten = context.deadlines.listen((time) => keeper.expect(time));
  keeper.expect(context.clock.now());
  return {
    stop() {
      unlisten();
      keeper.stop();
    },
    settled: () => keeper.settled(),
  };
}

class DeadlineKeeper {
  readonly #context: Context;
  #next = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #forgetAt = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  expect(time: number): void {
    if (this.#stopped || time >= this.#next) return;
    this.#cancel?.();
    this.#next = time;
    this.#cancel = this.#context.clock.at(time, () => {
      this.#next = Number.POSITIVE_INFINITY;
      this.#cancel = undefined;
      this.#run();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  #run(): void {
    const before = this.#running ?? Promise.resolve();
    const running = before
      .then(() => this.#seeTo())
      .finally(() => {
        if (this.#running === running) this.#running = undefined;
      });
    this.#running = running;
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  async #seeTo(): Promise<void> {
    if (this.#stopped) return;
    const { clock, log } = this.#context;
    try {
      const dueBefore = clock.now();
      await seeToWhatIsDue(this.#context);
      if (dueBefore >= this.#forgetAt) {
        this.#forgetAt = dueBefore + forgetEvery;
        await forgetOld(this.#context);
      }
      const next = await nextDue(this.#context);
      this.expect(Math.min(this.#forgetAt, Math.max(next, dueBefore + pause)));
    } catch (error) {
      if (this.#isStopped()) return;
      log.error({ err: error }, 'deadlines could not be kept; trying again');
      this.expect(clock.now() + pause);
    }
  }
}
