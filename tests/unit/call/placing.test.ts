import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decidePlacing,
  isReachable,
  RING_LIMITS,
  ringWait,
  type CalleeDevice,
  type PlacingFacts,
} from '@/lib/call/placing';
import { START } from './examples';
import { runs } from './random';

function device(id: string, change: Partial<CalleeDevice> = {}): CalleeDevice {
  return {
    id,
    rings: true,
    stream: { state: 'open' },
    livePush: false,
    engagedIn: [],
    ...change,
  };
}

type Change = Partial<Omit<PlacingFacts, 'callee' | 'caller'>> & {
  callee?: Partial<PlacingFacts['callee']>;
  caller?: Partial<PlacingFacts['caller']>;
};

/** Alice (1) calls Bob (2), who has a phone and a laptop and nothing against it. */
function facts({ callee, caller, ...change }: Change = {}): PlacingFacts {
  return {
    kind: 'gateway',
    now: START,
    caller: { account: 1, device: 'alice-phone', ...caller },
    anonymousCallers: false,
    callee: {
      account: 2,
      disabled: false,
      busy: 'waiting',
      unknownCallers: 'ring',
      hasBlockedCaller: false,
      knowsCaller: true,
      devices: [device('phone'), device('laptop')],
      ...callee,
    },
    ringingFromCallee: null,
    openRooms: [],
    unanswered: [],
    ...change,
  };
}

const rings = {
  outcome: 'ring',
  devices: ['phone', 'laptop'],
  waiting: false,
  silenced: false,
  replaces: [],
};

describe('placing a call', () => {
  it('rings every device of the callee', () => {
    expect(decidePlacing(facts())).toEqual(rings);
  });

  it('does not ring a device that its person silenced', () => {
    const devices = [device('phone'), device('laptop', { rings: false })];
    expect(decidePlacing(facts({ callee: { devices } }))).toMatchObject({ devices: ['phone'] });
  });

  it('is refused for an account that is disabled', () => {
    expect(decidePlacing(facts({ callee: { disabled: true } }))).toEqual({
      outcome: 'refused',
      reason: 'not_found',
    });
  });

  it('is refused for an anonymous caller unless the operator allows it', () => {
    const anonymous = { caller: { account: null } };
    expect(decidePlacing(facts(anonymous))).toEqual({ outcome: 'refused', reason: 'forbidden' });
    expect(decidePlacing(facts({ ...anonymous, anonymousCallers: true }))).toEqual(rings);
  });

  it('replaces the call of the same device to the same callee (rule 12)', () => {
    expect(decidePlacing(facts({ openRooms: ['old'] }))).toEqual({ ...rings, replaces: ['old'] });
  });
});

describe('reachable (rule 16)', () => {
  it.each([
    ['an open stream', device('x'), true],
    ['a stream closed 10 s ago', device('x', closed(10_000)), true],
    ['a stream closed longer ago', device('x', closed(10_001)), false],
    ['no stream', device('x', { stream: { state: 'none' } }), false],
    ['a live push channel', device('x', { stream: { state: 'none' }, livePush: true }), true],
  ])('%s', (_what, one, reachable) => {
    expect(isReachable(one, START)).toBe(reachable);
    expect(decidePlacing(facts({ callee: { devices: [one] } })).outcome).toBe(
      reachable ? 'ring' : 'unreachable',
    );
  });

  it('an account without devices is unreachable at once', () => {
    expect(decidePlacing(facts({ callee: { devices: [] } }))).toEqual({
      outcome: 'unreachable',
      because: 'no_device',
    });
  });

  function closed(ago: number): Pick<CalleeDevice, 'stream'> {
    return { stream: { state: 'closed', closedAt: START - ago } };
  }
});

describe('busy (rule 12)', () => {
  const devices = [device('phone', { engagedIn: ['other'] }), device('laptop')];

  it('rings with waiting when a device of the callee is in a call', () => {
    expect(decidePlacing(facts({ callee: { devices } }))).toEqual({ ...rings, waiting: true });
  });

  it('is busy when the callee chose so', () => {
    expect(decidePlacing(facts({ callee: { devices, busy: 'reject' } }))).toEqual({
      outcome: 'busy',
    });
  });

  it('the call that is being replaced makes nobody busy', () => {
    const placing = facts({ callee: { devices, busy: 'reject' }, openRooms: ['other'] });
    expect(decidePlacing(placing)).toEqual({ ...rings, replaces: ['other'] });
  });
});

