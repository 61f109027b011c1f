/** A sound that could be listened to. */
export interface Sound {
  readonly source: string;
  readonly speaking: boolean;
  /** 0 to 1, smoothed. */
  readonly level: number;
}

/** A place at a recogniser; `heardAt`: when it was last heard speaking, ms; 0: not yet. */
export interface Seat {
  readonly source: string;
  readonly heardAt: number;
}

/** How long whoever has a seat must be silent before another who speaks takes it, ms: people breathe. */
export const giveWayMs = 1_200;

/**
 * Whose sound is recognised at `now` (ms), where only so many can be at once: all while there is room, else who
 * spoke last. Whoever has a seat keeps it while they speak.
 */
export function seatsAfter(
  before: readonly Seat[],
  sounds: readonly Sound[],
  most: number,
  now: number,
): readonly Seat[] {
  const known = new Map(sounds.map((sound) => [sound.source, sound]));
  const seats = before
    .filter(({ source }) => known.has(source))
    .map((seat) => (known.get(seat.source)?.speaking === true ? { ...seat, heardAt: now } : seat));
  // Fewer than there were: the last heard stay.
  while (seats.length > most) seats.splice(seats.indexOf(longestSilent(seats)), 1);
  const standing = sounds
    .filter(({ source }) => !seats.some((seat) => seat.source === source))
    .toSorted(
      (one, other) => Number(other.speaking) - Number(one.speaking) || other.level - one.level,
    );
  for (const { source, speaking } of standing) {
    const seat = { source, heardAt: speaking ? now : 0 };
    if (seats.length < most) {
      seats.push(seat);
      continue;
    }
    const longest = longestSilent(seats);
    if (speaking && now - longest.heardAt >= giveWayMs)
      seats.splice(seats.indexOf(longest), 1, seat);
  }
  return seats;
}

function longestSilent(seats: readonly Seat[]): Seat {
  return seats.reduce((one, other) => (other.heardAt < one.heardAt ? other : one));
}
