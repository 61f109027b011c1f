import type { CallEntry } from '@/lib/platform/own';

/** Calls that stand in one line: the same person, one after the other, of the same kind and day. */
export interface RecentLine {
  readonly key: string;
  /** The newest of them. */
  readonly call: CallEntry;
  readonly count: number;
}

/** The calls of one day. */
export interface RecentDay {
  readonly key: string;
  readonly day: Date;
  readonly lines: readonly RecentLine[];
}

/** Whether someone called and nobody here took or declined it. */
export function isMissed({ direction, outcome }: CallEntry): boolean {
  return (
    direction === 'incoming' &&
    outcome !== 'answered' &&
    outcome !== 'rejected' &&
    outcome !== 'ringing'
  );
}

/** Calls (newest first) by day, in the time zone of this browser, repeats in one line. */
export function groupRecents(calls: readonly CallEntry[]): readonly RecentDay[] {
  const days: { key: string; day: Date; lines: RecentLine[] }[] = [];
  for (const call of calls) {
    const placed = new Date(call.placed);
    const key = dayKey(placed);
    let today = days.at(-1);
    if (today?.key !== key) {
      today = { key, day: placed, lines: [] };
      days.push(today);
    }
    const before = today.lines.at(-1);
    if (before && belongTogether(before.call, call)) {
      today.lines[today.lines.length - 1] = { ...before, count: before.count + 1 };
    } else {
      today.lines.push({ key: call.id, call, count: 1 });
    }
  }
  return days;
}

/** A name of the day that a moment is in, in the time zone of this browser. */
export function dayKey(moment: Date): string {
  return `${moment.getFullYear()}-${moment.getMonth()}-${moment.getDate()}`;
}

function belongTogether(one: CallEntry, other: CallEntry): boolean {
  return (
    one.peer.address === other.peer.address &&
    one.direction === other.direction &&
    isMissed(one) === isMissed(other) &&
    one.outcome !== 'ringing' &&
    other.outcome !== 'ringing'
  );
}
