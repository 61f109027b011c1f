import { describe, expect, test } from 'vitest';
import { hostsMissing } from '@/scripts/hosts.mjs';
import { linesOf, nothingToInstall } from '@/scripts/test-setup.mjs';
import { stepsOf } from '@/scripts/test-steps.mjs';

describe('what will be installed', () => {
  test('is said, each with its place', () => {
    expect(linesOf(nothingToInstall)).toEqual([]);
    const roots = { swift: true, server: true, livekit: true };
    const lines = linesOf({ debian: ['debootstrap'], playwright: false, ...roots });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('debootstrap');
    expect(lines[1]).toMatch(/Swift in \/.*swift-trixie/);
    expect(lines[2]).toMatch(/to install in, \/.*server-trixie/);
    expect(lines[3]).toMatch(/built by Go as \/.*livekit-server/);
  });
});

describe('the steps of the tests', () => {
  test('try the shim after the unit tests, and give it to the end-to-end tests', () => {
    const steps = stepsOf(undefined, '/reports', []) ?? [];
    const names = steps.map(({ name }) => name);
    expect(names.indexOf('shim')).toBe(names.indexOf('unit') + 1);
    expect(steps.find(({ name }) => name === 'end-to-end')?.partly).toContain('shim-cli');
  });

  test('give what stands on a server to the integration tests', () => {
    const [, integration] = stepsOf('integration', '/reports', []) ?? [];
    expect(integration?.partly).toEqual(
      expect.arrayContaining(['caddy', 'haproxy', 'coturn', 'livekit']),
    );
  });

  test('end with the networks, which tell what to do where hosts cannot be made', () => {
    const last = (stepsOf(undefined, '/reports', []) ?? []).at(-1);
    expect(last).toMatchObject({ name: 'hosts', needs: 'hosts' });
    expect(last?.partly).toEqual(expect.arrayContaining(['chromium', 'haproxy', 'coturn']));
    expect(hostsMissing).toMatch(/root.*apt-get install iproute2 nftables.*npm run test:host/);
    expect(stepsOf('host', '/reports', [])?.map(({ name }) => name)).toEqual(['build', 'hosts']);
  });

  test('can be the shim alone', () => {
    const steps = stepsOf('shim', '/reports', ['--filter', 'Launch']) ?? [];
    expect(steps.map(({ needs }) => needs)).toEqual(['swift']);
    expect(steps[0]?.command).toContain('--filter');
  });
});
