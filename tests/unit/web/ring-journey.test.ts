import { describe, expect, it } from 'vitest';

import { adviceFor } from '@/components/settings/ring-advice';
import { readJourney, stepsOfTest } from '@/lib/web/ring-journey';
import type { TestRingStep } from '@/lib/web/runtime-view';

function step(
  name: TestRingStep['step'],
  channel?: TestRingStep['channel'],
  at = 0,
  change: Partial<TestRingStep> = {},
): TestRingStep {
  return { device: 'own', test: 't', step: name, at, ...(channel && { channel }), ...change };
}

const soon = { late: false, confirms: true };
const late = { late: true, confirms: true };

describe('the steps of a test', () => {
  it('are those of this device and this test alone, each once', () => {
    const all = [
      step('asked', undefined, 0, { test: 'before' }),
      step('asked'),
      step('sent', 'web', 3, { device: 'other' }),
      step('sent', 'web', 4),
      step('rang', 'web', 900),
      step('rang', 'web', 1_900),
    ];
    expect(stepsOfTest(all, 'own', 1).map(({ at }) => at)).toEqual([0, 4, 900]);
  });
});

describe('a journey', () => {
  it('goes on until every way rang', () => {
    const steps = [step('asked'), step('sent', 'stream', 2), step('sent', 'web', 3)];
    expect(readJourney(steps, soon).outcome).toBe('running');
    const one = [...steps, step('rang', 'stream', 20)];
    expect(readJourney(one, soon).outcome).toBe('running');
    const both = readJourney([...one, step('rang', 'web', 700)], soon);
    expect([both.outcome, both.rang]).toEqual(['rang', 20]);
  });

  it('says after its time which push did not arrive', () => {
    const steps = [
      step('asked'),
      step('sent', 'stream', 2),
      step('rang', 'stream', 20),
      step('sent', 'web', 3),
      step('accepted', 'web', 200),
    ];
    const journey = readJourney(steps, late);
    expect(journey.outcome).toBe('partly');
    expect(journey.channels.map(({ channel, state }) => [channel, state])).toEqual([
      ['stream', 'rang'],
      ['web', 'silent'],
    ]);
    expect(adviceFor(journey, true)).toEqual(['google', 'held', 'notifications']);
    expect(adviceFor(journey, false)).toEqual(['held', 'notifications']);
  });

  it('fails where nothing rang', () => {
    const refused = [step('asked'), step('failed', 'apns', 90, { reason: 'BadDeviceToken' })];
    const journey = readJourney(refused, soon);
    expect(journey.outcome).toBe('failed');
    expect(journey.channels[0]?.reason).toBe('BadDeviceToken');
    expect(adviceFor(journey, false)).toEqual(['refused']);
  });

  it('fails at once where nothing reaches the device', () => {
    const journey = readJourney([step('asked'), step('failed')], soon);
    expect(journey.outcome).toBe('failed');
    expect(adviceFor(journey, false)).toEqual(['nothing']);
  });

  it('claims nothing of another device’s page', () => {
    const steps = [step('asked'), step('sent', 'stream', 2)];
    for (const isLate of [false, true]) {
      expect(readJourney(steps, { late: isLate, confirms: false }).outcome).toBe('sent');
    }
  });

  it('is over when the server says so', () => {
    const steps = [step('asked'), step('sent', 'jpush', 2), step('over', undefined, 9_000)];
    const journey = readJourney(steps, soon);
    expect([journey.outcome, adviceFor(journey, false)]).toEqual(['failed', ['jpush']]);
  });
});
