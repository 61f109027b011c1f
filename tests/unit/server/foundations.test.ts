import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createInProcessBus } from '@/lib/server/bus/in-process';
import { systemClock } from '@/lib/server/clock';
import { createDeadlines } from '@/lib/server/deadlines';
import { openSecrets, secretFile } from '@/lib/server/secrets';
import { createVirtualClock } from '@/tests/support/virtual-clock';

describe('the bus', () => {
  it('wakes the listeners of a topic, and one that throws keeps nobody asleep', () => {
    const report = vi.fn();
    const bus = createInProcessBus(report);
    const [one, other, elsewhere] = [vi.fn(), vi.fn(), vi.fn()];
    bus.subscribe('receiver:a', () => {
      throw new Error('broken');
    });
    const stop = bus.subscribe('receiver:a', one);
    bus.subscribe('receiver:a', other);
    bus.subscribe('receiver:b', elsewhere);
    bus.publish('receiver:a');
    stop();
    bus.publish('receiver:a');
    expect([one, other, elsewhere, report].map(({ mock }) => mock.calls.length)).toEqual([
      1, 2, 0, 2,
    ]);
  });

  it('lets a listener go and come while it is woken', () => {
    const bus = createInProcessBus(vi.fn());
    let count = 0;
    const stop = bus.subscribe('close:a', () => {
      count += 1;
      stop();
      bus.subscribe('close:a', () => (count += 10));
    });
    bus.publish('close:a');
    expect(count).toBe(1);
    bus.publish('close:a');
    expect(count).toBe(11);
  });
});

describe('the clock', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('calls back at its time, at once if that is over, and not when cancelled', () => {
    const calls: string[] = [];
    const start = systemClock.now();
    systemClock.at(start + 1000, () => calls.push('later'));
    systemClock.at(start - 1000, () => calls.push('past'));
    systemClock.at(start + 500, () => calls.push('cancelled'))();
    vi.advanceTimersByTime(999);
    expect(calls).toEqual(['past']);
    vi.advanceTimersByTime(1);
    expect(calls).toEqual(['past', 'later']);
  });

  it('waits longer than a timer can', () => {
    const callback = vi.fn();
    const month = 31 * 86_400_000;
    systemClock.at(systemClock.now() + month, callback);
    vi.advanceTimersByTime(month - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });
});

describe('the virtual clock', () => {
  it('calls back in order of time, what is set meanwhile included', () => {
    const clock = createVirtualClock(0);
    const calls: (string | number)[] = [];
    clock.at(20, () => calls.push('b', clock.now()));
    clock.at(10, () => {
      calls.push('a', clock.now());
      clock.at(15, () => calls.push('between', clock.now()));
    });
    clock.at(30, () => calls.push('late'));
    clock.at(12, () => calls.push('cancelled'))();
    clock.advance(25);
    expect(calls).toEqual(['a', 10, 'between', 15, 'b', 20]);
    expect(clock.now()).toBe(25);
  });
});

describe('deadlines', () => {
  it('tell whoever listens, until it stops', () => {
    const deadlines = createDeadlines();
    const heard: number[] = [];
    deadlines.expect(1);
    const stop = deadlines.listen((time) => heard.push(time));
    deadlines.expect(2);
    stop();
    deadlines.expect(3);
    expect(heard).toEqual([2]);
  });
});

describe('the secret', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringway-secret-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is made once, read by nobody else, and gives each purpose a key of its own', async () => {
    const data = join(folder, 'data');
    const first = await openSecrets(data);
    const again = await openSecrets(data);
    expect(again.key('tokens')).toEqual(first.key('tokens'));
    expect(first.key('sessions')).not.toEqual(first.key('tokens'));
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(secretFile(data)).mode & 0o777).toBe(0o600);
    const other = await openSecrets(join(folder, 'deep/within/other'));
    expect(other.key('tokens')).not.toEqual(first.key('tokens'));
  });

  it('that is damaged is not replaced in silence', async () => {
    writeFileSync(secretFile(folder), 'short\n');
    await expect(openSecrets(folder)).rejects.toThrow(/damaged/);
  });

  it('a data folder that cannot be made is refused at once', async () => {
    await expect(openSecrets('/proc/nobody/makes/this')).rejects.toThrow(/nobody/);
  });
});
