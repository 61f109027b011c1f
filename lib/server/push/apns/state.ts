import type { ProviderState, ProviderVerdict } from '@/lib/platform/pushes';
import type { Clock } from '@/lib/server/clock';
import type { ApnsAppKey } from '../app-keys';
import type { Refused } from './answers';

/** Clocks that differ more are wrong (ms): a provider token counts for an hour. */
const tolerance = 5 * 60_000;

type Seen = Pick<ProviderState, 'state' | 'verdict' | 'detail'>;

const unseen: Seen = { state: 'warning', verdict: 'not_checked', detail: '' };
const ready: Seen = { state: 'good', verdict: 'ready', detail: '' };

/** How an app key's credentials do, as far as pushes showed. */
export class AppKeyState {
  readonly #appKey: ApnsAppKey;
  readonly #clock: Clock;
  #seen = unseen;
  #seenAt: number | null = null;

  constructor(appKey: ApnsAppKey, clock: Clock) {
    this.#appKey = appKey;
    this.#clock = clock;
  }

  /** APNs took the key and the topic. */
  good(): void {
    this.#seen = ready;
    this.#seenAt = this.#clock.now();
  }

  /**
   * @param date header `date` of the answer: a provider token is refused, too, where our clock is wrong
   */
  refused(about: Refused, status: number, reason: string, date: string | null): void {
    const detail = `${status} ${reason}`;
    if (about === 'device') {
      // The credentials are taken; the token is suspected to be of the other environment.
      this.#see('warning', 'ready', detail);
    } else if (about === 'key_refused' && this.#differs(date)) {
      this.#see('bad', 'clock_wrong', detail);
    } else if (reason === 'DeviceTokenNotForTopic') {
      this.#see('warning', 'topic_refused', detail);
    } else {
      this.#see('bad', about, detail);
    }
  }

  clockWrong(status: number, reason: string): void {
    this.#see('bad', 'clock_wrong', `${status} ${reason}`);
  }

  /** Nothing got through although it was tried again. */
  failed(status: number | null, reason: string): void {
    if (status === null) this.unreachable(reason);
    else this.#see('bad', 'failing', `${status} ${reason}`);
  }

  unreachable(reason: string): void {
    this.#see('bad', 'unreachable', reason);
  }

  /** A connection opened: that says nothing of the credentials yet. */
  reachable(): void {
    if (this.#seen.verdict !== 'unreachable') return;
    this.#seen = unseen;
    this.#seenAt = null;
  }

  /** What pages see of it; never a credential. */
  read(): ProviderState {
    const { key, certificateName, credentials } = this.#appKey;
    return {
      provider: 'apns',
      app_key: key,
      certificate_name: certificateName,
      environment: credentials?.environment ?? null,
      topic: credentials?.topic ?? null,
      team: credentials?.team ?? null,
      quota: null,
      ...(credentials ? this.#seen : { state: 'off', verdict: 'no_credentials', detail: '' }),
      checked: this.#seenAt === null ? null : new Date(this.#seenAt).toISOString(),
    };
  }

  #see(state: ProviderState['state'], verdict: ProviderVerdict, detail: string): void {
    this.#seen = { state, verdict, detail };
    this.#seenAt = this.#clock.now();
  }

  #differs(date: string | null): boolean {
    const theirs = date === null ? NaN : Date.parse(date);
    return Math.abs(theirs - this.#clock.now()) > tolerance;
  }
}