describe('glare (rule 11)', () => {
  const ringingFromCallee = { invitation: 'theirs', placedFrom: 'phone' };

  it('placing a call to who is calling me answers it', () => {
    expect(decidePlacing(facts({ ringingFromCallee }))).toEqual({
      outcome: 'answer_glare',
      invitation: 'theirs',
      replaces: [],
    });
  });

  it('comes before busy, blocks and limits: an answer is no call', () => {
    const unanswered = Array.from({ length: 30 }, () => START - 1);
    const devices = [device('phone', { engagedIn: ['calling'] })];
    const callee = { devices, busy: 'reject' as const, hasBlockedCaller: true };
    expect(decidePlacing(facts({ ringingFromCallee, unanswered, callee })).outcome).toBe(
      'answer_glare',
    );
  });

  it('an invitation into a meeting answers nothing', () => {
    expect(decidePlacing(facts({ ringingFromCallee, kind: 'conference' }))).toEqual(rings);
  });
});

describe('calling oneself', () => {
  const caller = { account: 2, device: 'phone' };

  it('rings the other devices', () => {
    expect(decidePlacing(facts({ caller }))).toEqual({ ...rings, devices: ['laptop'] });
  });

  it('is no reason to be busy, blocked or unknown', () => {
    const callee = {
      devices: [device('phone', { engagedIn: ['mine'] }), device('laptop')],
      busy: 'reject' as const,
      hasBlockedCaller: true,
      knowsCaller: false,
      unknownCallers: 'silence' as const,
    };
    expect(decidePlacing(facts({ caller, callee }))).toEqual({ ...rings, devices: ['laptop'] });
  });

  it('again from the same device is a new call, from the rung one an answer', () => {
    const own = { invitation: 'mine', placedFrom: 'phone' };
    const again = facts({ caller, ringingFromCallee: own, openRooms: ['mine'] });
    expect(decidePlacing(again).outcome).toBe('ring');
    const answer = facts({ caller: { ...caller, device: 'laptop' }, ringingFromCallee: own });
    expect(decidePlacing(answer).outcome).toBe('answer_glare');
  });
});

describe('who is not welcome', () => {
  it('who is blocked sees what anybody sees of somebody who is away', () => {
    expect(decidePlacing(facts({ callee: { hasBlockedCaller: true } }))).toEqual({
      outcome: 'unreachable',
      because: 'blocked',
    });
  });

  it('an unknown caller rings nowhere when the callee silences them', () => {
    const callee = { unknownCallers: 'silence' as const, knowsCaller: false };
    expect(decidePlacing(facts({ callee }))).toEqual({ ...rings, devices: [], silenced: true });
    expect(decidePlacing(facts({ callee: { ...callee, knowsCaller: true } }))).toEqual(rings);
  });

  it('an unknown caller learns nothing from it: who is away is unreachable all the same', () => {
    const callee = { unknownCallers: 'silence' as const, knowsCaller: false, devices: [] };
    expect(decidePlacing(facts({ callee })).outcome).toBe('unreachable');
  });
});

describe('ring spam', () => {
  const every = (count: number, gap: number) =>
    Array.from({ length: count }, (_, index) => START - (index + 1) * gap);

  it.each([
    ['below the free ones', every(9, 1), 0],
    ['the first wait', every(10, 1), 4_999],
    ['a wait twice as long', every(11, 1), 9_999],
    ['the longest wait', every(15, 1), 59_999],
    ['all used up: until the oldest is forgotten', every(20, 1), 600_000 - 20],
    ['old ones do not count', every(30, 600_000), 0],
  ])('%s', (_what, unanswered, wait) => {
    expect(ringWait(unanswered, START)).toBe(wait);
    expect(decidePlacing(facts({ unanswered }))).toEqual(
      wait === 0 ? rings : { outcome: 'refused', reason: 'too_many', retryAfter: wait },
    );
  });

  it('a block does not show in it', () => {
    const unanswered = every(20, 1);
    expect(decidePlacing(facts({ unanswered, callee: { hasBlockedCaller: true } }))).toEqual(
      decidePlacing(facts({ unanswered })),
    );
  });

  it('never meets a person who lets every call ring to its end', () => {
    const placed: number[] = [];
    for (let now = START; now < START + 3_600_000; now += 45_000) {
      expect(ringWait(placed, now)).toBe(0);
      placed.push(now);
    }
  });

  it('holds whoever calls and cancels in a row below the most in every window', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(gaps, (between) => {
        const placed: number[] = [];
        let now = START;
        for (const gap of between) {
          now += gap;
          if (ringWait(placed, now) === 0) placed.push(now);
          const recent = placed.filter((at) => now - at < RING_LIMITS.window);
          expect(recent.length).toBeLessThanOrEqual(RING_LIMITS.most);
        }
      }),
      runs(500),
    );
  });

  it('waiting as long as told is enough', () => {
    const past = fc.array(fc.integer({ min: START - 700_000, max: START }), { maxLength: 40 });
    fc.assert(
      fc.property(past, (unanswered) => {
        expect(ringWait(unanswered, START + ringWait(unanswered, START))).toBe(0);
      }),
      runs(1_000),
    );
  });
});
