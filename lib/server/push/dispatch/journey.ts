import { pushStepsSchema, type PushStep, type PushStepName } from '@/lib/platform/pushes';
import type { PushResult } from '@/lib/server/push/push';
import type { Row } from '@/lib/server/store/schema';

/** No journey is longer: what retries for a minute tells nothing new after that. */
const mostSteps = 40;

/** Longest detail that is kept, in characters. */
const longestDetail = 200;

/** What changes of a push on its way. */
export type Progress = Pick<
  Row<'push'>,
  | 'id'
  | 'state'
  | 'status'
  | 'reason'
  | 'provider_id'
  | 'attempts'
  | 'sent_at'
  | 'answered_at'
  | 'steps'
>;

/** One push under way: its row, as it will be written, and the steps it took. */
export class Journey {
  readonly row: Row<'push'>;
  readonly #steps: PushStep[];

  constructor(row: Row<'push'>) {
    this.row = row;
    this.#steps = pushStepsSchema.parse(JSON.parse(row.steps));
  }

  note(now: number, step: PushStepName, detail?: string): void {
    if (step === 'sent') {
      this.row.attempts += 1;
      this.row.sent_at ??= now;
    }
    this.#add(now, step, detail);
  }

  /** Marks it as under way: after a crash it is sent again. */
  begin(): void {
    this.row.state = 'sending';
  }

  end(now: number, result: PushResult | { readonly state: 'heard' }): void {
    this.row.state = result.state;
    if ('status' in result) {
      this.row.status = result.status;
      if (result.status !== null) this.row.answered_at = now;
    }
    if ('reason' in result) this.row.reason = result.reason.slice(0, longestDetail);
    if ('providerId' in result) this.row.provider_id = result.providerId;
    this.#add(now, result.state, 'reason' in result ? result.reason : undefined);
  }

  /** How far it came, to be written. */
  written(): Progress {
    const { id, state, status, reason, provider_id, attempts, sent_at, answered_at } = this.row;
    const steps = JSON.stringify(this.#steps);
    return { id, state, status, reason, provider_id, attempts, sent_at, answered_at, steps };
  }

  #add(now: number, step: PushStepName, detail: string | undefined): void {
    if (this.#steps.length >= mostSteps) return;
    const at = now - this.row.queued_at;
    this.#steps.push({
      at,
      step,
      ...(detail === undefined ? {} : { detail: detail.slice(0, longestDetail) }),
    });
  }
}
