import { describe, expect, it } from 'vitest';
import { createVerificationQueue } from '@/lib/server/accounts/verification-queue';

/** Work that ends when the test says so. */
function controlled() {
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<string>((resolve) => {
      finish.set(name, () => {
        resolve(name);
      });
    });
  };
  return { started, finish, work };
}

describe('the queue of verifications', () => {
  it('runs two at once and takes turns between networks', async () => {
    const queue = createVerificationQueue();
    const { started, finish, work } = controlled();
    const runs = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'].map(async (name) =>
      queue.run(name.charAt(0), work(name)),
    );
    expect(started).toEqual(['a1', 'a2']);
    for (const name of ['a1', 'a2', 'a3', 'b1', 'a4', 'c1']) {
      await expect.poll(() => finish.has(name)).toBe(true);
      finish.get(name)?.();
    }
    expect(await Promise.all(runs)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1']);
    expect(started.indexOf('b1')).toBeLessThan(started.indexOf('a4'));
    expect(started.indexOf('c1')).toBeLessThan(6);
  });

  it('has no room for more than its length, and of one network for less', () => {
    const queue = createVerificationQueue();
    const { work } = controlled();
    const fits = (network: string) => queue.run(network, work(network)) !== undefined;
    const flood = Array.from({ length: 20 }, () => fits('flood'));
    expect(flood.filter(Boolean)).toHaveLength(8);
    expect(fits('person')).toBe(true);
    const others = Array.from({ length: 40 }, (_, index) => fits(`network${index}`));
    expect(others.filter(Boolean)).toHaveLength(17);
  });

  it('goes on after work that fails', async () => {
    const queue = createVerificationQueue();
    const failing = Array.from({ length: 4 }, () =>
      queue.run('a', () => Promise.reject(new Error('broken'))),
    );
    for (const run of failing) await expect(run).rejects.toThrow('broken');
    await expect(queue.run('a', () => Promise.resolve('fine'))).resolves.toBe('fine');
  });
});
