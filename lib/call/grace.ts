import type { Participant } from '@/lib/platform/room';

/** How long a participant may be away without a stream, ms (call-rules.md 17). */
export const GRACE = { ringway: 30_000, outside: 15_000, paused: 120_000 } as const;

/** How often `flowing` is sent while a stream is away, ms (call-rules.md 18). */
export const FLOWING_EVERY = 5_000;

/** How long one report holds the clock, ms: two intervals, so that one may be lost or late. */
export const FLOWING_HOLDS = 2 * FLOWING_EVERY;

/** The longest that reports hold the clock in one absence, ms (call-rules.md 17). */
export const FLOWING_AT_MOST = 10 * 60_000;

/** How long a winner may stay silent after answering, ms (call-rules.md 15). */
export const WINNER_SILENCE = 20_000;

/** Whose grace it is: what kind of client, and whether its page said `paused`. */
export interface Away {
  readonly profile: Participant['profile'];
  readonly paused: boolean;
}

/**
 * A participant's stream: open, or away until `deadline` (ms since the epoch). Reports of flowing
 * media push the deadline; `flowingSince` is the first of them in this absence, `heldUntil` how far
 * the last one reaches.
 */
export type Grace =
  | { readonly stream: 'open' }
  | {
      readonly stream: 'away';
      readonly deadline: number;
      readonly flowingSince: number | null;
      readonly heldUntil: number | null;
    };

/** What can happen to it. */
export type GraceCommand =
  /** The stream dropped, or the participant came without one yet. */
  | { readonly do: 'drop'; readonly away: Away }
  | { readonly do: 'back' }
  /** Another participant reports that media still flows from this one. */
  | { readonly do: 'flowing' }
  /** Its page said `paused`, or that it no longer is. */
  | { readonly do: 'pause'; readonly away: Away }
  /** The server started again: all streams are gone and every grace time runs anew. */
  | { readonly do: 'restart'; readonly away: Away };

/** Whether a participant stays: for now until `until` (null: no limit), or not any more. */
export type GraceVerdict =
  { readonly stays: true; readonly until: number | null } | { readonly stays: false };

/** The grace time, ms (call-rules.md 17). */
function graceTime(away: Away): number {
  return away.paused ? GRACE.paused : GRACE[away.profile];
}

/** The grace after a command at `now` (ms since the epoch). What is over stays over (see {@link graceVerdict}). */
export function decideGrace(grace: Grace, command: GraceCommand, now: number): Grace {
  switch (command.do) {
    case 'back':
      return { stream: 'open' };
    case 'restart':
      return awayFrom(command.away, now);
    case 'drop':
      // A second drop of the same absence buys no time.
      return grace.stream === 'away' ? grace : awayFrom(command.away, now);
    case 'flowing':
      return graceVerdict(grace, now).stays ? held(grace, now) : grace;
    case 'pause':
      return graceVerdict(grace, now).stays ? restarted(grace, command.away, now) : grace;
  }
}

/** Whether the participant is still given time at `now` (ms since the epoch). */
export function graceVerdict(grace: Grace, now: number): GraceVerdict {
  if (grace.stream === 'open') return { stays: true, until: null };
  return now < grace.deadline ? { stays: true, until: grace.deadline } : { stays: false };
}

/**
 * Whether a winner that answered at `answeredAt` (ms since the epoch) is given time at `now`. A sign
 * of life is anything its participant did after the answer: a stream opened, a message on a leg, a
 * refresh, a state. From then on its grace alone decides (call-rules.md 15).
 */
export function winnerVerdict(
  winner: { readonly answeredAt: number; readonly gaveSignOfLife: boolean },
  now: number,
): GraceVerdict {
  if (winner.gaveSignOfLife) return { stays: true, until: null };
  const until = winner.answeredAt + WINNER_SILENCE;
  return now < until ? { stays: true, until } : { stays: false };
}

function awayFrom(away: Away, now: number): Grace {
  return {
    stream: 'away',
    deadline: now + graceTime(away),
    flowingSince: null,
    heldUntil: null,
  };
}

/** The word itself is a sign of life: its grace time starts anew, behind what a report holds. */
function restarted(grace: Grace, away: Away, now: number): Grace {
  if (grace.stream === 'open') return grace;
  return { ...grace, deadline: Math.max(now, grace.heldUntil ?? now) + graceTime(away) };
}

/** The clock does not run while a report holds it: what was left at the report is left afterwards. */
function held(grace: Grace, now: number): Grace {
  if (grace.stream === 'open') return grace;
  const flowingSince = grace.flowingSince ?? now;
  const from = Math.max(now, grace.heldUntil ?? now);
  const until = Math.min(now + FLOWING_HOLDS, flowingSince + FLOWING_AT_MOST);
  if (until <= from) return { ...grace, flowingSince };
  return {
    stream: 'away',
    deadline: grace.deadline + (until - from),
    flowingSince,
    heldUntil: until,
  };
}
