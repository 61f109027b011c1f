import { describe, expect, it, vi } from 'vitest';
import type { Attempt } from '@/lib/server/push/attempts';
import { errorOf, judge } from '@/lib/server/push/jpush/answers';
import { createCidPool } from '@/lib/server/push/jpush/cids';
import { createRateWindow } from '@/lib/server/push/jpush/rate';
import { createLanes } from '@/lib/server/push/lanes';
import { createVirtualClock } from '@/tests/support/virtual-clock';

describe('a rate window', () => {
  const headers = (limit: number, remaining: number, reset: number, name = 'Limit') =>
    new Headers({
      [`X-Rate-Limit-${name}`]: String(limit),
      'X-Rate-Limit-Remaining': String(remaining),
      'X-Rate-Limit-Reset': String(reset),
    });

  it('allows everything before the first answer', () => {
    const window = createRateWindow(createVirtualClock());
    expect([window.take(), window.quota(), window.resetsAt()]).toEqual([null, null, null]);
  });

  it('counts what is under way, though an answer does not know of it yet', () => {
    const clock = createVirtualClock();
    const window = createRateWindow(clock);
    window.read(headers(600, 3, 30));
    expect([window.take(), window.take()]).toEqual([null, null]);
    window.read(headers(600, 2, 30));
    expect(window.take()).toBeNull();
    expect(window.take()).toBe(clock.now() + 30_000);
    expect(window.quota()).toEqual({ limit: 600, remaining: 0, reset_s: 30 });
  });

  it('begins anew when it ends, or when an answer tells of a later one', () => {
    const clock = createVirtualClock();
    const window = createRateWindow(clock);
    window.read(headers(2, 0, 30, 'Quota'));
    expect(window.take()).toBe(clock.now() + 30_000);
    clock.advance(30_000);
    expect([window.take(), window.take()]).toEqual([null, null]);
    expect(window.take()).toBe(clock.now() + 60_000);
    window.read(headers(2, 1, 20));
    expect(window.take()).toBeNull();
  });

  it('is not moved by headers that are none', () => {
    const window = createRateWindow(createVirtualClock());
    window.read(new Headers({ 'X-Rate-Limit-Limit': '600', 'X-Rate-Limit-Remaining': 'many' }));
    expect(window.quota()).toBeNull();
  });
});

describe('the stock of cids', () => {
  const failure: Attempt = { kind: 'again', status: 500, reason: 'failing', notBefore: null };

  it('is fetched in advance, gives each once, and not those that are old', async () => {
    const clock = createVirtualClock();
    let count = 0;
    const fetchSome = vi.fn(() =>
      Promise.resolve(Array.from({ length: 10 }, () => `cid ${(count += 1)}`)),
    );
    const pool = createCidPool(clock, fetchSome);
    pool.fill();
    await vi.waitFor(() => expect(fetchSome).toHaveBeenCalledOnce());
    const taken = await Promise.all(Array.from({ length: 35 }, () => pool.take()));
    expect(new Set(taken).size).toBe(35);
    // All that was asked for by now is in stock.
    await new Promise((resolve) => setImmediate(resolve));
    const fetched = count;
    clock.advance(13 * 3_600_000);
    expect(await pool.take()).toBe(`cid ${fetched + 1}`);
    expect(pool.isVip()).toBe(false);
  });

  it('tells whoever waits that none is to be had, and is fetched anew for the next', async () => {
    const fetchSome = vi.fn<() => Promise<readonly string[] | Attempt>>();
    fetchSome.mockResolvedValueOnce(failure).mockResolvedValue(['one', 'two']);
    const pool = createCidPool(createVirtualClock(), fetchSome);
    expect(await pool.take()).toEqual(failure);
    expect(await pool.take()).toBe('one');
  });
});

describe('an answer of JPush', () => {
  const codes = [
    [500, 1000, 'again', 'failing'],
    [405, 1001, 'refused', 'failing'],
    [400, 1002, 'refused', 'failing'],
    [400, 1003, 'refused', 'failing'],
    [401, 1004, 'refused', 'key_refused'],
    [400, 1005, 'refused', null],
    [400, 1008, 'refused', 'key_refused'],
    [400, 1009, 'refused', 'failing'],
    [400, 1011, 'gone', 'ready'],
    [400, 1012, 'refused', 'out_of_quota'],
    [404, 1020, 'refused', 'failing'],
    [503, 1030, 'again', 'failing'],
    [429, 2002, 'again', 'out_of_quota'],
    [403, 2003, 'refused', 'key_refused'],
    [403, 2004, 'refused', 'key_refused'],
    [403, 2005, 'refused', 'out_of_quota'],
    [418, 9999, 'refused', 'failing'],
  ] as const;

  it.each(codes)('%i with code %i: %s, %s', (status, code, outcome, verdict) => {
    const { attempt, ...told } = judge(status, { code, message: '' }, null, null);
    expect(attempt.kind === 'again' ? 'again' : attempt.result.state).toBe(outcome);
    expect(told.verdict).toBe(verdict);
  });

  it('that names the RegistrationID as invalid makes it void, and is not repeated', () => {
    const message = 'The registration_id 140fe1da9e22a23f92f is invalid!';
    const { attempt } = judge(400, { code: 1003, message }, null, null);
    expect(attempt).toMatchObject({ kind: 'final', result: { state: 'gone' } });
    expect(JSON.stringify(attempt)).not.toContain('140fe1da9e22a23f92f');
  });

  it('without a code is judged by its status', () => {
    expect(errorOf('<html>')).toBeNull();
    expect(judge(502, null, null, null).attempt.kind).toBe('again');
    expect(judge(302, null, null, null).attempt).toMatchObject({ result: { state: 'refused' } });
    expect(judge(401, null, null, null).verdict).toBe('key_refused');
  });
});

describe('lanes', () => {
  it('run so much at once, the rest in order, and go on after a failure', async () => {
    const lanes = createLanes(2);
    const ends: (() => void)[] = [];
    const begun: number[] = [];
    const work = (name: number) =>
      lanes(() => {
        begun.push(name);
        return new Promise<void>((resolve) => ends.push(resolve));
      });
    const failing = lanes(() => Promise.reject(new Error('broken')));
    const all = [1, 2, 3].map(work);
    await expect(failing).rejects.toThrow('broken');
    await vi.waitFor(() => expect(begun).toEqual([1, 2]));
    ends[0]?.();
    await vi.waitFor(() => expect(begun).toEqual([1, 2, 3]));
    for (const end of ends) end();
    await Promise.all(all);
  });
});
