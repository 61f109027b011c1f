import type { KnownAccount } from '@/lib/server/authority';
import type { Context } from '@/lib/server/context';
import { takesGuests } from '@/lib/server/meetings/guests';
import { done, refused, type Outcome } from '@/lib/server/outcome';
import type { Row } from '@/lib/server/store/schema';
import { refusedBecause } from './replies';
import { WrongPins, type Trying } from './wrong-pins';

/** Who asks to be let in, by account or else by network, and the PIN it brings. */
interface Knocking {
  readonly account: KnownAccount | null;
  readonly network: string;
  readonly pin: string | undefined;
}

/** As what somebody comes in. */
export type Admitted = 'host' | 'guest';

type Pins = Pick<Row<'meeting'>, 'id' | 'owner_account_id' | 'pin' | 'guest_pin' | 'guests'>;

/**
 * Whether a PIN lets somebody into a meeting, and as what (platform-api.md 4). Its owner needs none. Of
 * two PINs the first makes a host; a meeting's only PIN lets in as a guest. Without any, whoever has an
 * account may come; somebody without one only where the meeting takes guests.
 */
export function admission(
  context: Context,
  meeting: Pins,
  { account, network, pin }: Knocking,
): Outcome<Admitted> {
  if (account?.id === meeting.owner_account_id) return done('host');
  if (account === null && !takesGuests(context.settings, meeting)) {
    return refusedBecause('forbidden', 'no_guests');
  }
  if (meeting.pin === null && meeting.guest_pin === null) return done('guest');
  const now = context.clock.now();
  const wrong = wrongPinsOf(context);
  // Other PINs are guessed anew: who sets them ends a lockout.
  const pins = JSON.stringify([meeting.pin, meeting.guest_pin]);
  const trying: Trying = { meeting: meeting.id, pins, account: account?.id ?? null, network };
  const wait = wrong.wait(trying, now);
  if (wait > 0) return refusedBecause('too_many', 'wrong_pins', wait);
  if (pin === undefined || pin === '') return pinWanted(meeting);
  const admitted = byPin(meeting, pin);
  if (admitted === undefined) {
    wrong.note(trying, now);
    return refused('pin_required', 'Invalid PIN');
  }
  // Who has the guests' PIN of two may still guess the host's.
  if (admitted === 'host' || hasOnePin(meeting)) wrong.noteRight(trying, now);
  return done(admitted);
}

function byPin(meeting: Pins, pin: string): Admitted | undefined {
  if (pin === meeting.guest_pin) return 'guest';
  if (pin !== meeting.pin) return undefined;
  return meeting.guest_pin === null ? 'guest' : 'host';
}

function hasOnePin({ pin, guest_pin }: Pins): boolean {
  return pin === null || guest_pin === null;
}

/** The PINs that a meeting has, as whoever brings none is told. */
function pinWanted({ pin, guest_pin }: Pins): Outcome<never> {
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

const books = new WeakMap<Context, WrongPins>();

function wrongPinsOf(context: Context): WrongPins {
  const known = books.get(context) ?? new WrongPins();
  books.set(context, known);
  return known;
}
