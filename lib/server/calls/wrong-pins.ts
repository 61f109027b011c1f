/** Who tries a PIN: an account, or else a network; and on which meeting, with which PINs. */
export interface Trying {
  readonly meeting: string;
  readonly account: number | null;
  readonly network: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Wrong PINs that an account may try on one meeting within its window, ms. */
const ofAccount = { most: 5, window: 10 * minute } as const;

/**
 * How long (ms) a network without an account waits after its wrong PINs of a day: two are slips of the finger,
 * then it is slowed, and from the seventh on locked out for an hour each.
 */
const ofNetwork = {
  waits: [0, 0, 5_000, 15_000, 45_000, 135_000],
  lockout: hour,
  window: day,
} as const;

/**
 * Wrong PINs that all networks together may try on one meeting: at sixty a day, one of 10,000 PINs is found in
 * eighty days at even odds.
 */
const ofAllNetworks = { most: 60, window: day } as const;

/** More askers, and more meetings, than this are not told apart: the oldest are forgotten first. */
const mostKept = 10_000;

/**
 * Wrong PINs of late, and how long each asker waits. An account has its own count, so that no stranger locks
 * members out; a network that has shown the right PIN does not suffer for the others. In memory: a restart
 * forgives some guesses. Times are ms since 1970.
 */
export class WrongPins {
  readonly #accounts = new Times();
  readonly #networks = new Times();
  readonly #meetings = new Times();
  readonly #trusted = new Times();

  /** How long (ms) this asker must wait before its next try; 0: not at all. */
  wait(trying: Trying, now: number): number {
    if (trying.account !== null) {
      return this.#accounts.waitFor(accountKey(trying), ofAccount, now);
    }
    const own = waitOfNetwork(this.#networks.since(networkKey(trying), now - day), now);
    const trusted = this.#trusted.since(networkKey(trying), now - day).length > 0;
    const all = trusted ? 0 : this.#meetings.waitFor(trying.meeting, ofAllNetworks, now);
    return Math.max(own, all);
  }

  /** A PIN was wrong. */
  note(trying: Trying, now: number): void {
    if (trying.account !== null) {
      this.#accounts.note(accountKey(trying), now, ofAccount.most);
      return;
    }
    this.#networks.note(networkKey(trying), now, ofNetwork.waits.length + 1);
    this.#meetings.note(trying.meeting, now, ofAllNetworks.most);
  }

  /** A PIN was right. Wrong ones stay counted: who has the guests' PIN may still guess the host's. */
  noteRight(trying: Trying, now: number): void {
    if (trying.account === null) this.#trusted.note(networkKey(trying), now, 1);
  }
}

function accountKey({ meeting, account }: Trying): string {
  return `${meeting} ${account}`;
}

function networkKey({ meeting, network }: Trying): string {
  return `${meeting} ${network}`;
}

function waitOfNetwork(wrong: readonly number[], now: number): number {
  const last = wrong.at(-1);
  if (last === undefined) return 0;
  const wait = ofNetwork.waits[wrong.length - 1] ?? ofNetwork.lockout;
  return Math.max(0, last + wait - now);
}

/** The latest times of something, by a key. */
class Times {
  readonly #times = new Map<string, readonly number[]>();

  since(key: string, from: number): readonly number[] {
    return (this.#times.get(key) ?? []).filter((time) => time > from);
  }

  /** How long (ms) until fewer than `most` lie within the window. */
  waitFor(
    key: string,
    { most, window }: { readonly most: number; readonly window: number },
    now: number,
  ): number {
    const recent = this.since(key, now - window);
    const first = recent.at(-most);
    return first === undefined ? 0 : first + window - now;
  }

  note(key: string, now: number, mostTimes: number): void {
    const times = [...(this.#times.get(key) ?? []), now].slice(-mostTimes);
    this.#times.delete(key);
    this.#times.set(key, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > mostKept && oldest !== undefined) this.#times.delete(oldest);
  }
}
