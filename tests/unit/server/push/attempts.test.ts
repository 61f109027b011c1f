import { describe, expect, it, vi } from 'vitest';
import { attemptInTime, type Attempt } from '@/lib/server/push/attempts';
import { createVirtualClock } from '@/tests/support/virtual-clock';

const busy: Attempt = { kind: 'again', status: 503, reason: 'busy', notBefore: null };
const accepted: Attempt = {
  kind: 'final',
  result: { state: 'accepted', status: 200, providerId: null },
};
const failed = { state: 'failed', status: 503, reason: 'busy' };

describe('attempts at a push', () => {
  function open(attempts: readonly Attempt[]) {
    const clock = createVirtualClock();
    const push = {
      expiresAt: clock.now() + 45_000,
      isDropped: vi.fn(() => false),
      note: vi.fn(),
    };
    const left = [...attempts];
    const attempt = vi.fn<() => Promise<Attempt>>(() => Promise.resolve(left.shift() ?? busy));
    const closing = new AbortController();
    const result = () => attemptInTime(push, clock, closing.signal, attempt);
    return { clock, push, attempt, result };
  }

  it('are made at once the first time again, until one gets through', async () => {
    const { push, attempt, result } = open([busy, accepted]);
    expect(await result()).toEqual({ state: 'accepted', status: 200, providerId: null });
    expect(attempt).toHaveBeenCalledTimes(2);
    expect(push.note).toHaveBeenCalledWith('retrying', 'busy');
  });

  it('are not made for a call that is over, nor after its time', async () => {
    const over = open([]);
    over.push.isDropped.mockReturnValue(true);
    expect(await over.result()).toEqual({ state: 'dropped' });
    const late = open([]);
    late.clock.advance(45_000);
    expect(await late.result()).toEqual({ state: 'expired' });
    expect([over.attempt, late.attempt].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });

  it('that were made and failed have failed, also where the call ends meanwhile', async () => {
    const { push, attempt, result } = open([busy]);
    attempt.mockImplementationOnce(() => {
      push.isDropped.mockReturnValue(true);
      return Promise.resolve(busy);
    });
    expect(await result()).toEqual(failed);
    expect(attempt).toHaveBeenCalledOnce();
  });

  it('that failed say so where the next one is held back on its way', async () => {
    const heldBack: Attempt = { kind: 'final', result: { state: 'dropped' } };
    expect(await open([busy, heldBack]).result()).toEqual(failed);
    expect(await open([heldBack]).result()).toEqual({ state: 'dropped' });
  });
});
