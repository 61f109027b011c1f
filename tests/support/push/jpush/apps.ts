import { randomUUID } from 'node:crypto';

/** An app that JPush knows. */
export interface StandInApp {
  readonly appKey: string;
  readonly masterSecret: string;
  /** VIP apps get 1,000 cids at once and may use the batch verb. */
  readonly vip?: boolean;
  /** False: the batch verb is refused to a VIP all the same (2007). */
  readonly batch?: boolean;
  /** Calls a minute. */
  readonly limit?: number;
}

/** What a push was answered with, kept for its cid. */
export interface Answered {
  readonly messageId: string;
}

/** An app's state at JPush: its rate window, its cids, the devices that are gone. */
export class AppState {
  readonly app: StandInApp;
  readonly given = new Set<string>();
  readonly answered = new Map<string, Answered>();
  readonly gone = new Set<string>();
  #limit: number;
  #remaining: number;
  #resetsAt = 0;
  readonly #now: () => number;

  constructor(app: StandInApp, now: () => number) {
    this.app = app;
    this.#now = now;
    this.#limit = app.limit ?? 600;
    this.#remaining = this.#limit;
  }

  /** Sets what is left of the present window. */
  setQuota(remaining: number, resetSeconds: number): void {
    this.#remaining = remaining;
    this.#resetsAt = this.#now() + resetSeconds * 1_000;
  }

  /** Counts one call; false: there are too many. */
  count(): boolean {
    if (this.#now() >= this.#resetsAt) {
      this.#remaining = this.#limit;
      this.#resetsAt = this.#now() + 60_000;
    }
    if (this.#remaining <= 0) return false;
    this.#remaining -= 1;
    return true;
  }

  headers(): Record<string, string> {
    return {
      'X-Rate-Limit-Limit': String(this.#limit),
      'X-Rate-Limit-Remaining': String(this.#remaining),
      'X-Rate-Limit-Reset': String(Math.ceil((this.#resetsAt - this.#now()) / 1_000)),
    };
  }

  giveCids(count: number): string[] {
    const most = this.app.vip ? 1_000 : 10;
    const cids = Array.from(
      { length: Math.min(Math.max(count, 1), most) },
      () => `${this.app.appKey}-${randomUUID()}`,
    );
    for (const cid of cids) this.given.add(cid);
    return cids;
  }
}
