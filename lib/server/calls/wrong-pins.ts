/** Who tries a PIN: an account, or else a network; and on which meeting, with which PINs. */
export interface Trying {
  /** The meeting's id. */
  readonly meeting: string;
  /** Its PINs, in a form that changes with them: other ones are guessed anew. */
  readonly pins: string;
  readonly account: number | null;
  readonly network: string;
}

/** So many wrong PINs may be tried within a window (ms). */
interface Limit {
  readonly most: number;
  readonly window: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * What an account may try on one meeting: a day leaves room for many slips of the finger, and is far too short for
 * whoever guesses (at twenty a day, one of 10,000 PINs is found in 250 days at even odds).
 */
const ofAccount: readonly Limit[] = [
  { most: 5, window: 10 * minute },
  { most: 20, window: day },
];

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
const ofAllNetworks: Limit = { most: 60, window: day };

/** More meetings than this are not told apart: those that nobody guessed at for longest are forgotten. */
const mostMeetings = 10_000;

/** More askers than this are not told apart at one meeting; its limit over all networks keeps guessers below. */
const mostAskers = 1_000;

/**
 * Wrong PINs of late, and how long each asker waits. An account has its own count, so that no stranger locks
 * members out; a network that has shown the right PIN does not suffer for the others. Each meeting has a book of its
 * own: whatever happens at another one, its owner's changes included, pushes nothing out of it. In memory: a
 * restart forgives some guesses. Times are ms since 1970.
 */
export class WrongPins {
  readonly #meetings = new Latest<Book>(mostMeetings);

  /** How long (ms) this asker must wait before its next try; 0: not at all. */
  wait(trying: Trying, now: number): number {
    const book = this.#bookOf(trying);
    if (trying.account !== null) {
      const wrong = book.accounts.get(trying.account) ?? [];
      return Math.max(...ofAccount.map((limit) => waitFor(wrong, limit, now)));
    }
    const own = waitOfNetwork(book.networks.get(trying.network) ?? [], now);
    const shown = book.trusted.get(trying.network);
    const isTrusted = shown !== undefined && shown > now - day;
    return Math.max(own, isTrusted ? 0 : waitFor(book.all, ofAllNetworks, now));
  }

  /** A PIN was wrong. */
  note(trying: Trying, now: number): void {
    const book = this.#bookOf(trying);
    if (trying.account === null) {
      noteAt(book.networks, trying.network, now, ofNetwork.waits.length + 1);
      book.all = [...book.all, now].slice(-ofAllNetworks.most);
    } else {
      noteAt(book.accounts, trying.account, now, Math.max(...ofAccount.map(({ most }) => most)));
    }
    this.#meetings.put(trying.meeting, book);
  }

  /**
   * The PIN was right, and nothing is left to guess with it: the host's, or the only one. Wrong ones stay counted:
   * others of that network may still guess.
   */
  noteRight(trying: Trying, now: number): void {
    if (trying.account !== null) return;
    const book = this.#bookOf(trying);
    book.trusted.put(trying.network, now);
    this.#meetings.put(trying.meeting, book);
  }

  #bookOf({ meeting, pins }: Trying): Book {
    const book = this.#meetings.get(meeting);
    return book?.pins === pins ? book : new Book(pins);
  }
}

/** What is known of one meeting with these PINs. */
class Book {
  readonly pins: string;
  /** Times of wrong PINs, the latest last. */
  readonly accounts = new Latest<readonly number[], number>(mostAskers);
  readonly networks = new Latest<readonly number[]>(mostAskers);
  all: readonly number[] = [];
  /** When a network last showed a PIN beyond which there is nothing to guess. */
  readonly trusted = new Latest<number>(mostAskers);

  constructor(pins: string) {
    this.pins = pins;
  }
}

/** How long (ms) until fewer than `most` lie within the window. */
function waitFor(wrong: readonly number[], { most, window }: Limit, now: number): number {
  const first = wrong.at(-most);
  return first === undefined ? 0 : Math.max(0, first + window - now);
}

function waitOfNetwork(wrong: readonly number[], now: number): number {
  const recent = wrong.filter((time) => time > now - ofNetwork.window);
  const last = recent.at(-1);
  if (last === undefined) return 0;
  const wait = ofNetwork.waits[recent.length - 1] ?? ofNetwork.lockout;
  return Math.max(0, last + wait - now);
}

function noteAt<Key>(
  times: Latest<readonly number[], Key>,
  key: Key,
  now: number,
  mostTimes: number,
): void {
  times.put(key, [...(times.get(key) ?? []), now].slice(-mostTimes));
}

/** Values by a key; beyond `most` those that were put longest ago are forgotten. */
class Latest<Value, Key = string> {
  readonly #values = new Map<Key, Value>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  put(key: Key, value: Value): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#most) break;
      this.#values.delete(oldest);
    }
  }
}
