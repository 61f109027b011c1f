import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideGrace,
  FLOWING_AT_MOST,
  FLOWING_EVERY,
  FLOWING_HOLDS,
  graceVerdict,
  winnerVerdict,
  type Away,
  type Grace,
  type GraceCommand,
} from '@/lib/call/grace';
import { START } from './examples';
import { runs } from './random';

const page: Away = { profile: 'ringway', paused: false };
const open: Grace = { stream: 'open' };

function stays(grace: Grace): number | null {
  const verdict = graceVerdict(grace, START);
  return verdict.stays ? verdict.until : -1;
}

/** Applies commands at times counted from START, ms. */
function after(grace: Grace, ...commands: readonly (readonly [number, GraceCommand])[]): Grace {
  return commands.reduce(
    (present, [at, command]) => decideGrace(present, command, START + at),
    grace,
  );
}

describe('the grace time (rule 17)', () => {
  it.each([
    ['our pages', page, 30_000],
    ['outside clients', { profile: 'outside', paused: false }, 15_000],
    ['a page that said paused', { profile: 'ringway', paused: true }, 120_000],
  ] as const)('of %s', (_who, away, time) => {
    const dropped = after(open, [0, { do: 'drop', away }]);
    expect(stays(dropped)).toBe(START + time);
    expect(graceVerdict(dropped, START + time - 1).stays).toBe(true);
    expect(graceVerdict(dropped, START + time)).toEqual({ stays: false });
    expect(after(dropped, [time - 1, { do: 'back' }])).toEqual(open);
  });

  it('dropping twice buys no time', () => {
    const once = after(open, [0, { do: 'drop', away: page }]);
    expect(after(once, [9_000, { do: 'drop', away: page }])).toEqual(once);
  });

  it('starts anew with every absence', () => {
    const again = after(
      open,
      [0, { do: 'drop', away: page }],
      [29_000, { do: 'back' }],
      [40_000, { do: 'drop', away: page }],
    );
    expect(stays(again)).toBe(START + 70_000);
  });

  it('starts anew after a restart of the server, for who was there and who was away', () => {
    const restart: GraceCommand = { do: 'restart', away: page };
    expect(stays(after(open, [5_000, restart]))).toBe(START + 35_000);
    const away = after(open, [0, { do: 'drop', away: page }]);
    expect(stays(after(away, [29_000, restart]))).toBe(START + 59_000);
  });

  it('a page that says paused while away gets the longer time, one that resumes the shorter', () => {
    const paused = after(
      open,
      [0, { do: 'drop', away: page }],
      [1_000, { do: 'pause', away: { ...page, paused: true } }],
    );
    expect(stays(paused)).toBe(START + 121_000);
    expect(stays(after(paused, [50_000, { do: 'pause', away: page }]))).toBe(START + 80_000);
    expect(after(open, [0, { do: 'pause', away: page }])).toBe(open);
  });
});

describe('flowing media holds the clock', () => {
  const dropped = () => after(open, [0, { do: 'drop', away: page }]);
  const flowing: GraceCommand = { do: 'flowing' };

  it('for the time until the next reports are due; what was left stays left', () => {
    const one = after(dropped(), [20_000, flowing]);
    expect(stays(one)).toBe(START + 30_000 + FLOWING_HOLDS);
    const two = after(one, [20_000 + FLOWING_EVERY, flowing]);
    expect(stays(two)).toBe(START + 30_000 + FLOWING_HOLDS + FLOWING_EVERY);
  });

  it('two who report hold it no longer than one', () => {
    const one = after(dropped(), [1_000, flowing], [6_000, flowing]);
    const two = after(dropped(), [1_000, flowing], [1_000, flowing], [6_000, flowing]);
    expect(two).toEqual(one);
  });

  it('after a gap only the gap has run', () => {
    const gap = after(dropped(), [0, flowing], [FLOWING_HOLDS + 4_000, flowing]);
    expect(stays(gap)).toBe(START + 30_000 + 2 * FLOWING_HOLDS);
  });

  it('for ten minutes of one absence at most', () => {
    let grace = dropped();
    let at = 0;
    while (graceVerdict(grace, START + at).stays) {
      grace = after(grace, [at, flowing]);
      at += FLOWING_EVERY;
    }
    expect(grace).toMatchObject({ deadline: START + FLOWING_AT_MOST + 30_000 });
  });

  it('does nothing for who is there or whose time is over', () => {
    expect(after(open, [0, flowing])).toBe(open);
    const over = dropped();
    expect(after(over, [30_000, flowing])).toBe(over);
    expect(after(over, [30_000, { do: 'pause', away: page }])).toBe(over);
  });

  it('random reports: never beyond the most, never shorter than without them', () => {
    const reports = fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(reports, (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        const grace = after(dropped(), ...sorted.map((at) => [at, flowing] as const));
        if (grace.stream === 'open') throw new Error('nobody came back');
        expect(grace.deadline).toBeGreaterThanOrEqual(START + 30_000);
        expect(grace.deadline).toBeLessThanOrEqual(START + 30_000 + FLOWING_AT_MOST);
      }),
      runs(1_000),
    );
  });

  it('random reports: what did not run is exactly what they held', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(gaps, (between) => {
        let grace = dropped();
        let now = 0;
        let heldUntil = 0;
        let ran = 0;
        for (const gap of between) {
          ran += Math.max(0, now + gap - Math.max(now, heldUntil));
          now += gap;
          if (ran >= 30_000) break;
          heldUntil = Math.min(
            now + FLOWING_HOLDS,
            (grace.stream === 'away' && grace.flowingSince !== null
              ? grace.flowingSince - START
              : now) + FLOWING_AT_MOST,
          );
          grace = after(grace, [now, flowing]);
          expect(stays(grace)).toBe(START + Math.max(now, heldUntil) + 30_000 - ran);
        }
      }),
      runs(1_000),
    );
  });
});

describe('a winner that goes silent (rule 15)', () => {
  it('is given 20 s for a sign of life', () => {
    const silent = { answeredAt: START, gaveSignOfLife: false };
    expect(winnerVerdict(silent, START)).toEqual({ stays: true, until: START + 20_000 });
    expect(winnerVerdict(silent, START + 19_999).stays).toBe(true);
    expect(winnerVerdict(silent, START + 20_000)).toEqual({ stays: false });
  });

  it('stays once it gave one', () => {
    expect(winnerVerdict({ answeredAt: START, gaveSignOfLife: true }, START + 90_000)).toEqual({
      stays: true,
      until: null,
    });
  });
});
