import type { KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { refused, type Outcome } from '@/lib/server/outcome';
import { done } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { refusedFor } from './replies';

/** Who asks to be let in, by account or else by network, and the PIN it brings. */
interface Knocking {
  readonly account: KnownAccount | null;
  readonly network: string;
  readonly pin: string | undefined;
}

/** As what somebody comes in. */
export type Admitted = 'host' | 'guest';

type Pins = Pick<Row<'meeting'>, 'id' | 'owner_account_id' | 'pin' | 'guest_pin'>;

/** Wrong PINs that one asker may try on one meeting within the window. */
const mostGuesses = 5;

/** How long (ms) wrong guesses are remembered. */
const window = 10 * 60_000;

/** More askers than this are not told apart: the oldest guesses are forgotten first. */
const mostAskers = 10_000;

/**
 * Whether a PIN lets somebody into a meeting, and as what (platform-api.md 4). Its owner needs none. Of
 * two PINs the first makes a host; a meeting's only PIN lets in as a guest. Without any, whoever has an
 * account may come; somebody without one only where the operator allows that.
 */
export function admission(
  context: Context,
  meeting: Pins,
  { account, network, pin }: Knocking,
): Outcome<Admitted> {
  if (account?.id === meeting.owner_account_id) return done('host');
  if (meeting.pin === null && meeting.guest_pin === null) {
    const allowed = account !== null || context.settings.anonymousCallers;
    return allowed ? done('guest') : refused('forbidden', 'Sign in to join this meeting.');
  }
  const asker = `${meeting.id} ${account === null ? network : account.id}`;
  const book = guessesOf(context);
  const wait = book.wait(asker, context.clock.now());
  if (wait > 0) return refusedFor('too_many', wait);
  if (pin === undefined || pin === '') return pinWanted(meeting);
  if (pin === meeting.guest_pin) return done('guest');
  if (pin === meeting.pin) return done(meeting.guest_pin === null ? 'guest' : 'host');
  book.note(asker, context.clock.now());
  return refused('pin_required', 'Invalid PIN');
}

function pinWanted(meeting: Pins): Outcome<never> {
  const { pin, guest_pin } = meeting;
  return {
    ok: false,
    refusal: {
      reason: 'pin_required',
      text: 'This room wants a PIN.',
      pins: {
        pin: pin === null ? 'none' : 'required',
        guest_pin: guest_pin === null ? 'none' : 'required',
      },
    },
  };
}

/** Wrong PINs of late, by asker. In memory: a restart forgives five guesses of a million. */
class Guesses {
  readonly #times = new Map<string, readonly number[]>();

  /** How long (ms) this asker must wait; 0: not at all. */
  wait(asker: string, now: number): number {
    const recent = this.#recent(asker, now);
    const [first = now] = recent;
    return recent.length < mostGuesses ? 0 : first + window - now;
  }

  note(asker: string, now: number): void {
    const times = [...this.#recent(asker, now), now];
    this.#times.delete(asker);
    this.#times.set(asker, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > mostAskers && oldest !== undefined) this.#times.delete(oldest);
  }

  #recent(asker: string, now: number): readonly number[] {
    return (this.#times.get(asker) ?? []).filter((time) => now - time < window);
  }
}

const books = new WeakMap<Context, Guesses>();

function guessesOf(context: Context): Guesses {
  const known = books.get(context) ?? new Guesses();
  books.set(context, known);
  return known;
}
